import Layers
import Tensors

/// The right half of the paper's figure 1, up to the last Add & Norm.
struct TransformerDecoder: Sendable {
    /// What enters the lowest layer.
    let embedding: InputEmbedding
    private let layers: [DecoderLayer]
    /// After the stack when norms stand before the sublayers.
    private let finalNorm: LayerNorm?

    init(
        _ configuration: TransformerConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        embedding = InputEmbedding(configuration, tokens: tokens, builder)
        layers = (0..<configuration.decoderLayers).map {
            DecoderLayer(configuration, builder["layers"][$0])
        }
        finalNorm = LayerNorm(endOfStack: configuration, builder["layer_norm"])
    }

    /// All positions at once (teacher forcing).
    ///
    /// - Parameters:
    ///   - ids: The target shifted right, all sentences back to back.
    ///   - memory: The encoder's output `[source rows, d]`.
    /// - Returns: `[ids.count, d]`.
    func callAsFunction(
        _ ids: [Int32], positionIDs: [Int32], memory: Tensor, segments: DecoderSegments,
        record: AttentionRecord? = nil, _ context: Context
    ) -> Tensor {
        var x = embedding(ids, positionIDs: positionIDs, context)  // [ids.count, d]
        record?.append(decoderState: x)
        for layer in layers {
            x = layer(x, memory: memory, segments: segments, record: record, context)
            record?.append(decoderState: x)
        }
        return output(of: x, context)
    }

    /// The attentions to the source, from the lowest layer to the highest.
    var crossAttentions: [MultiHeadAttention] { layers.compactMap(\.crossAttention?.attention) }

    /// What the output layer reads, from what the last layer leaves: `[rows, d]` → `[rows, d]`.
    func output(of x: Tensor, _ context: Context) -> Tensor {
        finalNorm?(x, context) ?? x
    }

    /// What the layers carry before the first position.
    func initialLayerStates(memory: Tensor, _ context: Context) -> [DecoderLayer.State] {
        layers.map { $0.initialState(memory: memory, context) }
    }

    /// One position of every hypothesis: `[ids.count]` → `[ids.count, d]`.
    func step(
        _ ids: [Int32], _ states: inout [DecoderLayer.State], _ history: inout DecoderHistory,
        memorySegments: AttentionSegments, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let positionIDs = [Int32](repeating: Int32(history.length), count: ids.count)
        var x = embedding(ids, positionIDs: positionIDs, context)  // [ids.count, d]
        history.append()
        for index in layers.indices {
            x = layers[index].step(
                x, &states[index], history, memorySegments: memorySegments, record: record, context)
        }
        return output(of: x, context)
    }
}

/// The sentences of a batch as the decoder's first sublayer and its attention to the source see them.
struct DecoderSegments: Sendable {
    /// Target rows against target rows.
    let target: AttentionSegments
    /// Target rows against source rows.
    let memory: AttentionSegments
}

/// Masked self-attention, or what stands in its place, encoder-decoder attention and feed-forward, each
/// inside Add & Norm (section 3.1).
struct DecoderLayer: Sendable {
    /// What the layer carries from step to step.
    struct State {
        var own: AutoregressiveSublayer.State
        /// Keys and values of the encoder's output, made once, `[source rows, 2 d]`; nil where nothing
        /// attends to it.
        let memory: Tensor?
    }

    /// The place of its parameters: behind it are only those of what comes after it.
    private let place: Int
    private let autoregression: AutoregressiveSublayer?
    let crossAttention: CrossAttentionSublayer?
    private let feedForward: FeedForwardSublayer?

    init(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        place = builder.store.count
        autoregression = AutoregressiveSublayer(configuration, builder)
        crossAttention = CrossAttentionSublayer(configuration, builder)
        feedForward = FeedForwardSublayer(
            configuration, of: .decoder, innerWidth: configuration.decoderInnerWidth, builder)
    }

    /// All positions at once: `[target rows, d]` → `[target rows, d]`.
    ///
    /// - Parameter memory: The encoder's output, `[source rows, d]`.
    func callAsFunction(
        _ x: Tensor, memory: Tensor, segments: DecoderSegments, record: AttentionRecord?,
        _ context: Context
    ) -> Tensor {
        context.markParameters(from: place)
        let keysAndValues = crossAttention?.keysAndValues(memory, context)  // [source rows, 2 d]
        let own =
            autoregression?(x, segments: segments.target, record: record, context)
            ?? x  // [target rows, d]
        return informed(
            own, by: keysAndValues, segments: segments.memory, record: record,
            context)  // [target rows, d]
    }

    func initialState(memory: Tensor, _ context: Context) -> State {
        State(
            own: AutoregressiveSublayer.State(),
            memory: crossAttention?.keysAndValues(memory, context))  // [source rows, 2 d]
    }

    /// One position of every hypothesis: `[rows, d]` → `[rows, d]`.
    func step(
        _ x: Tensor, _ state: inout State, _ history: DecoderHistory,
        memorySegments: AttentionSegments, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let own =
            autoregression?.step(x, &state.own, history, record: record, context)
            ?? x  // [rows, d]
        return informed(
            own, by: state.memory, segments: memorySegments, record: record,
            context)  // [rows, d]
    }

    /// The second and the third sublayer: `[rows, d]` → `[rows, d]`.
    private func informed(
        _ x: Tensor, by memoryKeysAndValues: Tensor?, segments: AttentionSegments,
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        var informed = x
        if let crossAttention, let memoryKeysAndValues {
            informed = crossAttention(
                x, to: memoryKeysAndValues, segments: segments, record: record,
                context)  // [rows, d]
        }
        return feedForward?(informed, record: record, context) ?? informed
    }
}

/// The encoder-decoder attention of a layer inside Add & Norm.
struct CrossAttentionSublayer: Sendable {
    let attention: MultiHeadAttention
    private let norm: AddAndNorm

    /// Nil where it is taken out for study.
    init?(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        guard configuration.has(.encoderDecoderAttention) else { return nil }
        attention = MultiHeadAttention(
            configuration, heads: configuration.decoderHeads, site: .encoderDecoder,
            builder["encoder_attn"])
        norm = AddAndNorm(configuration, builder["encoder_attn_layer_norm"])
    }

    /// `[source rows, d]` → `[source rows, 2 d]`.
    func keysAndValues(_ memory: Tensor, _ context: Context) -> Tensor {
        attention.keysAndValues(memory, context)
    }

    /// `[rows, d]` → `[rows, d]`.
    func callAsFunction(
        _ x: Tensor, to keysAndValues: Tensor, segments: AttentionSegments,
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        norm(x, context) {
            record.noting(
                .attention(.encoderDecoder), on: x,
                attention.attend(
                    $0, to: keysAndValues, segments: segments, record: record, context))
        }
    }
}
