import CalqueKit

/// Shows the events of a training run on standard error: one line that is rewritten in a terminal,
/// plain lines elsewhere.
final class TrainingDisplay {
    private let logInterval: Int
    private let showsSamples: Bool
    private let isTerminal = StandardError.isTerminal
    private let preparation = PreparationProgress()
    private var line = ProgressLine()
    private var speed = 0.0

    /// - Parameters:
    ///   - logInterval: Updates between lines where there is no terminal.
    ///   - showsSamples: Whether translations of a validation are shown.
    init(logInterval: Int, showsSamples: Bool = true) {
        self.logInterval = logInterval
        self.showsSamples = showsSamples
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
        event.lines.forEach(StandardError.writeLine)
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
        lines.forEach(StandardError.writeLine)
    }

    private func show(_ report: UpdateReport) {
        // Single updates vary with the lengths of their sentences.
        speed = speed == 0 ? report.tokensPerSecond : 0.95 * speed + 0.05 * report.tokensPerSecond
        let figures = report.figures(tokensPerSecond: speed)
        if isTerminal {
            line.draw(fraction: report.progress, figures)
        } else if report.update % logInterval == 0 || report.update == 1 {
            StandardError.writeLine(figures.joined(separator: "  "))
        }
    }
}
