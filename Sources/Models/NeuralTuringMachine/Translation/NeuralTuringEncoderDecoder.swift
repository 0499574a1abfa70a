public import Layers
public import Tensors
public import Text

/// A Neural Turing Machine for language: one machine reads the source and writes into the memory,
/// and another goes on from where it stands, memory, heads and controller, and writes the
/// translation from what it reads there.
public struct NeuralTuringEncoderDecoder: SequenceToSequenceModel {
    /// The sizes and options.
    public let configuration: NeuralTuringTranslationConfiguration
    /// Tokens that are never produced: padding, unless the model's directory says otherwise.
    public var suppressedTokens: Set<Int32>
    /// The weights, by name.
    public let parameters: ParameterStore
    private let encoder: NeuralTuringEncoder
    private let decoder: NeuralTuringDecoder
    private let output: OutputProjection

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    public init(_ configuration: NeuralTuringTranslationConfiguration) {
        self.configuration = configuration
        suppressedTokens = [configuration.embeddings.specialTokens.padding]
        parameters = ParameterStore()
        let builder = ParameterBuilder(parameters)
        let tables = EmbeddingTables(
            configuration.embeddings, width: configuration.embeddingWidth, builder)
        encoder = NeuralTuringEncoder(
            configuration, tokens: tables.source, builder["model"]["encoder"])
        decoder = NeuralTuringDecoder(
            configuration, tokens: tables.target, builder["model"]["decoder"])
        output = OutputProjection(weight: tables.output, bias: nil)
    }

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

    /// Logits of every target row; `record` gets what the read heads look at.
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
        decoder(
            batch.target,
            source: encoder(batch.source, keepsWeightings: record != nil, context),
            sourceOffsets: batch.source.offsets, record: record, context)
    }
}

/// Decoding, one step at a time.
extension NeuralTuringEncoderDecoder {
    /// Where the decoder's machine stands, for every hypothesis.
    public struct State: DecoderState {
        var machine: NeuralTuringState
        var rows: HypothesisRows
        /// Where the encoder's heads were.
        let weightings: Tensor?

        /// The number of hypotheses.
        public var hypotheses: Int { rows.count }

        /// Keeps hypotheses `kept`.
        public mutating func select(rows kept: [Int32]) { rows.select(kept) }
    }

    /// Runs the encoder.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        let encoded = encoder(source, keepsWeightings: true, context)
        return State(
            machine: encoded.state, rows: HypothesisRows(sourceOffsets: source.offsets),
            weightings: encoded.weightings)
    }

    /// Runs the decoder for one position of every hypothesis.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        precondition(
            tokens.count == state.hypotheses,
            "\(tokens.count) tokens for \(state.hypotheses) hypotheses")
        let padded = tokens.paddedForProducts(with: specialTokens.padding, context)
        if let moves = state.rows.moves(filledTo: padded.count, from: state.machine.rows) {
            state.machine = state.machine.map { context.gatherRows($0, moves) }
        }
        let x = decoder.step(padded, &state.machine, context)
        if let record {
            let sourceRows = (0..<state.hypotheses).map(state.rows.sourceRows)
            record.append(
                AttentionRecord.Layer(
                    heads: configuration.readHeads, pairOffsets: state.rows.segments.pairOffsets,
                    weights: decoder.attention(
                        of: state.machine, to: sourceRows, state.weightings)))
        }
        return output.logits(x, context)
    }
}
