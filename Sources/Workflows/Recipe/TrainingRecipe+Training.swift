public import Layers
public import Text
public import Training

extension TrainingRecipe {
    /// What an update is, and how the weights follow its gradients.
    public struct OptimizationSettings: Sendable, Equatable {
        /// How the learning rate goes on after its warm-up; nil for what suits the limits.
        public var shape: LearningRateSchedule.Shape?
        /// The highest learning rate, or the factor of the paper's schedule; nil for what suits the
        /// model.
        public var learningRate: Double?
        /// What the learning rate rises over; nil for what suits the limits.
        public var warmup: RunSpan?
        /// The learning rate at which the cosine ends.
        public var finalLearningRate = 0.0
        /// Adam's settings.
        public var adam = TrainingOptions.standard.adam
        /// Tokens of an update; nil for what suits the text.
        public var updateTokens: Int?
        /// Parts that a worker cuts its share of an update into.
        public var accumulation = TrainingOptions.standard.accumulation
        /// Whether weights and inputs of products are rounded to eight bits in the forward pass.
        public var roundsToEightBits = TrainingOptions.standard.roundsToEightBits
        /// ε of the label smoothing.
        public var labelSmoothing = TrainingOptions.standard.labelSmoothing
        /// What the loss of the head that alignments guide is multiplied by.
        public var guidedAlignmentWeight = TrainingOptions.standard.guidedAlignmentWeight

        /// What suits the text, the model and the limits.
        public init() {}
    }

    /// How several processes train together. It has no say where there is one.
    public struct RankSettings: Sendable, Equatable {
        /// The type of the numbers that they send each other.
        public var wire = WireType.float32
        /// Whether they send gradients while they compute others.
        public var overlaps = true
        /// Seconds that a process waits for another one, which may validate or write a checkpoint.
        public var deadline = 300

        /// The default.
        public init() {}
    }

    /// When a run ends: at the limit that is reached first.
    public struct RunLimits: Sendable, Equatable {
        /// Updates of the weights.
        public var updates: Int?
        /// Passes over the text.
        public var epochs: Int?
        /// Minutes of training.
        public var minutes: Double?
        /// Validations in a row with neither a higher BLEU nor a lower loss than any before; nil for
        /// 10 where nothing else ends the run.
        public var patience: Int?

        /// No limit but that of ``patience``.
        public init() {}

        /// How long the run may take.
        public var budget: TrainingBudget {
            TrainingBudget(updates: updates, epochs: epochs, seconds: minutes.map { $0 * 60 })
        }
    }

    /// How the model is tested on the way.
    public struct ValidationSettings: Sendable, Equatable {
        /// What lies between validations; nil for what suits the limits.
        public var interval: RunSpan?
        /// Beam of the translations; 1 is greedy.
        public var beam = 1
        /// How BLEU cuts lines into words; nil for what suits the text.
        public var tokenizer: BLEU.Tokenizer?
        /// What decides which checkpoint is the best.
        public var bestBy = TrainingOptions.standard.bestBy

        /// The default.
        public init() {}
    }

    /// What is kept, and what the run leaves.
    public struct CheckpointSettings: Sendable, Equatable {
        /// What the model directory holds in the end.
        public enum Final: String, Sendable, CaseIterable {
            /// The best checkpoint; the last where there is no validation.
            case best
            /// The last.
            case last
            /// The mean of the last ones.
            case average
        }

        /// Updates between checkpoints.
        public var interval = TrainingOptions.standard.checkpointInterval
        /// Checkpoints kept in addition to the best.
        public var kept = TrainingOptions.standard.keptCheckpoints
        /// Updates between lines of the log.
        public var logInterval = TrainingOptions.standard.logInterval
        /// What the model directory holds in the end.
        public var final = Final.best
        /// Checkpoints of the mean.
        public var averaged = 5

        /// The default.
        public init() {}
    }
}
