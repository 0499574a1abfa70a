import Basics
public import Tensors

/// What the losses of a share of an update add up to.
public protocol LossTotal: Sendable {
    /// Nothing.
    init()
    /// Adds another share's.
    static func += (total: inout Self, other: Self)
    /// The sum of the losses, whose gradient is computed.
    var loss: Double { get }
    /// What the mean is taken over: tokens, or bits.
    var count: Int { get }
    /// All sums and counts, for other ranks to make the same total of.
    var numbers: [Double] { get }
    /// A total of its sums and counts.
    ///
    /// - Parameter numbers: What ``numbers`` were.
    init(numbers: [Double])
}

extension LossSums: LossTotal {
    /// The tokens.
    public var count: Int { tokens }

    /// All sums and counts.
    public var numbers: [Double] {
        [
            loss, negativeLogLikelihood, Double(tokens), Double(correct), alignmentLoss,
            Double(alignedTokens),
        ]
    }

    /// The total of these sums and counts.
    public init(numbers: [Double]) {
        self.init()
        loss = numbers[0]
        negativeLogLikelihood = numbers[1]
        tokens = Int(numbers[2])
        correct = Int(numbers[3])
        alignmentLoss = numbers[4]
        alignedTokens = Int(numbers[5])
    }
}

extension BitLossSums: LossTotal {
    /// The bits.
    public var count: Int { bits }

    /// All sums and counts.
    public var numbers: [Double] { [loss, Double(bits), Double(wrongBits)] }

    /// The total of these sums and counts.
    public init(numbers: [Double]) {
        self.init()
        loss = numbers[0]
        bits = Int(numbers[1])
        wrongBits = Int(numbers[2])
    }
}

/// The seconds of an update's parts.
public struct UpdateTimes: Sendable, Equatable {
    /// Until the last worker is done with its share; where there are several ranks, and the gradients are added
    /// up.
    public var shares = 0.0
    /// Of adding the gradients up, where there is one rank.
    public var sum = 0.0
    /// Of the optimiser's step.
    public var step = 0.0
}

/// Tells how long one part after the other took.
private struct PartClock {
    private var last = ContinuousClock.now

    /// Seconds since the part before.
    mutating func next() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        return last.duration(to: now).seconds
    }
}

/// One update of a model's weights by all workers: each runs the whole model on its share, forwards
/// and backwards; the gradients are summed; the optimiser takes its step. The workers are those of this
/// process, or of several ranks, which all come to the same.
public final class DataParallelUpdate {
    /// The optimiser.
    public let optimizer: Adam
    private let pool: WorkerPool
    private let ranks: RankExchange?
    private let gradients: [ParameterVector]

    /// What an update yields.
    public struct Outcome<Total: LossTotal> {
        /// The losses of all shares.
        public let total: Total
        /// Norm of the gradient of the mean loss, before clipping. When it or the loss is not finite
        /// the weights are as before.
        public let gradientNorm: Double
        /// How long each part took.
        public let times: UpdateTimes

        /// Whether the update was one: that loss and gradient are numbers.
        public var isFinite: Bool { total.loss.isFinite && gradientNorm.isFinite }
    }

    /// Updates of the weights that an optimiser has.
    ///
    /// - Parameters:
    ///   - optimizer: Takes the steps; where there are other ranks, for this one's share.
    ///   - pool: The workers of this process.
    ///   - ranks: What brings the ranks together, if there are several.
    public init(_ optimizer: Adam, on pool: WorkerPool, across ranks: RankExchange? = nil) {
        self.optimizer = optimizer
        self.pool = pool
        self.ranks = ranks
        gradients = (0..<pool.count).map { _ in ParameterVector(for: optimizer.store) }
    }

    /// Computes the gradients of all shares, and takes a step.
    ///
    /// - Parameters:
    ///   - learningRate: The schedule's learning rate of this update.
    ///   - share: Computes a worker's share with that worker's context, and adds the gradients of
    ///     its losses to the vector (`Context.backpropagate(into:dropout:isLast:_:)`), which
    ///     begins as zeros. A share may be empty. The worker is its number among those of all ranks.
    /// - Throws: What `share` throws; or `CalqueError` when another rank does not answer.
    public func callAsFunction<Total: LossTotal>(
        learningRate: Double,
        _ share: @escaping @Sendable (_ worker: Int, ParameterVector, Context) throws -> Total
    ) throws -> Outcome<Total> {
        guard let ranks else { return try update(learningRate: learningRate, share) }
        return try ranks.keepingMemory { try update(learningRate: learningRate, share) }
    }

    private func update<Total: LossTotal>(
        learningRate: Double,
        _ share: @escaping @Sendable (_ worker: Int, ParameterVector, Context) throws -> Total
    ) throws -> Outcome<Total> {
        var total = Total()
        var clock = PartClock()
        for part in try compute(share) { total += part }
        var times = UpdateTimes()
        times.shares = clock.next()
        guard total.loss.isFinite else {
            return Outcome(total: total, gradientNorm: .nan, times: times)
        }
        let sum = try sum()
        times.sum = clock.next()
        let norm = try optimizer.step(
            sum, scale: 1 / Double(max(total.count, 1)), learningRate: learningRate, on: pool,
            across: ranks)
        times.step = clock.next()
        return Outcome(total: total, gradientNorm: norm, times: times)
    }

    /// The losses of all workers of all ranks.
    private func compute<Total: LossTotal>(
        _ share: @escaping @Sendable (_ worker: Int, ParameterVector, Context) throws -> Total
    ) throws -> [Total] {
        let first = ranks?.workers.lowerBound ?? 0
        let compute: @Sendable (Int, Context) throws -> Total = { [gradients] worker, context in
            gradients[worker].reset()
            return try share(first + worker, gradients[worker], context)
        }
        guard let ranks else { return try pool.run(compute) }
        return try ranks.gather(ranks.compute(gradients, compute))
    }

    private func sum() throws -> GradientSum {
        try ranks?.gradientSum() ?? GradientSum(of: gradients, for: optimizer.store, on: pool)
    }
}
