import Basics
public import Tensors

/// How well a network does a task at one size.
public struct TaskEvaluation: Sendable {
    /// The size of the sequences.
    public let size: TaskSize
    /// Sequences that were tried.
    public let sequences: Int
    /// The loss of all of them.
    public let sums: BitLossSums

    /// Binary cross-entropy of a sequence in bits, what the paper's figures show.
    public var crossEntropy: Double { sums.lossInBits / Double(sequences) }
    /// Wrong bits of a sequence, when each is rounded to its more probable value.
    public var wrongBits: Double { Double(sums.wrongBits) / Double(sequences) }

    /// Tries a network on sequences that training with the same seed does not draw.
    ///
    /// - Parameters:
    ///   - model: The network.
    ///   - task: What it is to do.
    ///   - size: The size of the sequences.
    ///   - count: Sequences to try.
    ///   - seed: Chooses the sequences.
    ///   - pool: The workers, whose products are in float32.
    public init(
        of model: any TaskModel, on task: some AlgorithmicTask, _ size: TaskSize, count: Int,
        seed: UInt64, pool: WorkerPool
    ) throws {
        let shares = try pool.run { worker, context in
            var sums = BitLossSums()
            let share = pool.share(of: count, worker: worker)
            for start in stride(from: share.lowerBound, to: share.upperBound, by: Self.batch) {
                let indices = start..<min(start + Self.batch, share.upperBound)
                let batch = BitSequenceBatch(
                    task, size, indices: indices, seed: seed, path: Self.path)
                sums += model.loss(of: batch, context)
            }
            return sums
        }
        self.size = size
        sequences = count
        var sums = BitLossSums()
        for share in shares { sums += share }
        self.sums = sums
    }

    /// Sequences computed together.
    private static let batch = 32
    /// Updates count from 1: examples of this path are not trained on.
    private static let path = 0
}
