import Layers
import Tensors

/// What a position of the decoder learns of those before it, inside Add & Norm: by masked
/// self-attention, or by a recurrent unit in its place.
struct AutoregressiveSublayer: Sendable {
    /// What is carried from step to step; whose it is, a ``DecoderHistory`` knows.
    struct State {
        /// The keys and values of self-attention.
        var cache = KeyValueCache()
        /// The state c of a recurrent unit, `[rows, d]`; nil before the first position.
        var cell: Tensor?
    }

    private enum Kind: Sendable {
        case selfAttention(MultiHeadAttention)
        case ssru(SimpleRecurrentUnit)
    }

    private let kind: Kind
    private let norm: AddAndNorm

    /// Nil where it is taken out for study.
    init?(_ configuration: TransformerConfiguration, _ builder: ParameterBuilder) {
        guard configuration.has(.decoderSelfAttention) else { return nil }
        switch configuration.decoder {
        case .selfAttention:
            kind = .selfAttention(
                MultiHeadAttention(
                    configuration, heads: configuration.decoderHeads, site: .decoder,
                    builder["self_attn"]))
            norm = AddAndNorm(configuration, builder["self_attn_layer_norm"])
        case .ssru:
            kind = .ssru(SimpleRecurrentUnit(width: configuration.width, builder["ssru"]))
            norm = AddAndNorm(configuration, builder["ssru_layer_norm"])
        }
    }

    /// All positions at once: `[target rows, d]` → `[target rows, d]`.
    func callAsFunction(
        _ x: Tensor, segments: AttentionSegments, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        norm(x, context) {
            switch kind {
            case .selfAttention(let attention):
                record.noting(
                    .attention(.decoder), on: x,
                    attention.selfAttention($0, segments: segments, record: record, context))
            case .ssru(let unit):
                record.noting(.recurrentUnit, on: x, unit($0, segments: segments, context))
            }
        }
    }

    /// One position of every hypothesis: `[rows, d]` → `[rows, d]`.
    func step(
        _ x: Tensor, _ state: inout State, _ history: DecoderHistory, record: AttentionRecord?,
        _ context: Context
    ) -> Tensor {
        norm(x, context) {
            switch kind {
            case .selfAttention(let attention):
                return record.noting(
                    .attention(.decoder), on: x,
                    attention.selfAttentionStep(
                        $0, cache: &state.cache, history.keysAndValues, context))
            case .ssru(let unit):
                let next = unit.step($0, from: state.cell, context)  // [rows, d]
                state.cell = next.state
                return record.noting(.recurrentUnit, on: x, next.output)
            }
        }
    }
}
