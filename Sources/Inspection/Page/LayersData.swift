import Layers

/// What layers would say and sublayers add, as the page's script reads it.
struct LayersData: Encodable, Sendable {
    struct Candidate: Encodable, Sendable {
        let piece: String
        let probability: Double
    }

    struct Prediction: Encodable, Sendable {
        let best: [Candidate]
        /// The ranks, from 1, of what the last layer says and of what the translation has.
        let finalRank: Int
        let targetRank: Int
    }

    struct Sublayer: Encodable, Sendable {
        let stack: AttentionRecord.Stack
        let layer: Int
        let kind: InspectedLayers.SublayerKind
        let residualNorm: Double
        let addedNorm: Double
        let cosine: Double
    }

    /// `[layers + 1][target tokens]`
    let predictions: [[Prediction]]
    let sublayers: [Sublayer]

    init(_ layers: InspectedLayers) {
        predictions = layers.predictions.map { layer in
            layer.map { prediction in
                Prediction(
                    best: prediction.best.map {
                        Candidate(piece: $0.piece, probability: $0.probability)
                    }, finalRank: prediction.finalRank, targetRank: prediction.targetRank)
            }
        }
        sublayers = layers.sublayers.map {
            Sublayer(
                stack: $0.stack, layer: $0.layer, kind: $0.kind, residualNorm: $0.residualNorm,
                addedNorm: $0.addedNorm, cosine: $0.cosine)
        }
    }
}
