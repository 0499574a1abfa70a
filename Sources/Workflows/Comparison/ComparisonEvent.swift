public import Training

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
