import CalqueKit

/// Shows the events of a training in stages on standard error, each with its stage: in a terminal, how far it
/// is, on a line that is rewritten.
final class StagedTrainingDisplay {
    private var part: StagePart?
    private var training = TrainingDisplay(logInterval: 50)
    private var progress: LineProgress?

    func show(_ event: StagedTrainingEvent) {
        switch event {
        case .progress(let part, let count, let all):
            begin(part)
            progress?.show(count, fraction: all > 0 ? Double(count) / Double(all) : nil)
        case .training(let part, let event):
            begin(part)
            if case .recipe(let recipe) = event {
                training = Self.training(part, logInterval: recipe.checkpoints.logInterval)
            }
            training.show(event)
        default:
            progress = nil
            event.lines.forEach(StandardError.writeLine)
        }
    }

    private func begin(_ part: StagePart) {
        guard part != self.part else { return }
        self.part = part
        training = Self.training(part, logInterval: 50)
        progress = part.work == .translation ? LineProgress("lines", inputs: [], output: nil) : nil
    }

    private static func training(_ part: StagePart, logInterval: Int) -> TrainingDisplay {
        TrainingDisplay(logInterval: logInterval, part: part)
    }
}
