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
    /// What stands for everything that the vocabulary lacks.
    private let unknownToken: Int32?

    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`TranslationModel.prepare`), as they are when it was loaded or trained in
    ///     that precision.
    ///   - pool: The workers.
    ///   - limits: How much goes into a batch. Beams of more than 16 have fewer sentences in it.
    ///   - unknownToken: The id of `<unk>`, which is searched for only where the options allow it
    ///     (``SearchOptions/allowsUnknown``); nil where no token is treated so.
    public init(
        _ model: any TranslationModel, on pool: WorkerPool, limits: BatchLimits = .init(),
        unknownToken: Int32? = nil
    ) {
        self.model = model
        self.pool = pool
        self.limits = limits
        self.unknownToken = unknownToken
    }

    /// The translations of every sentence, best first: at least one, and up to `options.nBest`.
    ///
    /// - Parameters:
    ///   - sources: Token ids of source sentences, the end token's last.
    ///   - targetPrefixes: What the translation of each sentence begins with, as token ids without
    ///     end token; or none at all.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a sentence is
    ///   empty, longer than the model's maximum or has a token that the model does not have, a
    ///   prefix cannot begin its translation, or the model's numbers are not finite.
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
            try model.requireFittingSource(sentence.source, index)
            try model.requirePossible(
                sentence, options, name: "The target prefix at index \(index)")
        }
        return try translate(sentences, options)
    }

    /// The translations of sentences that have been checked.
    func translate(
        _ sentences: [SearchSentence], _ options: SearchOptions
    ) throws -> [[SearchResult]] {
        let results = try pool.mapBatches(
            sentences.map(\.source.count), limits(options), translation(of: sentences, options))
        return try finite(results, of: sentences)
    }

    /// The same without blocking the caller's thread. When the task is cancelled, no further batch
    /// is begun, and it throws `CancellationError`.
    func translate(
        _ sentences: [SearchSentence], _ options: SearchOptions
    ) async throws -> [[SearchResult]] {
        let results = try await pool.mapBatches(
            sentences.map(\.source.count), limits(options), translation(of: sentences, options))
        return try finite(results, of: sentences)
    }

    /// The limits for a search: the rows of a decoding step, one for every hypothesis, have to fit
    /// into memory however wide the beam is.
    private func limits(_ options: SearchOptions) -> BatchLimits {
        BatchLimits(
            tokens: limits.tokens,
            sentences: max(1, min(limits.sentences, Self.mostRows / max(1, options.beamSize))))
    }

    /// The most hypotheses of a batch, but for a single sentence with a wider beam.
    private static let mostRows = 1024

    /// The results of sentences, unless some have come of numbers that are none.
    private func finite(
        _ results: [[SearchResult]], of sentences: [SearchSentence]
    ) throws -> [[SearchResult]] {
        for (sentence, results) in zip(sentences, results)
        where results.contains(where: \.logProbability.isNaN) {
            throw CalqueError.notFinite("translates line \(sentence.place.line + 1)")
        }
        return results
    }

    /// What translates some of the sentences, by their places.
    private func translation(
        of sentences: [SearchSentence], _ options: SearchOptions
    ) -> @Sendable ([Int], Context) -> [[SearchResult]] {
        var options = options
        if let unknownToken, !options.allowsUnknown,
            Int(unknownToken) < model.targetVocabularySize
        {
            options.suppressedTokens.insert(unknownToken)
        }
        let search = options.search
        return { [model] places, context in
            let batch = SearchBatch(
                places.map { sentences[$0] }, padding: model.specialTokens.padding)
            return search.translations(of: batch, with: model, context)
        }
    }
}
