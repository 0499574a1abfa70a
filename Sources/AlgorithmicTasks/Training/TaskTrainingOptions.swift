public import Layers
public import Tensors

/// How a network is trained on a task.
public struct TaskTrainingOptions: Sendable, Equatable {
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
    /// Adam's settings. A machine that has learnt its task meets single sequences with gradients
    /// thousands of times as long as usual, from which it has to learn. With the customary β₂ of 0.999
    /// one of them moves every weight by thirty times the learning rate, and the task is lost; with
    /// 0.98 by eight times. Clipping such gradients keeps the task and their errors, too.
    public var adam = AdamOptions(beta1: 0.9, beta2: 0.98, epsilon: 1e-8)

    /// The defaults.
    public init() {}

    var schedule: LearningRateSchedule {
        .cosine(
            peak: learningRate, warmup: min(warmUp, updates), total: updates,
            floor: learningRate / 10)
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
