public import Training
import Basics

/// What a comparison tells while it goes on.
public enum ComparisonEvent: Sendable {
    /// A remark on the data.
    case note(String)
    /// A contender is about to be trained, or to be found trained.
    case contender(name: String, parameters: Int, learningRate: Double)
    /// Something happened in its training.
    case training(TrainingEvent)
    /// It is being measured.
    case measuring(name: String, what: String)
}

extension ComparisonEvent {
    /// Lines for a log.
    public var lines: [String] {
        switch self {
        case .note(let text): [text]
        case .contender(let name, let parameters, let learningRate):
            [
                "\n\(name): \(parameters.grouped) parameters, learning rate "
                    + learningRate.significant(3)
            ]
        case .training(let event): event.lines
        case .measuring(let name, let what): ["measuring \(name): \(what)"]
        }
    }
}
