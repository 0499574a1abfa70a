import Layers
import Pages

/// Attention as the page's script reads it: weights as `HalfFloats`, as short as they can be.
struct AttentionData: Encodable, Sendable {
    struct Layer: Encodable, Sendable {
        let site: AttentionSite
        let layer: Int
        /// For every head `[queries][keys]`.
        let heads: [String]
    }

    let source: InspectedText
    let target: InspectedText
    let layers: [Layer]

    init(_ attention: InspectedAttention) {
        source = attention.source
        target = attention.target
        layers = attention.layers.map { layer in
            Layer(
                site: layer.site, layer: layer.layer,
                heads: layer.heads.map { HalfFloats.base64($0.joined()) })
        }
    }
}
