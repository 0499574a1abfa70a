public import Text

/// Legend: S source tokens, T target tokens, d width, f inner width, V target vocabulary. Filler
/// rows do not count.
extension TransformerConfiguration {
    /// The output layer, the projections and feed-forward networks of both stacks, and attention.
    public func productOperations(of batch: Batch) -> Double {
        let d = Double(width)
        let output = 2 * d * Double(embeddings.targetVocabularySize) * Double(batch.labelCount)
        return Double(encoderLayers) * encoderLayer(batch, d)
            + Double(decoderLayers) * decoderLayer(batch, d) + output
    }

    /// Queries, keys, values and output: 4 d² a row; feed-forward: 2 d f a row; scores and mixture:
    /// 2 d a pair of positions.
    private func encoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let rows = Double(batch.source.tokenCount)
        let pairs = batch.source.lengths.reduce(0) { $0 + $1 * $1 }
        return 2
            * ((4 * d * d + 2 * d * Double(encoderInnerWidth)) * rows + 2 * d * Double(pairs))
    }

    /// The same with positions up to one's own, and a second attention whose keys and values are
    /// made of source rows.
    private func decoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let (source, target) = (batch.source.lengths, batch.target.lengths)
        let rows = Double(batch.target.tokenCount)
        let ownPairs = target.reduce(0) { $0 + $1 * ($1 + 1) / 2 }
        let sourcePairs = zip(source, target).reduce(0) { $0 + $1.0 * $1.1 }
        let linear = (6 * d * d + 2 * d * Double(decoderInnerWidth)) * rows
        let memory = 2 * d * d * Double(batch.source.tokenCount)
        return 2 * (linear + memory + 2 * d * Double(ownPairs + sourcePairs))
    }
}
