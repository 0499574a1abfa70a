import Basics
public import Models
public import Tensors
import Text

/// Translates sentences of token ids on all workers of a pool.
///
/// Sentences of like length share a batch, and whichever worker is free takes the next batch, the
/// longest sentences first. May be used by several threads at once, which then wait for each other.
public struct TokenTranslator: Sendable {
    let model: any SequenceToSequenceModel
    let pool: WorkerPool
    private let limits: BatchLimits

    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`ParameterStore.updateComputeCopy`), as they are when it was loaded or trained in
    ///     that precision.
    ///   - pool: The workers.
    ///   - limits: How much goes into a batch.
    public init(
        _ model: any SequenceToSequenceModel, on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.model = model
        self.pool = pool
        self.limits = limits
    }

    /// The translations of every sentence, best first: at least one, and up to `options.nBest`.
    ///
    /// - Parameter sources: Token ids of source sentences, the end token's last.
    /// - Throws: `CalqueError` when an option is out of range, or a sentence is empty or longer
    ///   than the model's maximum.
    public func translate(
        _ sources: [[Int32]], _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        try options.validate(vocabularySize: model.targetVocabularySize)
        for (index, source) in sources.enumerated() {
            try model.requireFitting(source, "The source sentence", index)
        }
        let search = options.search
        return try pool.mapBatches(sources.map(\.count), limits) { [model] batch, context in
            let source = PackedSentences(
                batch.lazy.map { sources[$0] }, fillerID: model.specialTokens.padding)
            return search.translations(of: source, with: model, context)
        }
    }
}

extension SequenceToSequenceModel {
    /// Throws unless a sentence has tokens, and no more of them than the model takes.
    func requireFitting(_ tokens: [Int32], _ name: String, _ index: Int) throws {
        guard !tokens.isEmpty else {
            throw CalqueError(
                "\(name) at index \(index) has no tokens, not even the end token. Encode it with "
                    + "the model's tokenizer.")
        }
        guard tokens.count <= maximumLength else {
            throw CalqueError(
                "\(name) at index \(index) has \(tokens.count) tokens, the end token included, and "
                    + "the model takes up to \(maximumLength). Shorten it or leave it out.")
        }
    }
}
