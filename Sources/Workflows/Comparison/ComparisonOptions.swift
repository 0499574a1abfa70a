import Models
public import Translation

/// What is compared, and by which rules, which are the same for all.
public struct ComparisonOptions: Sendable {
    /// Who takes part, in the order of tables and figures.
    public var contenders = Contender.standard
    /// How all are trained: the keys of a recipe that are the same for all, and the text, which is
    /// given by itself, left aside.
    public var recipe = TrainingRecipe.comparison
    /// The trainable parameters of every contender, within ten per cent; nil for those of the
    /// Transformer of ``size``.
    public var parameterCount: Int?
    /// The highest learning rates of those that are not to have their architecture's.
    public var learningRates: [Contender: Double] = [:]
    /// The most tokens of a side, end token not counted, of the pairs on which kinds of positions are
    /// trained to be compared beyond it; nil for a length that half of the pairs do not exceed.
    public var lengthLimit: Int?
    /// The lengths of sentences, in tokens, with which steps are timed.
    public var stepLengths = [8, 16, 32, 64, 128, 256]
    /// Tokens of the batches of such sentences, on either side.
    public var stepTokens = 2048
    /// How the test sentences are translated.
    public var search = SearchOptions.greedy

    /// The defaults.
    public init() {}

    /// A contender before its width is fitted.
    ///
    /// - Throws: `CalqueError` when sizes do not fit each other.
    func configuration(
        of contender: Contender, _ embeddings: EmbeddingConfiguration
    ) throws -> any ModelConfiguration {
        var configuration = contender.configuration(size, embeddings)
        configuration.maximumLength = recipe.model.maximumLength
        if let dropout = recipe.model.dropout { configuration.dropout = dropout }
        try configuration.validate()
        return configuration
    }

    /// Whether sinusoidal and learned positions both take part, and are compared beyond the lengths
    /// of training.
    public var comparesPositions: Bool { contenders.filter(\.isTransformer).count == 2 }
}
