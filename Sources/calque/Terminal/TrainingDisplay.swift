import CalqueKit

/// Shows the events of a training run on standard error: one line that is rewritten in a terminal,
/// plain lines elsewhere.
final class TrainingDisplay {
    private let logInterval: Int
    private let showsSamples: Bool
    /// Which part of a training in stages it is.
    private let part: StagePart?
    private let isTerminal = StandardError.isTerminal
    private let preparation = PreparationProgress()
    private var line = ProgressLine()
    private var speed = 0.0

    /// - Parameters:
    ///   - logInterval: Updates between lines where there is no terminal.
    ///   - showsSamples: Whether translations of a validation are shown.
    ///   - part: Which part of a training in stages it is; lines begin with it.
    init(logInterval: Int, showsSamples: Bool = true, part: StagePart? = nil) {
        self.logInterval = logInterval
        self.showsSamples = showsSamples
        self.part = part
    }

    func show(_ event: TrainingRunEvent) {
        if isTerminal, case .preparing(let part, let fraction) = event {
            return preparation.show(part, fraction: fraction)
        }
        preparation.end()
        switch event {
        case .training(let event): return show(event)
        case .translatedByBase(let lines):
            if isTerminal { line.draw(fraction: nil, ["\(lines.grouped) lines translated"]) }
        case .generalText:
            line.clear()
            // The time that is left is that of training.
            line = ProgressLine()
        default: break
        }
        event.lines.forEach(write)
    }

    func show(_ event: ComparisonEvent) {
        if case .training(let event) = event { return show(event) }
        event.lines.forEach(StandardError.writeLine)
    }

    private func show(_ event: TrainingEvent) {
        if case .update(let report) = event { return show(report) }
        if case .checkpoint = event, isTerminal { return }
        line.clear()
        var lines = event.lines
        if case .validation = event, !showsSamples { lines = Array(lines.prefix(1)) }
        lines.forEach(write)
    }

    private func write(_ line: String) {
        StandardError.writeLine(part?.naming(line) ?? line)
    }

    private func show(_ report: UpdateReport) {
        // Single updates vary with the lengths of their sentences.
        speed = speed == 0 ? report.tokensPerSecond : 0.95 * speed + 0.05 * report.tokensPerSecond
        let figures = report.figures(tokensPerSecond: speed)
        if isTerminal {
            line.draw(fraction: report.progress, [part?.description].compactMap { $0 } + figures)
        } else if report.update % logInterval == 0 || report.update == 1 {
            write(figures.joined(separator: "  "))
        }
    }
}
