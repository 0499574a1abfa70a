/// Writes down the attention weights of the layers it is passed to, in the order in which they run.
public final class AttentionRecord {
    /// One layer's weights.
    public struct Layer: Sendable {
        /// The number of heads.
        public let heads: Int
        /// Sentence by sentence, head by head, `[queries, keys]` each.
        public let weights: [Float]
    }

    /// The layers so far.
    public private(set) var layers: [Layer] = []

    /// An empty record.
    public init() {}

    func write<Result>(
        heads: Int, pairs: Int, _ body: (UnsafeMutablePointer<Float>?) -> Result
    ) -> Result {
        var weights = [Float](repeating: 0, count: heads * pairs)
        let result = weights.withUnsafeMutableBufferPointer { body($0.baseAddress) }
        layers.append(Layer(heads: heads, weights: weights))
        return result
    }
}
