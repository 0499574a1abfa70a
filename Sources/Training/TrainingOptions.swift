import Basics
public import Layers
public import Tensors
public import Text

/// How a model is trained. By default Adam's settings, the warm-up and label smoothing are the paper's
/// (sections 5.3 and 5.4). Its updates have about 25,000 tokens (section 5.1), and its highest learning
/// rate is 7e-4 at d = 512 (equation 3).
public struct TrainingOptions: Sendable, Equatable {
    /// Decides initial weights, order of the data and dropout.
    public var seed: UInt64 = 1
    /// Threads that each compute a share of every update; one a core.
    public var workers = WorkerPool.coreCount
    /// The type of products and activations.
    public var precision = Precision.fastest
    /// Whether products compute with weights and inputs that are rounded to eight bits, so that the
    /// model learns to do with these (Jacob et al. 2018). The weights that are trained, validated by
    /// this arithmetic and saved are not rounded.
    public var roundsToEightBits = false
    /// Tokens of an update: the longer side of every pair, summed over all workers.
    public var updateTokens = 8192
    /// Parts that a worker cuts its share of an update into, one after the other: less memory, and
    /// an update of the same pairs. Its gradient is the same but for rounding and for what dropout
    /// drops, which is drawn for every part.
    public var accumulation = 1
    /// ε of the label smoothing.
    public var labelSmoothing: Float = 0.1
    /// What the loss of the head that alignments guide is multiplied by, where the data has some
    /// (Marian's `guided-alignment-weight`).
    public var guidedAlignmentWeight: Float = 0.1
    /// The learning rate of every update.
    public var schedule = LearningRateSchedule.inverseSquareRoot(peak: 1e-3, warmup: 4000)
    /// Adam's settings.
    public var adam = AdamOptions()

    /// How long the run may take.
    public var budget = TrainingBudget()
    /// Stop after this many validations in a row that brought neither a higher BLEU nor a lower loss
    /// than any before.
    public var patience: Int?

    /// What lies between validations. After the last update there is always one.
    public var validationInterval: RunSpan = 500
    /// Whether there is a validation before the first update, too.
    public var validatesFirst = false
    /// How much the BLEU of general text may fall without a warning.
    public var generalLimit = 1.0
    /// Updates between checkpoints.
    public var checkpointInterval = 500
    /// Updates between lines of `log.jsonl`.
    public var logInterval = 50
    /// Checkpoints kept beside the best.
    public var keptCheckpoints = 5
    /// What decides which checkpoint is best.
    public var bestBy = BestBy.bleu
    /// How the validation's BLEU cuts lines into words; nil for what suits its references
    /// (``Text/BLEU/Tokenizer/suited(to:)``).
    public var validationTokenizer: BLEU.Tokenizer?
    /// What the model directory holds in the end.
    public var final = FinalModel.best

    /// The defaults.
    public init() {}

    /// The defaults, made once: they ask what the machine has.
    package static let standard = TrainingOptions()

    /// Checkpoints that have to be kept: those asked for, and those that will be averaged.
    var neededCheckpoints: Int {
        if case .average(let count) = final { max(keptCheckpoints, count) } else { keptCheckpoints }
    }
}

/// The figure by which checkpoints are compared.
public enum BestBy: String, Sendable, CaseIterable {
    /// BLEU of the validation translations, the higher the better. The loss decides between equal
    /// ones, and where nothing is translated.
    case bleu
    /// Mean −log p of the validation targets, the lower the better.
    case loss
}

/// What a training run leaves in its model directory.
public enum FinalModel: Sendable, Equatable {
    /// The best checkpoint; the last when nothing was validated.
    case best
    /// The last update.
    case last
    /// The mean of the weights of the last so many checkpoints (section 6.1 averages 5, or 20).
    case average(Int)
}
