public import Training

/// Everything that a comparison found out: what `comparison.json` holds.
public struct ComparisonReport: Sendable, Codable {
    /// What was the same for all.
    public struct Setting: Sendable, Codable {
        /// The size of the Transformer.
        public let size: String
        /// The parameters that all were to have; of ablations, those of the whole model.
        public let parameterCount: Int
        /// Updates of each, where that was the budget.
        public let updates: Int?
        /// Seconds of each, where that was the budget.
        public let seconds: Double?
        /// Tokens of an update.
        public let updateTokens: Int
        /// Threads.
        public let workers: Int
        /// The type of products and activations.
        public let precision: String
        /// What weights, order and dropout followed from.
        public let seed: UInt64
        /// Pairs trained on.
        public let trainingPairs: Int
        /// Pairs translated.
        public let testPairs: Int
        /// Pieces of the vocabulary.
        public let vocabularySize: Int
    }

    /// What was the same for all.
    public let setting: Setting
    /// The results, in the order of the contenders.
    public let results: [ContenderReport]
    /// How kinds of positions do beyond the lengths of training, where that was compared.
    public let positions: PositionsReport?
}

/// How the Transformer translates sentences longer than those it was trained on, by its kind of
/// positions.
public struct PositionsReport: Sendable, Codable {
    /// A kind of positions.
    public struct Result: Sendable, Codable {
        /// The Transformer that has it.
        public let contender: Contender
        /// How good its translations of the test sentences are.
        public let quality: TranslationQuality
    }

    /// The most tokens of a side in training, end token not counted.
    public let limit: Int
    /// The training pairs that are no longer.
    public let trainingPairs: Int
    /// The results, in the order of the contenders.
    public let results: [Result]
}

/// What a comparison found out about one contender.
public struct ContenderReport: Sendable, Codable {
    /// Who it is.
    public let contender: Contender
    /// What the model is, in words: names and values.
    public let properties: [String: String]
    /// The width of its states or rows.
    public let width: Int
    /// Trainable parameters.
    public let parameterCount: Int
    /// The highest learning rate.
    public let learningRate: Double
    /// How training went.
    public let training: TrainingSummary
    /// What training takes.
    public let memory: TrainingMemory
    /// The size of the model's weights as a file, in bytes.
    public let modelBytes: Int
    /// How good the translations of the test sentences are.
    public let quality: TranslationQuality
    /// How much annotations and outputs depend on tokens far away.
    public let influence: Influence
    /// How long a step takes with sentences of different lengths.
    public let stepTimes: [StepTimes.Point]
}
