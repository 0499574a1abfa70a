import CalqueKit

/// Shows how far a comparison is on standard error.
final class ComparisonDisplay {
    private let training = TrainingDisplay(logInterval: 100, showsSamples: false)

    func show(_ event: ComparisonEvent) {
        switch event {
        case .note(let text): StandardError.writeLine(text)
        case .contender(let name, let parameters, let learningRate):
            StandardError.writeLine(
                "\n\(name): \(parameters.grouped) parameters, learning rate "
                    + learningRate.significant(3))
        case .training(let event): training.show(event)
        case .measuring(let name, let what):
            StandardError.writeLine("measuring \(name): \(what)")
        }
    }
}
