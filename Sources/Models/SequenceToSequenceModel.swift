public import Layers
public import Tensors
public import Text

/// A translation model with weights of its own, which can be trained and saved.
///
/// `Training` knows models only through this.
public protocol SequenceToSequenceModel: TranslationModel {
    /// What `config.json` says of the model.
    associatedtype Configuration: ModelConfiguration

    /// What every model has, whatever it computes: configuration, weights, output layer.
    var frame: ModelFrame<Configuration> { get set }

    /// How a file of weights may differ from the names in `parameters`.
    var loadingRules: ParameterStore.LoadingRules { get }

    /// The source's tokens as they enter the encoder, `[source.rows, embedding width]`, in packed
    /// order.
    func embed(_ source: PackedSentences, _ context: Context) -> Tensor

    /// What encoder and decoder make of a batch whose source is embedded already (teacher forcing).
    ///
    /// With the embeddings for an input, gradients say how much any of the activations depends on
    /// which source token.
    ///
    /// - Parameters:
    ///   - batch: The pairs.
    ///   - embeddedSource: What ``embed(_:_:)`` makes of the batch's source.
    ///   - record: Gets the encoder-decoder attention.
    ///   - context: Where the operations run.
    func activations(
        of batch: Batch, embeddedSource: Tensor, record: AttentionRecord?, _ context: Context
    ) -> ModelActivations

    /// The vectors that stand for places in the sentences that a stack reads; nil for models that
    /// know the order of tokens from elsewhere.
    func positions(of stack: AttentionRecord.Stack) -> PositionalEncoding?

    /// The decoder's attentions to the source whose heads alignments can guide, from the lowest layer
    /// to the highest; empty for models without such.
    var encoderDecoderAttentions: [MultiHeadAttention] { get }
}

/// What every trainable model has, whatever it computes between its embeddings and its output layer.
public struct ModelFrame<Configuration: ModelConfiguration>: Sendable {
    /// Sizes and options.
    public let configuration: Configuration
    /// What the model is never to produce, padding unless its directory says otherwise, and how the
    /// directory says that translations are to be searched for.
    public var generation: GenerationSettings
    /// The weights, by name. They get memory when they are initialised or loaded.
    public let parameters: ParameterStore
    /// The output layer, over the target embedding when that is tied.
    public let output: OutputProjection
    /// Which target tokens the translation of a sentence may have; nil for all.
    package var shortlist: ModelShortlist?

    init(_ configuration: Configuration, _ parameters: ParameterStore, output: OutputProjection) {
        self.configuration = configuration
        generation = GenerationSettings(
            suppressedTokens: [configuration.embeddings.specialTokens.padding])
        self.parameters = parameters
        self.output = output
    }
}

/// What a model computes on its way to the logits of a batch, before its output layer.
public struct ModelActivations {
    /// What the encoder says of every source token, `[source.rows, annotation width]`.
    public let annotations: Tensor
    /// What the output layer reads at every target position, `[target.rows, output width]`.
    public let output: Tensor
}

extension SequenceToSequenceModel {
    /// That of the frame.
    public var configuration: Configuration { frame.configuration }
    /// Those of the frame.
    public var generation: GenerationSettings {
        get { frame.generation }
        set { frame.generation = newValue }
    }
    /// Those of the frame.
    public var parameters: ParameterStore { frame.parameters }
    /// That of the frame.
    public var output: OutputProjection { frame.output }

    /// That of the configuration.
    public var maximumLength: Int { configuration.maximumLength }
    /// That of the configuration.
    public var sourceVocabularySize: Int { configuration.embeddings.sourceVocabularySize }
    /// That of the configuration.
    public var targetVocabularySize: Int { configuration.embeddings.targetVocabularySize }
    /// Those of the configuration.
    public var specialTokens: SpecialTokens { configuration.embeddings.specialTokens }

    /// That of the frame.
    package var shortlist: ModelShortlist? {
        get { frame.shortlist }
        set { frame.shortlist = newValue }
    }
    /// Whether there is one.
    public var hasShortlist: Bool { shortlist != nil }
    /// Those of the shortlist, where the model has one.
    public func candidates(for source: [Int32]) -> [Int32]? {
        shortlist?.candidates(for: source)
    }

    /// None.
    public var encoderDecoderAttentions: [MultiHeadAttention] { [] }

    /// The one that its settings name, if there is such a head.
    public var alignmentHead: AlignmentHead? {
        guard let head = generation.alignmentHead,
            encoderDecoderAttentions.indices.contains(head.layer),
            head.head < encoderDecoderAttentions[head.layer].heads
        else { return nil }
        return head
    }

    /// None.
    public func positions(of stack: AttentionRecord.Stack) -> PositionalEncoding? { nil }

    /// That tied tables go by several names.
    public var loadingRules: ParameterStore.LoadingRules {
        var rules = ParameterStore.LoadingRules()
        rules.aliases = configuration.embeddings.tableAliases
        return rules
    }

    /// The sum of the losses of all target tokens (teacher forcing: every token is predicted from
    /// the right ones before it). With a tape in the context the gradients are recorded.
    ///
    /// - Parameters:
    ///   - batch: The pairs.
    ///   - smoothing: ε of the label smoothing.
    ///   - guidance: What is made of the batch's links, where it has some: the loss of a head of
    ///     ``encoderDecoderAttentions`` is added, times its weight (`AttentionGuide`).
    ///   - context: Where the operations run.
    public func loss(
        of batch: Batch, smoothing: Float, guidance: AlignmentGuidance? = nil, _ context: Context
    ) -> LossSums {
        guard let guide = guidance.flatMap({ guide(for: batch, by: $0) }) else {
            return tokenLoss(of: batch, smoothing: smoothing, context)
        }
        var sums = context.withAttentionGuide(guide) {
            tokenLoss(of: batch, smoothing: smoothing, context)
        }
        sums.add(guide)
        return sums
    }

    private func tokenLoss(of batch: Batch, smoothing: Float, _ context: Context) -> LossSums {
        output.loss(
            decoderOutput(of: batch, record: nil, context), labels: batch.labels,
            smoothing: smoothing, context)
    }

    private func guide(for batch: Batch, by guidance: AlignmentGuidance) -> AttentionGuide? {
        batch.links.map { links in
            encoderDecoderAttentions[guidance.head.layer].guide(
                ofHead: guidance.head.head,
                to: AttentionLinks(offsets: links.offsets, keys: links.sourceRows),
                weight: guidance.weight)
        }
    }

    /// log p of every target token.
    public func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        let values = output.logProbabilities(
            decoderOutput(of: batch, record: nil, context), labels: batch.labels, context)
        return Array(values.prefix(batch.target.tokenCount))
    }

    /// Logits of every target row.
    public func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        output.logits(
            decoderOutput(of: batch, record: record, context),
            context)  // [target.rows, target vocabulary]
    }

    /// Runs everything but the output layer.
    public func recordAttention(
        of batch: Batch, in record: AttentionRecord, _ context: Context
    ) {
        _ = decoderOutput(of: batch, record: record, context)
    }

    private func decoderOutput(
        of batch: Batch, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        activations(
            of: batch, embeddedSource: embed(batch.source, context), record: record, context
        ).output  // [target.rows, output width]
    }

    /// See `ParameterStore.updateComputeCopy`.
    public func prepare(for precision: Precision) { parameters.updateComputeCopy(precision) }
}

extension SequenceToSequenceModel {
    /// The tokens of a step, and padding up to a multiple of eight rows, so that compiled products
    /// meet few shapes.
    func rows(
        of tokens: [Int32], for hypotheses: Int, _ context: Context
    ) -> [Int32] {
        precondition(
            tokens.count == hypotheses, "\(tokens.count) tokens for \(hypotheses) hypotheses")
        let filler = context.precision == .int8 ? 0 : (8 - tokens.count % 8) % 8
        return tokens + repeatElement(specialTokens.padding, count: filler)
    }
}
