import Basics
import Layers
public import Models
public import Tensors
public import Text

/// Which source pieces a model looked at for each target piece.
public struct AttentionMap: Sendable, Equatable {
    /// The source pieces, the end token's last: the columns.
    public let sourcePieces: [String]
    /// The target pieces, the end token's last: the rows.
    public let targetPieces: [String]
    /// For every target piece, the attention to each source piece when it was predicted; a row's
    /// sum is 1. `[target pieces][source pieces]`
    public let weights: [[Float]]
}

/// Reads the encoder-decoder attention (section 3.2.3 of the paper) of a model out of a pair.
public struct AttentionReader: Sendable {
    private let model: any TranslationModel
    private let tokenizer: TranslationTokenizer
    private let pool: WorkerPool

    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`TranslationModel.prepare`).
    ///   - tokenizer: Names the pieces.
    ///   - pool: The workers, of which one is used.
    public init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer,
        on pool: WorkerPool
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.pool = pool
    }

    /// The attention of one decoder layer, as the mean of its heads, while the target is predicted
    /// (teacher forcing).
    ///
    /// - Parameters:
    ///   - pair: A source sentence and its translation.
    ///   - layer: The layer, from 0; nil for the last one.
    /// - Throws: `CalqueError` when a side is empty or too long, or the model has no such layer.
    public func attention(of pair: EncodedPair, layer: Int? = nil) throws -> AttentionMap {
        try model.requireFitting(pair.source, "The source sentence", 0)
        try model.requireFitting(pair.target, "The target sentence", 0)
        let layers = try pool.map([pair]) { [model] pair, context in
            let record = AttentionRecord()
            let batch = Batch([pair], model.specialTokens)
            _ = model.logits(of: batch, record: record, context)
            return record.layers
        }.flatMap { $0 }
        let index = layer ?? layers.count - 1
        guard layers.indices.contains(index) else {
            throw CalqueError(
                layers.isEmpty
                    ? "The model has no attention between target and source: nothing to show."
                    : "The model has no decoder layer \(index): ask for one of 0 to "
                        + "\(layers.count - 1).")
        }
        let weights = layers[index].meanOverHeads(of: 0)
        return AttentionMap(
            sourcePieces: tokenizer.source.pieces(ofIDs: pair.source),
            targetPieces: tokenizer.target.pieces(ofIDs: pair.target),
            weights: stride(from: 0, to: weights.count, by: pair.source.count).map {
                Array(weights[$0..<$0 + pair.source.count])
            })
    }
}
