import Basics
public import Models
public import Tensors
import Text

/// Translates sentences of token ids on all workers of a pool.
///
/// Sentences of like length share a batch, and whichever worker is free takes the next batch, the
/// longest sentences first. Any number of threads and tasks may use it at once: their batches take
/// turns, and requests with equal options share batches. Copies of a translator are one in this.
public struct TokenTranslator: Sendable {
    let model: any TranslationModel
    let pool: WorkerPool
    let limits: BatchLimits
    /// What stands for everything that the vocabulary lacks.
    private let unknownToken: Int32?
    private let queue: TranslationQueue

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
        queue = TranslationQueue(model, on: pool)
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
        let answer = Answer<[[SearchResult]]>()
        queue.submit(request(sentences, options) { answer.give($0) })
        return try finite(answer.wait(), of: sentences)
    }

    /// The same without blocking the caller's thread. A task that is cancelled gets a
    /// `CancellationError` at once, and no further batch of it is begun.
    func translate(
        _ sentences: [SearchSentence], _ options: SearchOptions
    ) async throws -> [[SearchResult]] {
        let answer = AsynchronousAnswer<[[SearchResult]]>()
        let request = request(sentences, options) { answer.give($0) }
        let results = try await withTaskCancellationHandler {
            queue.submit(request)
            return try await answer.value
        } onCancel: {
            queue.cancel(request)
        }
        try Task.checkCancellation()
        return try finite(results, of: sentences)
    }

    private func request(
        _ sentences: [SearchSentence], _ options: SearchOptions,
        completion: @escaping @Sendable (Result<[[SearchResult]], any Error>) -> Void
    ) -> TranslationQueue.Request {
        TranslationQueue.Request(
            sentences, withoutUnknown(options), limits: limits(options), workers: pool.count,
            completion: completion)
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

    private func withoutUnknown(_ options: SearchOptions) -> SearchOptions {
        guard let unknownToken, !options.allowsUnknown,
            Int(unknownToken) < model.targetVocabularySize
        else { return options }
        var options = options
        options.suppressedTokens.insert(unknownToken)
        return options
    }
}
