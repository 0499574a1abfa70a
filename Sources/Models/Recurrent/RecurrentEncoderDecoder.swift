public import Layers
public import Tensors
public import Text

/// The recurrent encoder-decoder: Sutskever et al. 2014 without attention, Bahdanau et al. 2015 with
/// it.
public struct RecurrentEncoderDecoder: SequenceToSequenceModel {
    /// The sizes and options.
    public let configuration: RecurrentConfiguration
    /// Tokens that are never produced: padding, unless the model's directory says otherwise.
    public var suppressedTokens: Set<Int32>
    /// The weights, by name.
    public let parameters: ParameterStore
    private let encoder: RecurrentEncoder
    private let decoder: RecurrentDecoder
    private let output: OutputProjection

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    public init(_ configuration: RecurrentConfiguration) {
        self.configuration = configuration
        suppressedTokens = [configuration.embeddings.specialTokens.padding]
        parameters = ParameterStore()
        let builder = ParameterBuilder(parameters)
        let tables = EmbeddingTables(
            configuration.embeddings, width: configuration.embeddingWidth, builder)
        encoder = RecurrentEncoder(
            configuration, tokens: tables.source, builder["model"]["encoder"])
        decoder = RecurrentDecoder(
            configuration, tokens: tables.target, builder["model"]["decoder"])
        output = OutputProjection(weight: tables.output, bias: nil)
    }

    /// Whether the decoder attends to the source.
    public var hasAttention: Bool { configuration.attention != nil }

    /// The names that tied tables go by.
    public var loadingRules: ParameterStore.LoadingRules {
        var rules = ParameterStore.LoadingRules()
        rules.aliases = configuration.embeddings.tableAliases
        return rules
    }

    /// The loss by teacher forcing: every position sees only the right tokens before it.
    public func loss(of batch: Batch, smoothing: Float, _ context: Context) -> LossSums {
        output.loss(
            decoderOutput(of: batch, record: nil, context), labels: batch.labels,
            smoothing: smoothing, context)
    }

    /// log p of every target token.
    public func logProbabilities(of batch: Batch, _ context: Context) -> [Float] {
        let values = output.logProbabilities(
            decoderOutput(of: batch, record: nil, context), labels: batch.labels, context)
        return Array(values.prefix(batch.target.tokenCount))
    }

    /// Logits of every target row; `record` gets the attention.
    public func logits(of batch: Batch, record: AttentionRecord?, _ context: Context) -> Tensor {
        output.logits(decoderOutput(of: batch, record: record, context), context)
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
        ).output
    }

    /// The source's embeddings.
    public func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        encoder.embed(source, context)
    }

    /// The encoder's annotations, and what the decoder's readout makes of its states.
    public func activations(
        of batch: Batch, embeddedSource: Tensor, _ context: Context
    ) -> ModelActivations {
        activations(of: batch, embeddedSource: embeddedSource, record: nil, context)
    }

    private func activations(
        of batch: Batch, embeddedSource: Tensor, record: AttentionRecord?, _ context: Context
    ) -> ModelActivations {
        let source = encoder(batch.source, embedded: embeddedSource, context)
        let output = decoder(
            batch.target, source: source, sourceOffsets: batch.source.offsets, record: record,
            context)
        return ModelActivations(annotations: source.annotations, output: output)
    }
}

/// Decoding, one step at a time.
extension RecurrentEncoderDecoder {
    /// The states of the decoder's layers.
    public struct State: DecoderState {
        var decoder: RecurrentDecoder.State
        let sourceOffsets: [Int]
        /// The sentence that every hypothesis translates.
        var sentences: [Int]
        /// The rows of the states that belong to the hypotheses. States are moved at the next step,
        /// where there is a context to do it.
        var rows: [Int32]

        /// The number of hypotheses.
        public var hypotheses: Int { sentences.count }

        /// Keeps hypotheses `rows`.
        public mutating func select(rows kept: [Int32]) {
            rows = kept.map { rows[Int($0)] }
            sentences = kept.map { sentences[Int($0)] }
        }

        /// Moves the states to their hypotheses, and fills up with zeros to `count` rows.
        mutating func moveStates(filledTo count: Int, _ context: Context) {
            let indices = rows + repeatElement(-1, count: count - rows.count)
            let identity = indices.elementsEqual(0..<Int32(count))
            decoder.layers = decoder.layers.map { state in
                identity && state.hidden.rows == count
                    ? state : state.map { context.gatherRows($0, indices) }
            }
            rows = Array(0..<Int32(hypotheses))
        }

        var segments: AttentionSegments {
            AttentionSegments(
                sentences.enumerated().map { row, sentence in
                    .init(
                        queries: row..<row + 1,
                        keys: sourceOffsets[sentence]..<sourceOffsets[sentence + 1])
                })
        }
    }

    /// Runs the encoder.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        let count = source.offsets.count - 1
        return State(
            decoder: decoder.initialState(
                encoder(source, embedded: embed(source, context), context), context),
            sourceOffsets: source.offsets, sentences: Array(0..<count),
            rows: Array(0..<Int32(count)))
    }

    /// Runs the decoder for one position of every hypothesis.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        precondition(
            tokens.count == state.hypotheses,
            "\(tokens.count) tokens for \(state.hypotheses) hypotheses")
        let rows = tokens.paddedForProducts(with: specialTokens.padding, context)
        state.moveStates(filledTo: rows.count, context)
        let x = decoder.step(
            rows, &state.decoder, segments: state.segments, record: record, context)
        return output.logits(x, context)
    }
}
