public import Text

extension RecurrentConfiguration {
    /// The products of the cells, of attention, of the readout and of the output layer. Filler rows do
    /// not count.
    public func productOperations(of batch: Batch) -> Double {
        let (sources, targets) = (
            Double(batch.source.tokenCount), Double(batch.target.tokenCount)
        )
        let directions = reading == .both ? 2.0 : 1
        var encoder = 0.0
        var decoder = 0.0
        for layer in 0..<layers {
            let below = layer == 0 ? embeddingWidth : width
            encoder +=
                directions * cellOperations(layer == 0 ? embeddingWidth : annotationWidth)
            decoder += cellOperations(below + contextVectorWidth)
        }
        let readout = 2 * Double((width + contextVectorWidth + embeddingWidth) * embeddingWidth)
        let output =
            2 * Double(embeddingWidth) * Double(embeddings.targetVocabularySize)
        return sources * encoder + targets * (decoder + readout + output)
            + attentionOperations(batch)
    }

    /// Of a step of a row: gates · width · (in + width) multiplications.
    private func cellOperations(_ inputWidth: Int) -> Double {
        2 * Double(cell.gates * width * (inputWidth + width))
    }

    /// Queries and keys, and 2 of their widths a pair of positions.
    private func attentionOperations(_ batch: Batch) -> Double {
        guard let attention else { return 0 }
        let inner = attention == .additive ? attentionWidth : width
        let pairs = zip(batch.source.lengths, batch.target.lengths).reduce(0) { $0 + $1.0 * $1.1 }
        let keys = attention == .dot ? 0 : inner * annotationWidth * batch.source.tokenCount
        let queries = attention == .additive ? inner * width * batch.target.tokenCount : 0
        return 2 * Double(keys + queries + pairs * (inner + annotationWidth))
    }
}
