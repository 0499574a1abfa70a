/// How much what a model says depends on source tokens further and further away: norms of gradients,
/// relative to those at distance 0.
///
/// Hochreiter (1991) and Bengio et al. (1994) showed that the gradient through a recurrence falls
/// exponentially with the number of its steps; Vaswani et al. (2017, table 1) count the steps between
/// distant positions: n through a recurrence, 1 through self-attention.
public struct Influence: Sendable, Codable, Equatable {
    /// The dependence at a distance.
    public struct Point: Sendable, Codable, Equatable {
        /// k, in tokens.
        public let distance: Int
        /// The norm at this distance, divided by that at distance 0.
        public let relativeNorm: Double
    }

    /// Inside the encoder: ‖∂hᵢ / ∂xⱼ‖, the annotation of token i with respect to the embedding of
    /// token j, by k = |i − j|. Of the two directions that with the larger norm counts: an encoder
    /// that reads one way has nothing in the other.
    public let encoder: [Point]
    /// Through the decoder: ‖∂oₜ / ∂X‖, the output at target position t with respect to all source
    /// embeddings, by t: the steps from where the decoder begins.
    public let decoder: [Point]
}

extension [Influence.Point] {
    /// Points relative to the first.
    init(distances: [Int], norms: [Double]) {
        let unit = norms.first.flatMap { $0 > 0 ? $0 : nil } ?? 1
        self = zip(distances, norms).map {
            Influence.Point(distance: $0, relativeNorm: $1 / unit)
        }
    }
}
