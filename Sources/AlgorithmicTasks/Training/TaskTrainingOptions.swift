public import Layers
public import Tensors

/// How a network is trained on a task.
public struct TaskTrainingOptions: Sendable, Codable, Equatable {
    /// Decides initial weights and examples.
    public var seed: UInt64 = 1
    /// Updates in all.
    public var updates = 10_000
    /// Sequences of an update, all of one size.
    public var batch = 32
    /// The largest learning rate: linear up to it, then half a cosine down to a tenth.
    public var learningRate = 1e-3
    /// Updates until the largest learning rate.
    public var warmUp = 100
    /// Adam's settings; why β₂ is not 0.999 stands in Documentation/NeuralTuringMachine.md.
    public var adam = AdamOptions(beta1: 0.9, beta2: 0.98, epsilon: 1e-8)
    /// Updates between checkpoints, where there is a folder for them.
    public var checkpointInterval = 500

    /// The defaults.
    public init() {}

    /// The learning rate of an update, from 1.
    func learningRate(ofUpdate number: Int) -> Double {
        let schedule = LearningRateSchedule.cosine(
            peak: learningRate, warmup: .updates(min(warmUp, updates)), floor: learningRate / 10)
        return schedule(number, of: Double(updates))
    }
}

/// One update, as measured.
public struct TaskUpdateReport: Sendable {
    /// Which update, from 1.
    public let update: Int
    /// Updates in all.
    public let updates: Int
    /// Sequences of the update.
    public let sequences: Int
    /// The loss of all of them.
    public let sums: BitLossSums
    /// Norm of the gradient of the mean loss of a bit, before clipping.
    public let gradientNorm: Double
}
