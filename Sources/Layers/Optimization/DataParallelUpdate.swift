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
}

extension LossSums: LossTotal {
    /// The tokens.
    public var count: Int { tokens }
}

extension BitLossSums: LossTotal {
    /// The bits.
    public var count: Int { bits }
}

/// One update of a model's weights by all workers: each runs the whole model on its share, forwards
/// and backwards; the gradients are summed; the optimiser takes its step.
public final class DataParallelUpdate {
    /// The optimiser.
    public let optimizer: Adam
    private let pool: WorkerPool
    private let gradients: [ParameterVector]

    /// What an update yields.
    public struct Outcome<Total: LossTotal> {
        /// The losses of all shares.
        public let total: Total
        /// Norm of the gradient of the mean loss, before clipping. When it or the loss is not finite
        /// the weights are as before.
        public let gradientNorm: Double

        /// Whether the update was one: that loss and gradient are numbers.
        public var isFinite: Bool { total.loss.isFinite && gradientNorm.isFinite }
    }

    /// Updates of the weights that an optimiser has.
    public init(_ optimizer: Adam, on pool: WorkerPool) {
        self.optimizer = optimizer
        self.pool = pool
        gradients = (0..<pool.count).map { _ in ParameterVector(for: optimizer.store) }
    }

    /// Computes the gradients of all shares, and takes a step.
    ///
    /// - Parameters:
    ///   - learningRate: The schedule's learning rate of this update.
    ///   - share: Computes a worker's share with that worker's context, and adds the gradients of
    ///     its losses to the vector (`Context.backpropagate(into:dropout:_:)`), which begins as
    ///     zeros. A share may be empty.
    /// - Throws: What `share` throws.
    public func callAsFunction<Total: LossTotal>(
        learningRate: Double,
        _ share: @escaping @Sendable (_ worker: Int, ParameterVector, Context) throws -> Total
    ) throws -> Outcome<Total> {
        let totals = try pool.run { [gradients] worker, context in
            gradients[worker].reset()
            return try share(worker, gradients[worker], context)
        }
        var total = Total()
        for part in totals { total += part }
        guard total.loss.isFinite else { return Outcome(total: total, gradientNorm: .nan) }
        let norm = try optimizer.step(
            GradientSum(of: gradients, for: optimizer.store, on: pool),
            scale: 1 / Double(max(total.count, 1)), learningRate: learningRate, on: pool)
        return Outcome(total: total, gradientNorm: norm)
    }
}
