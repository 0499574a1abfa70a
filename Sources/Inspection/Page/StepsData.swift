import Layers
import Pages

/// What attentions are made of, as the page's script reads it, which takes the steps from there.
struct StepsData: Encodable, Sendable {
    struct Layer: Encodable, Sendable {
        let site: AttentionSite
        let layer: Int
        let isScaled: Bool
        let isCausal: Bool
        /// d_k = d_v.
        let width: Int
        /// Each `[heads][tokens][width]`, as `HalfFloats`.
        let queries: String
        let keys: String
        let values: String
    }

    let layers: [Layer]

    init(_ projections: InspectedProjections) {
        layers = projections.layers.map { layer in
            func text(_ part: (InspectedProjections.Head) -> [[Float]]) -> String {
                HalfFloats.base64(layer.heads.flatMap { part($0).joined() })
            }
            return Layer(
                site: layer.site, layer: layer.layer, isScaled: layer.isScaled,
                isCausal: layer.isCausal, width: layer.heads.first?.keys.first?.count ?? 0,
                queries: text(\.queries), keys: text(\.keys), values: text(\.values))
        }
    }
}
