import CalqueKit

/// The floating-point operations of the matrix products of a Transformer, a multiplication and an
/// addition counting as two.
///
/// Legend: S source tokens, T target tokens, d width, f inner width, V target vocabulary. Filler
/// rows do not count.
struct TransformerArithmetic {
    let configuration: TransformerConfiguration

    /// The products of forward and backward pass: a gradient needs the same product twice, once for
    /// each factor.
    func trainingOperations(_ batch: Batch) -> Double { 3 * forwardOperations(batch) }

    /// The products of the forward pass.
    func forwardOperations(_ batch: Batch) -> Double {
        let d = Double(configuration.width)
        let output = 2 * d * Double(configuration.targetVocabularySize) * Double(batch.labelCount)
        return Double(configuration.encoderLayers) * encoderLayer(batch, d)
            + Double(configuration.decoderLayers) * decoderLayer(batch, d) + output
    }

    /// Queries, keys, values and output: 4 d² a row; feed-forward: 2 d f a row; scores and mixture:
    /// 2 d a pair of positions.
    private func encoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let rows = Double(batch.source.tokenCount)
        let pairs = lengths(batch.source).reduce(0) { $0 + $1 * $1 }
        return 2
            * ((4 * d * d + 2 * d * Double(configuration.encoderInnerWidth)) * rows + 2 * d * pairs)
    }

    /// The same with positions up to one's own, and a second attention whose keys and values are
    /// made of source rows.
    private func decoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let (source, target) = (lengths(batch.source), lengths(batch.target))
        let rows = Double(batch.target.tokenCount)
        let ownPairs = target.reduce(0) { $0 + $1 * ($1 + 1) / 2 }
        let sourcePairs = zip(source, target).reduce(0) { $0 + $1.0 * $1.1 }
        let linear = (6 * d * d + 2 * d * Double(configuration.decoderInnerWidth)) * rows
        let memory = 2 * d * d * Double(batch.source.tokenCount)
        return 2 * (linear + memory + 2 * d * (ownPairs + sourcePairs))
    }

    private func lengths(_ sentences: PackedSentences) -> [Double] {
        (0..<sentences.count).map { Double(sentences.range(of: $0).count) }
    }
}
