public import Layers
public import Tensors
public import Text

/// What any translation model offers: to training, the loss of a batch; to search, an encoder and a
/// decoder that goes one step at a time.
///
/// `Training` and `Translation` know models only through this.
public protocol SequenceToSequenceModel: Sendable {
    /// What the decoder carries from step to step.
    associatedtype State: DecoderState

    /// The weights, by name.
    var parameters: ParameterStore { get }
    /// The longest sentence, in tokens of either side, that the model can read or write.
    var maximumLength: Int { get }
    /// The number of target tokens that exist.
    var targetVocabularySize: Int { get }
    /// The tokens that begin, end and fill up.
    var specialTokens: SpecialTokens { get }
    /// Tokens that the model is never to produce, such as padding.
    var suppressedTokens: Set<Int32> { get }

    /// What `config.json` says of the model.
    var configurationObject: [String: Any] { get }
    /// How a file of weights may differ from the names in `parameters`.
    var loadingRules: ParameterStore.LoadingRules { get }

    /// The sum of the losses of all target tokens (teacher forcing: every token is predicted from
    /// the right ones before it). With a tape in the context the gradients are recorded.
    func loss(of batch: Batch, smoothing: Float, _ context: Context) -> LossSums

    /// log p of every target token of the batch, `</s>` included, in order; filler rows at the end
    /// have none.
    func logProbabilities(of batch: Batch, _ context: Context) -> [Float]

    /// Logits of every target token of the batch: `[rows, target vocabulary]`, float32.
    func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor

    /// Reads sentences and returns the state before the first target token: one hypothesis for
    /// every sentence.
    func encode(_ source: PackedSentences, _ context: Context) -> State

    /// Feeds every hypothesis its latest token and predicts the next.
    ///
    /// - Parameter tokens: One for every hypothesis of the state.
    /// - Returns: Float32 logits `[rows, target vocabulary]`; row i belongs to hypothesis i, rows
    ///   behind the last hypothesis are filler.
    func step(_ tokens: [Int32], _ state: inout State, _ context: Context) -> Tensor
}

/// What a decoder carries from step to step, for a number of hypotheses.
public protocol DecoderState {
    /// The number of hypotheses.
    var hypotheses: Int { get }

    /// Keeps hypotheses `rows`, in that order; one may be kept several times.
    mutating func select(rows: [Int32], _ context: Context)
}

/// Tokens with a meaning of their own, as ids.
public struct SpecialTokens: Sendable, Equatable {
    /// What the decoder is fed before the first token.
    public var start: Int32
    /// Ends a sentence.
    public var end: Int32
    /// Fills rows that no sentence uses.
    public var padding: Int32

    /// The three tokens.
    public init(start: Int32, end: Int32, padding: Int32) {
        self.start = start
        self.end = end
        self.padding = padding
    }
}
