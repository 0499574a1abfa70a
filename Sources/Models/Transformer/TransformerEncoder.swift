import Layers
import Tensors

/// The left half of the paper's figure 1: N layers over the embedded source, which leave its shape
/// as it is.
struct TransformerEncoder: Sendable {
    /// What enters the lowest layer.
    let embedding: InputEmbedding
    private let layers: [EncoderLayer]
    /// After the stack when norms stand before the sublayers.
    private let finalNorm: LayerNorm?

    init(
        _ configuration: TransformerConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        embedding = InputEmbedding(configuration, tokens: tokens, builder)
        layers = (0..<configuration.encoderLayers).map {
            EncoderLayer(configuration, builder["layers"][$0])
        }
        finalNorm = LayerNorm(endOfStack: configuration, builder["layer_norm"])
    }

    /// - Parameter embedded: What ``embedding`` makes of the sentences, `[rows, d]`.
    /// - Returns: `[rows, d]`.
    func callAsFunction(
        _ embedded: Tensor, segments: AttentionSegments, record: AttentionRecord? = nil,
        _ context: Context
    ) -> Tensor {
        var x = embedded
        for layer in layers { x = layer(x, segments: segments, record: record, context) }
        return finalNorm?(x, context) ?? x
    }
}

/// Self-attention and feed-forward, each inside Add & Norm (section 3.1).
struct EncoderLayer: Sendable {
    /// The place of its parameters: behind it are only those of what comes after it.
    private let place: Int
    private let selfAttention: SelfAttentionSublayer?
    private let feedForward: FeedForwardSublayer?

    init(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        place = builder.store.count
        selfAttention = SelfAttentionSublayer(configuration, builder)
        feedForward = FeedForwardSublayer(
            configuration, of: .encoder, innerWidth: configuration.encoderInnerWidth, builder)
    }

    /// `[rows, d]` → `[rows, d]`, as is every line.
    func callAsFunction(
        _ x: Tensor, segments: AttentionSegments, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        context.markParameters(from: place)
        let attended = selfAttention?(x, segments: segments, record: record, context) ?? x
        return feedForward?(attended, record: record, context) ?? attended
    }
}

/// The self-attention of an encoder layer inside Add & Norm.
struct SelfAttentionSublayer: Sendable {
    private let attention: MultiHeadAttention
    private let norm: AddAndNorm

    /// Nil where it is taken out for study.
    init?(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        guard configuration.has(.encoderSelfAttention) else { return nil }
        attention = MultiHeadAttention(
            configuration, heads: configuration.encoderHeads, site: .encoder,
            builder["self_attn"])
        norm = AddAndNorm(configuration, builder["self_attn_layer_norm"])
    }

    /// `[rows, d]` → `[rows, d]`.
    func callAsFunction(
        _ x: Tensor, segments: AttentionSegments, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        norm(x, context) {
            record.noting(
                .attention(.encoder), on: x,
                attention.selfAttention($0, segments: segments, record: record, context))
        }
    }
}

/// The feed-forward network of a layer inside Add & Norm.
struct FeedForwardSublayer: Sendable {
    private let stack: AttentionRecord.Stack
    private let network: FeedForward
    private let norm: AddAndNorm

    /// Nil where it is taken out for study.
    init?(
        _ configuration: TransformerConfiguration, of stack: AttentionRecord.Stack,
        innerWidth: Int, _ builder: ParameterBuilder
    ) {
        guard configuration.has(.feedForward) else { return nil }
        self.stack = stack
        network = FeedForward(configuration, innerWidth: innerWidth, builder)
        norm = AddAndNorm(configuration, builder["final_layer_norm"])
    }

    /// `[rows, d]` → `[rows, d]`.
    func callAsFunction(
        _ x: Tensor, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        norm(x, context) {
            record.noting(.feedForward(stack), on: x, network($0, context))
        }
    }
}

extension AttentionRecord? {
    /// What a sublayer adds, after a record, if there is one, has written it down.
    func noting(
        _ kind: AttentionRecord.Sublayer.Kind, on residual: Tensor, _ added: Tensor
    ) -> Tensor {
        self?.note(kind, on: residual, adding: added) ?? added
    }
}

extension MultiHeadAttention {
    init(
        _ configuration: TransformerConfiguration, heads: Int, site: AttentionSite,
        _ builder: ParameterBuilder
    ) {
        self.init(
            width: configuration.width, heads: heads, site: site,
            dropout: configuration.attentionDropout, isScaled: configuration.has(.scaling),
            isProjected: configuration.has(.projections), isMasked: configuration.has(.mask),
            headsStartAlike: !configuration.has(.headStart), builder)
    }
}

extension FeedForward {
    init(
        _ configuration: TransformerConfiguration, innerWidth: Int, _ builder: ParameterBuilder
    ) {
        self.init(
            width: configuration.width, innerWidth: innerWidth,
            activation: configuration.activation,
            activationDropout: configuration.activationDropout, builder)
    }
}

extension AddAndNorm {
    init(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        self.init(
            width: configuration.width, placement: configuration.normPlacement,
            dropout: configuration.dropout, hasResidual: configuration.has(.residual),
            hasNorm: configuration.has(.norm), builder)
    }
}

extension LayerNorm {
    /// The norm that a stack ends in where norms stand before its sublayers; nil where they stand
    /// after them, the last one too, and where there is none.
    init?(endOfStack configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        guard configuration.normPlacement == .pre, configuration.has(.norm) else { return nil }
        self.init(width: configuration.width, builder)
    }
}

extension InputEmbedding {
    init(
        _ configuration: TransformerConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        let (count, width) = (configuration.maximumLength, configuration.width)
        let place = builder["embed_positions"]
        let positions: PositionalEncoding =
            switch configuration.positions {
            case _ where !configuration.has(.positions): .none(count: count, width: width)
            case .sinusoidal where configuration.storesPositions:
                .stored(count: count, width: width, place)
            case .sinusoidal: .sinusoidal(count: count, width: width)
            case .marian: .sinusoidal(count: count, width: width, wavelengths: .marian)
            case .learned: .learned(count: count, width: width, place)
            }
        self.init(
            tokens: tokens,
            isScaled: configuration.scalesEmbedding && configuration.has(.embeddingScaling),
            positions: positions, dropout: configuration.dropout)
    }
}
