import Basics
import Layers
import Models
import Tensors
import Text

/// One update, computed by all workers: each runs the whole model on its share of the pairs, and
/// the gradients are summed.
final class DataParallelStep {
    private let model: any SequenceToSequenceModel
    private let pool: WorkerPool
    private let optimizer: Adam
    private let gradients: [ParameterVector]
    private let seed: UInt64
    private let smoothing: Float

    init(
        _ model: any SequenceToSequenceModel, pool: WorkerPool, optimizer: Adam, seed: UInt64,
        smoothing: Float
    ) {
        self.model = model
        self.pool = pool
        self.optimizer = optimizer
        self.seed = seed
        self.smoothing = smoothing
        gradients = (0..<pool.count).map { _ in ParameterVector(for: model.parameters) }
    }

    /// What an update yields.
    struct Outcome {
        let sums: LossSums
        /// Norm of the gradient of the mean loss. When it or the loss is not finite the weights are
        /// as before.
        let gradientNorm: Double

        var isFinite: Bool { sums.loss.isFinite && gradientNorm.isFinite }
    }

    /// Computes the gradients of the shares and takes the optimiser's step.
    ///
    /// - Parameters:
    ///   - shares: For every worker, its batches, computed one after the other.
    ///   - update: The number of the update, which dropout derives from.
    func callAsFunction(
        _ shares: [[Batch]], update: Int, learningRate: Double
    ) throws -> Outcome {
        precondition(shares.count == pool.count, "\(shares.count) shares for \(pool.count) workers")
        let partial = try pool.run { [model, gradients, seed, smoothing] worker, context in
            gradients[worker].reset()
            var sums = LossSums()
            // A share is empty when an update has fewer pairs than there are shares.
            for (index, batch) in shares[worker].enumerated() where batch.labelCount > 0 {
                sums += context.recordingGradients(
                    into: gradients[worker],
                    dropout: RandomSource(seed: seed, path: update, worker, index)
                ) { model.loss(of: batch, smoothing: smoothing, context) }
            }
            return sums
        }
        var sums = LossSums()
        for part in partial { sums += part }
        guard sums.loss.isFinite else { return Outcome(sums: sums, gradientNorm: .nan) }
        let norm = try optimizer.step(
            gradients, scale: 1 / Double(max(sums.tokens, 1)), learningRate: learningRate, on: pool)
        return Outcome(sums: sums, gradientNorm: norm)
    }
}
