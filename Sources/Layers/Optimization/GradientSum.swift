public import Tensors

/// The sum of the gradients that several workers computed.
///
/// How it is made has no say in what is done with it: workers of one process add up in memory that
/// all of them see.
public struct GradientSum {
    /// The sum. It lies where the first worker's gradient did.
    let total: ParameterVector
    /// Its norm.
    public let norm: Double

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
        let ranges = pool.equalRanges(of: store.count)
        let squares = try pool.run { worker, _ in
            gradients[0].add(Array(gradients.dropFirst()), in: ranges[worker])
        }
        total = gradients[0]
        norm = squares.reduce(0, +).squareRoot()
    }
}

extension WorkerPool {
    /// Equal parts of a number of floats, in whole cache lines, so that no two workers write to one.
    func equalRanges(of count: Int) -> [Range<Int>] {
        let lines = (count + 15) / 16
        let bounds = (0...self.count).map { min(count, lines * $0 / self.count * 16) }
        return (0..<self.count).map { bounds[$0]..<bounds[$0 + 1] }
    }
}
