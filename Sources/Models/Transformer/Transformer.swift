import Basics
public import Layers
public import Tensors
public import Text

/// The Transformer of "Attention Is All You Need" (Vaswani et al. 2017), figure 1 whole.
public struct Transformer: SequenceToSequenceModel {
    /// The weights, with their names, and what else every model has.
    public var frame: ModelFrame<TransformerConfiguration>
    private let encoder: TransformerEncoder
    private let decoder: TransformerDecoder

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    public init(_ configuration: TransformerConfiguration) {
        let parameters = ParameterStore()
        let builder = ParameterBuilder(parameters)
        let model = builder["model"]
        let embeddings = EmbeddingTables(
            configuration.embeddings, width: configuration.width, builder)
        encoder = TransformerEncoder(configuration, tokens: embeddings.source, model["encoder"])
        decoder = TransformerDecoder(configuration, tokens: embeddings.target, model["decoder"])
        let bias = builder.parameter(
            "final_logits_bias", 1, configuration.embeddings.targetVocabularySize,
            initializer: .constant(0),
            isTrainable: false)
        frame = ModelFrame(
            configuration, parameters,
            output: OutputProjection(weight: embeddings.output, bias: bias))
    }

    /// Whether the decoder attends to the source, which it does unless that is taken out for study.
    public var hasAttention: Bool { configuration.has(.encoderDecoderAttention) }

    /// Those of the decoder's layers; none where they are taken out for study.
    public var encoderDecoderAttentions: [MultiHeadAttention] { decoder.crossAttentions }

    /// The source's embeddings with their positions.
    public func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        encoder.embedding(
            source.ids, positionIDs: source.positions, context)  // [source.rows, d]
    }

    /// The encoder's output, and the decoder's before the output layer.
    public func activations(
        of batch: Batch, embeddedSource: Tensor, record: AttentionRecord?, _ context: Context
    ) -> ModelActivations {
        let memory = encoder(
            embeddedSource, segments: .within(batch.source), record: record,
            context)  // [source.rows, d]
        let segments = DecoderSegments(
            target: .within(batch.target),
            memory: AttentionSegments(
                queryOffsets: batch.target.offsets, keyOffsets: batch.source.offsets))
        let output = decoder(
            batch.target.ids, positionIDs: batch.target.positions, memory: memory,
            segments: segments, record: record, context)  // [target.rows, d]
        return ModelActivations(annotations: memory, output: output)
    }

    /// What a stack adds to the embeddings of its tokens.
    public func positions(of stack: AttentionRecord.Stack) -> PositionalEncoding? {
        guard configuration.has(.positions) else { return nil }
        return switch stack {
        case .encoder: encoder.embedding.positions
        case .decoder: decoder.embedding.positions
        }
    }

    /// The encoder's output for packed sentences: `[rows, d]`.
    public func encoderOutput(of source: PackedSentences, _ context: Context) -> Tensor {
        encoder(embed(source, context), segments: .within(source), context)  // [source.rows, d]
    }

    /// The logits of what the decoder has before a layer or after one
    /// (`AttentionRecord.decoderStates`), as if that were the last: through the norm at the end of
    /// the stack, if there is one, and the output layer.
    ///
    /// - Returns: From `[rows, d]`, float32 `[rows, target vocabulary]`.
    package func logits(ofDecoderState x: Tensor, _ context: Context) -> Tensor {
        output.logits(decoder.output(of: x, context), context)
    }
}

extension AttentionSegments {
    /// Every sentence against itself.
    fileprivate static func within(_ sentences: PackedSentences) -> AttentionSegments {
        AttentionSegments(queryOffsets: sentences.offsets, keyOffsets: sentences.offsets)
    }
}

/// Decoding, one step at a time.
extension Transformer {
    /// What the decoder's layers carry of the positions so far, and the encoder's keys and values.
    public struct State: DecoderState {
        var layers: [DecoderLayer.State]
        var history: DecoderHistory
        var sources: HypothesisSources
        /// The output layer of the tokens that are wanted; nil for all.
        let selection: OutputSelection?

        /// The number of hypotheses.
        public var hypotheses: Int { sources.count }
        /// The tokens that are wanted.
        public var outputs: [Int32]? { selection?.classes }

        /// Keeps hypotheses `kept`. What the layers carry stays where it is.
        public mutating func select(rows kept: [Int32]) {
            history.select(kept)
            sources.select(kept)
        }

        /// Moves the states of recurrent units to their hypotheses, and fills up with zeros to `count`
        /// rows.
        mutating func moveCells(filledTo count: Int, _ context: Context) {
            let present = layers.first?.own.cell?.rows ?? 0
            guard let moves = history.settle(filledTo: count, from: present) else { return }
            for index in layers.indices {
                layers[index].own.cell = layers[index].own.cell.map {
                    context.gatherRows($0, moves)  // [count, d]
                }
            }
        }
    }

    /// Runs the encoder, and makes keys and values of its output for every decoder layer, once.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        encode(source, outputs: nil, context)
    }

    /// The same, and lays out the output layer of the tokens that are wanted, once.
    public func encode(
        _ source: PackedSentences, outputs: [Int32]?, _ context: Context
    ) -> State {
        let memory = encoderOutput(of: source, context)  // [source.rows, d]
        return State(
            layers: decoder.initialLayerStates(memory: memory, context),
            history: DecoderHistory(configuration.decoder, hypotheses: source.count),
            sources: HypothesisSources(of: source),
            selection: outputs.map { output.selection(of: $0, context) })
    }

    /// Runs the decoder for one position of every hypothesis.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let rows = rows(of: tokens, for: state.hypotheses, context)
        state.moveCells(filledTo: rows.count, context)
        let x = decoder.step(
            rows, &state.layers, &state.history,
            memorySegments: state.sources.segments, record: record, context)  // [rows, d]
        return output.logits(x, of: state.selection, context)  // [rows, target vocabulary]
    }
}

/// The names that tables of positions have in files.
private enum PositionsName {
    static let source = "model.encoder.embed_positions.weight"
    static let target = "model.decoder.embed_positions.weight"
}

extension Transformer {
    /// The names that tied tables go by.
    public var loadingRules: ParameterStore.LoadingRules {
        var rules = ParameterStore.LoadingRules()
        rules.aliases = configuration.embeddings.tableAliases
        rules.optional = ["final_logits_bias"]
        return rules
    }
}

extension TransformerConfiguration {
    /// Takes over what the weights say, and `config.json` leaves open or says wrongly: which tables
    /// are one, and whether the positions' vectors are stored, or to be computed.
    mutating func adapt(to weights: SafetensorsCollection) throws {
        try embeddings.adapt(to: weights)
        let names = [PositionsName.source, PositionsName.target]
        storesPositions =
            positions == .sinusoidal && has(.positions)
            && names.contains { weights.entries[$0] != nil }
    }
}
