import Basics
import Layers
import Models
import Tensors
import Text

/// Updates of a translation model, by teacher forcing: every target token is predicted from the right
/// ones before it.
struct TrainingUpdate {
    private let model: any SequenceToSequenceModel
    private let update: DataParallelUpdate
    private let seed: UInt64
    private let smoothing: Float
    private let guidance: AlignmentGuidance?
    /// The number of this process's first worker among those of all ranks.
    private let firstWorker: Int

    /// - Parameters:
    ///   - guidance: What is made of the links of batches.
    ///   - ranks: What brings the ranks together, if there are several.
    init(
        _ model: any SequenceToSequenceModel, _ optimizer: Adam, on pool: WorkerPool,
        _ options: TrainingOptions, guidance: AlignmentGuidance?, across ranks: RankExchange? = nil
    ) {
        self.model = model
        update = DataParallelUpdate(optimizer, on: pool, across: ranks)
        firstWorker = ranks?.workers.lowerBound ?? 0
        seed = options.seed
        smoothing = options.labelSmoothing
        self.guidance = guidance
    }

    /// Computes the gradients of the shares and takes the optimiser's step.
    ///
    /// - Parameters:
    ///   - shares: For every worker of this process, its batches, computed one after the other.
    ///   - number: The number of the update, which dropout derives from.
    func callAsFunction(
        _ shares: [[Batch]], number: Int, learningRate: Double
    ) throws -> DataParallelUpdate.Outcome<LossSums> {
        try update(learningRate: learningRate) {
            [model, seed, smoothing, guidance, firstWorker] worker, gradients, context in
            var sums = LossSums()
            // A share is empty when an update has fewer pairs than there are shares.
            let batches = shares[worker - firstWorker].enumerated().filter {
                $0.element.labelCount > 0
            }
            for (index, batch) in batches {
                sums += context.backpropagate(
                    into: gradients, dropout: RandomSource(seed: seed, path: number, worker, index),
                    isLast: index == batches.last?.offset
                ) {
                    model.loss(of: batch, smoothing: smoothing, guidance: guidance, context)
                }
            }
            return sums
        }
    }
}
