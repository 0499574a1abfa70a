public import Models
public import Tensors
public import Translation
import Training

/// What is compared, and by which rules, which are the same for all.
public struct ComparisonOptions: Sendable {
    /// How long every contender may train.
    public enum Budget: Sendable, Equatable {
        /// So many updates, while the learning rate falls as half a cosine to zero.
        case updates(Int)
        /// So many seconds, while the learning rate falls with the root of the updates.
        case seconds(Double)
    }

    /// Who takes part, in the order of tables and figures.
    public var contenders = Contender.standard
    /// The size of the Transformer, from which the others take their numbers of parameters.
    public var size = ModelSize.tiny
    /// The trainable parameters of every contender, within ten per cent; nil for those of the
    /// Transformer of `size`.
    public var parameterCount: Int?
    /// How long each trains.
    public var budget = Budget.updates(2000)
    /// The highest learning rates of those that are not to have their architecture's.
    public var learningRates: [Contender: Double] = [:]
    /// Decides initial weights, order of the data and dropout.
    public var seed: UInt64 = 1
    /// Threads that each compute a share of every update.
    public var workers = WorkerPool.coreCount
    /// The type of products and activations.
    public var precision = Precision.fastest
    /// Tokens of an update: the longer side of every pair, summed over all workers.
    public var updateTokens = 2048
    /// ε of the label smoothing.
    public var labelSmoothing: Float = 0.1
    /// Dropout of embeddings and of what goes from layer to layer.
    public var dropout: Float = 0.1
    /// The longest sentence in tokens, end token included.
    public var maximumLength = 256
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
        configuration.maximumLength = maximumLength
        configuration.dropout = dropout
        try configuration.validate()
        return configuration
    }

    /// Whether sinusoidal and learned positions both take part, and are compared beyond the lengths
    /// of training.
    public var comparesPositions: Bool { contenders.filter(\.isTransformer).count == 2 }
}
