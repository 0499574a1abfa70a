import Training

/// How the training of a contender went, from its log.
public struct TrainingSummary: Sendable, Codable {
    /// A validation.
    public struct Validation: Sendable, Codable {
        /// The updates done before.
        public let update: Int
        /// Mean −log p of a target token in nats.
        public let loss: Double
        /// BLEU of the translations.
        public let bleu: Double?
    }

    /// Updates done.
    public let updates: Int
    /// Target tokens a second, the median of the logged updates.
    public let tokensPerSecond: Double?
    /// All validations.
    public let validations: [Validation]

    init(_ history: TrainingHistory, updates: Int) {
        self.updates = updates
        tokensPerSecond = history.tokensPerSecond
        validations = history.validations.map {
            Validation(update: $0.update, loss: $0.loss, bleu: $0.bleu)
        }
    }
}
