public import Tensors

/// The sum of the gradients that several workers computed.
///
/// How it is made has no say in what is done with it: workers of one process add up in memory that
/// all of them see, those of several by ``RankExchange``.
///
/// Every number is the sum over the workers in their order, (g₀ + g₁) + g₂ …, wherever they are. So
/// it is the same bit for bit, however many ranks the workers are on.
public struct GradientSum: Sendable {
    /// The sum, in the ranges. In one process it lies where the first worker's gradient did.
    let total: ParameterVector
    /// The norm of all of it.
    public let norm: Double
    /// For each worker of this process, the part that it takes the optimiser's step for.
    let ranges: [Range<Int>]

    init(total: ParameterVector, norm: Double, ranges: [Range<Int>]) {
        self.total = total
        self.norm = norm
        self.ranges = ranges
    }

    /// Adds up, each worker an equal part of the weights.
    ///
    /// - Parameters:
    ///   - gradients: One vector a worker; the first receives the sum.
    ///   - store: The weights, of which those that training leaves as they are get no gradient.
    ///   - pool: The workers.
    public init(
        of gradients: [ParameterVector], for store: ParameterStore, on pool: WorkerPool
    ) throws {
        precondition(!gradients.isEmpty, "the sum of no gradient")
        for gradient in gradients { store.clearFrozen(gradient.values) }
        let ranges = store.equalRanges(for: pool.count)
        let squares = try pool.run { worker, _ in
            gradients[0].add(Array(gradients.dropFirst()), in: ranges[worker])
        }
        self.init(
            total: gradients[0], norm: squares.reduce(0, +).squareRoot(), ranges: ranges)
    }
}

extension ParameterStore {
    /// Equal parts of the weights, in whole cache lines, so that no two workers write to one.
    ///
    /// - Parameter workers: The number of parts.
    func equalRanges(for workers: Int) -> [Range<Int>] {
        let lines = (count + 15) / 16
        let bounds = (0...workers).map { min(count, lines * $0 / workers * 16) }
        return (0..<workers).map { bounds[$0]..<bounds[$0 + 1] }
    }
}
