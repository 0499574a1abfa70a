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
    let limits: BatchLimits
    /// What stands for everything that the vocabulary lacks.
    private let unknownToken: Int32?
    let queue: BatchQueue

    /// A translator on workers that others use, too.
    ///
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
        self.limits = limits
        self.unknownToken = unknownToken
        queue = BatchQueue(on: pool)
    }

    /// The translations of every sentence, best first: at least one, and up to `options.nBest`.
    ///
    /// - Parameters:
    ///   - sources: Token ids of source sentences, the end token's last.
    ///   - targetPrefixes: What the translation of each sentence begins with, as token ids without
    ///     end token; or none at all.
    ///   - options: How to search.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a sentence is
    ///   empty, longer than the model's maximum or has a token that the model does not have, a
    ///   prefix cannot begin its translation, or the model's numbers are not finite.
    public func translate(
        _ sources: [[Int32]], targetPrefixes: [[Int32]] = [], _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        try submit(sources, targetPrefixes: targetPrefixes, options).wait()
    }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` at once when the task is cancelled; no
    ///   further batch of it is begun then.
    public func translate(
        _ sources: [[Int32]], targetPrefixes: [[Int32]] = [], _ options: SearchOptions = .init()
    ) async throws -> [[SearchResult]] {
        try await submit(sources, targetPrefixes: targetPrefixes, options).value
    }

    private func submit(
        _ sources: [[Int32]], targetPrefixes: [[Int32]], _ options: SearchOptions
    ) throws -> Pending<[[SearchResult]]> {
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
        return submit(sentences.map { SentenceRequest(sentence: $0) }, options)
            .map { $0.map(\.results) }
    }

    /// Queues sentences that have been checked.
    ///
    /// - Parameters:
    ///   - selection: By which attention a translation is read, where it is.
    ///   - head: A head that is switched off meanwhile.
    ///   - progress: Takes how many sentences are done.
    func submit(
        _ sentences: [SentenceRequest], _ options: SearchOptions,
        reading selection: AttentionSelection = .init(), without head: SwitchedOffHead? = nil,
        progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) -> Pending<[FoundTranslations]> {
        let work = TranslationWork(
            model: model, options: withoutUnknown(options), selection: selection,
            switchedOff: head, limits: limits(options))
        return queue.submit(sentences, to: work.batchWork, progress: progress).map { found in
            for (sentence, found) in zip(sentences, found)
            where found.results.contains(where: \.logProbability.isNaN) {
                throw CalqueError.notFinite("translates line \(sentence.sentence.place.line + 1)")
            }
            return found
        }
    }

    /// The limits for a search: the rows of a decoding step, one for every hypothesis, have to fit
    /// into memory however wide the beam is.
    private func limits(_ options: SearchOptions) -> BatchLimits {
        let sentences = limits.sentences(of: model, options)
        return BatchLimits(
            tokens: limits.tokens,
            sentences: max(1, min(sentences, Self.mostRows / max(1, options.beamSize))))
    }

    /// The most hypotheses of a batch, but for a single sentence with a wider beam.
    private static let mostRows = 1024

    /// The options without the unknown token, unless they allow it.
    func withoutUnknown(_ options: SearchOptions) -> SearchOptions {
        guard let unknownToken, !options.allowsUnknown,
            Int(unknownToken) < model.targetVocabularySize
        else { return options }
        var options = options
        options.suppressedTokens.insert(unknownToken)
        return options
    }
}
