import CalqueKit

/// Shows how a training on a task goes on standard error: one line that is rewritten in a terminal,
/// plain lines elsewhere.
final class TaskTrainingDisplay {
    private let logInterval: Int
    private let isTerminal = StandardError.isTerminal
    private let start = ContinuousClock.now
    private var line = ProgressLine()
    // Single updates vary with the lengths of their sequences.
    private var loss: Double?
    private var wrongBits: Double?

    init(logInterval: Int) {
        self.logInterval = logInterval
    }

    func show(_ report: TaskUpdateReport) {
        let sequences = Double(report.sequences)
        loss = smoothed(loss, report.sums.lossInBits / sequences)
        wrongBits = smoothed(wrongBits, Double(report.sums.wrongBits) / sequences)
        if isTerminal {
            line.draw(
                fraction: Double(report.update) / Double(report.updates), figures(report))
        } else if report.update % logInterval == 0 {
            StandardError.writeLine(figures(report).joined(separator: "  "))
        }
    }

    func finish(updates: Int) {
        line.clear()
        let seconds = start.duration(to: .now).seconds
        StandardError.writeLine("\(updates.grouped) updates in \(ProgressLine.clock(seconds))")
    }

    private func smoothed(_ mean: Double?, _ value: Double) -> Double {
        mean.map { 0.98 * $0 + 0.02 * value } ?? value
    }

    private func figures(_ report: TaskUpdateReport) -> [String] {
        [
            "update \(report.update)", "loss \((loss ?? 0).fixed(3)) bits a sequence",
            "wrong \((wrongBits ?? 0).fixed(3))",
            "gradient \(report.gradientNorm.significant(3))",
        ]
    }
}
