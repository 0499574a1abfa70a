/// Writes down the attention weights of the layers it is passed to, in the order in which they run.
public final class AttentionRecord {
    /// One layer's weights.
    public struct Layer: Sendable {
        /// The number of heads.
        public let heads: Int
        /// Where each sentence's query-key pairs begin when all pairs stand one after the other,
        /// then where the last one's end. `[sentences + 1]`
        public let pairOffsets: [Int]
        /// Sentence by sentence, head by head, `[queries, keys]` each.
        public let weights: [Float]

        /// A layer of its parts.
        public init(heads: Int, pairOffsets: [Int], weights: [Float]) {
            precondition(
                weights.count == heads * (pairOffsets.last ?? 0),
                "\(weights.count) weights of \(heads) heads and \(pairOffsets.last ?? 0) pairs")
            self.heads = heads
            self.pairOffsets = pairOffsets
            self.weights = weights
        }
    }

    /// The layers so far.
    public private(set) var layers: [Layer] = []

    /// An empty record.
    public init() {}

    /// Adds a layer.
    public func append(_ layer: Layer) { layers.append(layer) }

    func write<Result>(
        heads: Int, pairOffsets: [Int], _ body: (UnsafeMutablePointer<Float>?) -> Result
    ) -> Result {
        var weights = [Float](repeating: 0, count: heads * (pairOffsets.last ?? 0))
        let result = weights.withUnsafeMutableBufferPointer { body($0.baseAddress) }
        append(Layer(heads: heads, pairOffsets: pairOffsets, weights: weights))
        return result
    }
}

extension AttentionRecord.Layer {
    /// A layer that has the heads of all given ones, which are of the same sentences.
    public init(joiningHeadsOf layers: [Self]) {
        let offsets = layers.first?.pairOffsets ?? [0]
        precondition(
            layers.allSatisfy { $0.pairOffsets == offsets }, "joining heads of other sentences")
        self.init(
            heads: layers.reduce(0) { $0 + $1.heads }, pairOffsets: offsets,
            weights: offsets.indices.dropLast().flatMap { sentence in
                layers.flatMap { $0.weights[$0.range(of: sentence)] }
            })
    }

    /// The mean of the heads' weights in a sentence, `[queries, keys]`.
    public func meanOverHeads(of sentence: Int) -> [Float] {
        let range = range(of: sentence)
        let pairs = range.count / max(heads, 1)
        return (0..<pairs).map { pair in
            let sum = (0..<heads).reduce(Float(0)) {
                $0 + weights[range.lowerBound + $1 * pairs + pair]
            }
            return sum / Float(heads)
        }
    }

    /// A head's weights in a sentence, `[queries, keys]`.
    public func weights(ofHead head: Int, in sentence: Int) -> [Float] {
        precondition(head >= 0 && head < heads, "head \(head) of \(heads)")
        let range = range(of: sentence)
        let pairs = range.count / heads
        let start = range.lowerBound + head * pairs
        return Array(weights[start..<start + pairs])
    }

    private func range(of sentence: Int) -> Range<Int> {
        heads * pairOffsets[sentence]..<heads * pairOffsets[sentence + 1]
    }
}
