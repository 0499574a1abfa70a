import CalqueKit

/// Shows the events of a distillation on standard error: in a terminal, how far it is, on a line that
/// is rewritten.
final class DistillationDisplay {
    private var training = TrainingDisplay(logInterval: 50)
    private var progress: (stage: DistillationStage, line: LineProgress)?

    func show(_ event: DistillationEvent) {
        switch event {
        case .progress(let stage, let count, let all):
            return show(stage, count, of: all)
        case .training(let event):
            if case .recipe(let recipe) = event {
                training = TrainingDisplay(logInterval: recipe.checkpoints.logInterval)
            }
            return training.show(event)
        // Its table is the command's result.
        case .finished: progress = nil
        default:
            progress = nil
            event.lines.forEach(StandardError.writeLine)
        }
    }

    private func show(_ stage: DistillationStage, _ count: Int, of all: Int) {
        if progress?.stage != stage {
            let unit = [.translation, .choice].contains(stage) ? "lines" : "pairs"
            progress = (stage, LineProgress(unit, inputs: [], output: nil))
        }
        progress?.line.show(count, fraction: all > 0 ? Double(count) / Double(all) : nil)
    }
}
