public import Layers
public import Tensors
public import Text

/// What translating with a model takes: an encoder, a decoder that goes one step at a time, and the
/// probabilities of given translations.
///
/// `Translation` knows models only through this. A model with weights of its own, which can be
/// trained and saved, is a ``SequenceToSequenceModel``; an ``Ensemble`` is made of several.
public protocol TranslationModel: Sendable {
    /// What the decoder carries from step to step.
    associatedtype State: DecoderState

    /// The longest sentence, in tokens of either side, that the model can read or write.
    var maximumLength: Int { get }
    /// The number of source tokens that exist.
    var sourceVocabularySize: Int { get }
    /// The number of target tokens that exist.
    var targetVocabularySize: Int { get }
    /// The tokens that begin, end and fill up.
    var specialTokens: SpecialTokens { get }
    /// How translations are to be searched for, as far as the model's directory says it; and what
    /// they never contain, such as padding.
    var generation: GenerationSettings { get }
    /// Whether the model attends from target to source, and writes that down in the record that
    /// ``logits(of:record:_:)`` and ``step(_:_:record:_:)`` are given.
    var hasAttention: Bool { get }

    /// The head of the attention to the source by which words are aligned where nobody chooses another;
    /// nil where the model has none for that.
    var alignmentHead: AlignmentHead? { get }

    /// Brings the weights into the form that products of `precision` read. To be called after every
    /// change of the weights that is not the optimiser's.
    func prepare(for precision: Precision)

    /// log p of every target token of the batch, `</s>` included, in order; filler rows at the end
    /// have none.
    func logProbabilities(of batch: Batch, _ context: Context) -> [Float]

    /// Logits of every target token of the batch: `[rows, target vocabulary]`, float32.
    func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor

    /// Writes down what ``logits(of:record:_:)`` does: the attention of every target token of the
    /// batch to its source.
    func recordAttention(of batch: Batch, in record: AttentionRecord, _ context: Context)

    /// Reads sentences and returns the state before the first target token: one hypothesis for
    /// every sentence.
    func encode(_ source: PackedSentences, _ context: Context) -> State

    /// The same, for steps whose logits are wanted of some target tokens only. A model that has no way
    /// to save the others computes all: the state's ``DecoderState/outputs`` say which it will be.
    ///
    /// - Parameters:
    ///   - source: The tokens.
    ///   - outputs: The tokens that are wanted, ascending; nil for all.
    ///   - context: Computes, without a tape.
    func encode(_ source: PackedSentences, outputs: [Int32]?, _ context: Context) -> State

    /// Whether the model has a shortlist, which is used where a search wants it.
    var hasShortlist: Bool { get }

    /// The target tokens that the translation of a sentence may have by the model's shortlist,
    /// ascending; nil where it may have all.
    ///
    /// - Parameter source: The sentence's tokens, the end token's last.
    func candidates(for source: [Int32]) -> [Int32]?

    /// Feeds every hypothesis its latest token and predicts the next.
    ///
    /// - Parameters:
    ///   - tokens: One for every hypothesis of the state.
    ///   - state: What the steps before left; gets what this one adds.
    ///   - record: Gets the encoder-decoder attention of every layer, a hypothesis being a sentence
    ///     with one query.
    ///   - context: Where the operations run.
    /// - Returns: Float32 logits `[rows, target vocabulary]`, the caller's to change; row i belongs
    ///   to hypothesis i, rows after the last hypothesis are filler. Where the state has
    ///   ``DecoderState/outputs``, columns are theirs, and those after the last are filler.
    func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor
}

extension TranslationModel {
    /// Most models attend.
    public var hasAttention: Bool { true }

    /// Most models have none.
    public var alignmentHead: AlignmentHead? { nil }

    /// Most models have none.
    public var hasShortlist: Bool { false }

    /// Most models have no shortlist.
    public func candidates(for source: [Int32]) -> [Int32]? { nil }

    /// Has steps compute the logits of all tokens.
    public func encode(
        _ source: PackedSentences, outputs: [Int32]?, _ context: Context
    ) -> State { encode(source, context) }

    /// Tokens that the model is never to produce.
    public var suppressedTokens: Set<Int32> { generation.suppressedTokens }

    /// Computes the logits, too; a model that need not may do without.
    public func recordAttention(
        of batch: Batch, in record: AttentionRecord, _ context: Context
    ) {
        _ = logits(of: batch, record: record, context)
    }

    /// A step of which nothing is written down.
    public func step(_ tokens: [Int32], _ state: inout State, _ context: Context) -> Tensor {
        step(tokens, &state, record: nil, context)
    }
}

/// What a decoder carries from step to step, for a number of hypotheses.
public protocol DecoderState {
    /// The number of hypotheses.
    var hypotheses: Int { get }
    /// The target tokens that the columns of a step's logits belong to, in order; nil for all.
    var outputs: [Int32]? { get }

    /// Keeps hypotheses `rows`, in that order; one may be kept several times.
    mutating func select(rows: [Int32])
}

extension DecoderState {
    /// Most states are of models that compute all logits.
    public var outputs: [Int32]? { nil }
}
