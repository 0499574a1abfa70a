import Basics
public import Models
public import Tensors
import Text

/// Translates sentences of token ids on all workers of a pool.
///
/// Sentences of like length share a batch, and whichever worker is free takes the next batch, the
/// longest sentences first. May be used by several threads at once, which then wait for each other.
public struct TokenTranslator: Sendable {
    let model: any TranslationModel
    let pool: WorkerPool
    let limits: BatchLimits

    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`TranslationModel.prepare`), as they are when it was loaded or trained in
    ///     that precision.
    ///   - pool: The workers.
    ///   - limits: How much goes into a batch.
    public init(
        _ model: any TranslationModel, on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.model = model
        self.pool = pool
        self.limits = limits
    }

    /// The translations of every sentence, best first: at least one, and up to `options.nBest`.
    ///
    /// - Parameters:
    ///   - sources: Token ids of source sentences, the end token's last.
    ///   - targetPrefixes: What the translation of each sentence begins with, as token ids without
    ///     end token; or none at all.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a sentence is
    ///   empty or longer than the model's maximum, or a prefix cannot begin its translation.
    public func translate(
        _ sources: [[Int32]], targetPrefixes: [[Int32]] = [], _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        precondition(
            targetPrefixes.isEmpty || targetPrefixes.count == sources.count,
            "\(targetPrefixes.count) target prefixes for \(sources.count) sentences")
        try options.validate(for: model)
        let sentences = sources.enumerated().map { index, source in
            SearchSentence(
                source: source, targetPrefix: targetPrefixes.isEmpty ? [] : targetPrefixes[index],
                place: .init(line: index))
        }
        for (index, sentence) in sentences.enumerated() {
            try model.requireFitting(sentence.source, "The source sentence", index)
            try model.requirePossible(
                sentence, options, name: "The target prefix at index \(index)")
        }
        return try translate(sentences, options)
    }

    /// The translations of sentences that have been checked.
    func translate(
        _ sentences: [SearchSentence], _ options: SearchOptions
    ) throws -> [[SearchResult]] {
        try pool.mapBatches(
            sentences.map(\.source.count), limits, translation(of: sentences, options))
    }

    /// The same without blocking the caller's thread. When the task is cancelled, no further batch
    /// is begun, and it throws `CancellationError`.
    func translate(
        _ sentences: [SearchSentence], _ options: SearchOptions
    ) async throws -> [[SearchResult]] {
        try await pool.mapBatches(
            sentences.map(\.source.count), limits, translation(of: sentences, options))
    }

    /// What translates some of the sentences, by their places.
    private func translation(
        of sentences: [SearchSentence], _ options: SearchOptions
    ) -> @Sendable ([Int], Context) -> [[SearchResult]] {
        let search = options.search
        return { [model] places, context in
            let batch = SearchBatch(
                places.map { sentences[$0] }, padding: model.specialTokens.padding)
            return search.translations(of: batch, with: model, context)
        }
    }
}

extension TranslationModel {
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

    /// Throws unless a sentence's translation can begin with its target prefix.
    ///
    /// - Parameter name: What errors call the prefix.
    func requirePossible(
        _ sentence: SearchSentence, _ options: SearchOptions, name: String
    ) throws {
        let longest = options.maximumLength(
            sourceCount: sentence.source.count, modelMaximum: maximumLength)
        guard sentence.targetPrefix.count <= longest else {
            throw CalqueError(
                "\(name) has \(sentence.targetPrefix.count) tokens, and the longest translation of "
                    + "its sentence \(longest). Shorten it, or allow longer translations if the "
                    + "model does.")
        }
        let tokens = 0..<Int32(targetVocabularySize)
        for token in sentence.targetPrefix
        where !tokens.contains(token) || token == specialTokens.end {
            throw CalqueError(
                "\(name) has the token \(token): it may have the model's target tokens, 0 to "
                    + "\(targetVocabularySize - 1), but not the end token, \(specialTokens.end).")
        }
    }
}
