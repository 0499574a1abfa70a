public import Models
public import Tensors
public import Text

/// Translates lines of text: one result for every line, in order.
///
///     let translator = try await Translator(model: URL(fileURLWithPath: "model"))
///     let results = try await translator.translate(["la casa roja"])
///     print(results[0].text)
///
/// It also scores, aligns and shows attention. Any number of tasks and threads may use it and its
/// copies at once: all that they ask for waits as batches, which take turns.
///
/// A line is translated sentence by sentence (``lines``), and an empty one stays empty. In models of
/// several target languages a line begins with the token of one, such as `>>fra<<`, which holds for
/// all of its sentences; a token that the model does not know is an error. A sentence too long for
/// the model is translated in parts, cut after punctuation, else between words, and the result
/// warns of it; nothing is left out. The translations of a line do not depend on the lines around
/// it.
public struct Translator: Sendable {
    /// The tokenizer of both sides.
    public let tokenizer: TranslationTokenizer
    /// What a line is: a paragraph, translated sentence by sentence, or one sentence.
    public var lines = LineReading.paragraphs
    /// Whether what of a line the source vocabulary lacks is carried into its translation as it is
    /// written: signs, tags, names in another script. It stands where the attention of ``alignment``
    /// says, or the model's own; ``TranslationResult/alignment`` does not count its words.
    public var copiesUnknown = false
    /// By which attention the words of a translation are aligned with those of its source, once it
    /// is found; nil leaves them unaligned.
    public var alignment: AttentionSelection?
    let tokenTranslator: TokenTranslator
    /// Of the source's language, if the tokenizer's settings know it.
    private let splitter: SentenceSplitter

    /// A translator with workers of its own.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tokenizer: The model's tokenizer.
    ///   - workers: The number of workers, each of which translates whole batches on one core.
    ///   - precision: The type of activations and products.
    ///   - limits: How much goes into a batch.
    public init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer,
        workers: Int = WorkerPool.coreCount, precision: Precision, limits: BatchLimits = .init()
    ) {
        model.prepare(for: precision)
        self.init(
            model, tokenizer, on: WorkerPool(count: workers, precision: precision), limits: limits)
    }

    /// A translator on workers that others use, too: see
    /// ``TokenTranslator/init(_:on:limits:unknownToken:)``.
    public init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer,
        on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.tokenizer = tokenizer
        tokenTranslator = TokenTranslator(
            model, on: pool, limits: limits, unknownToken: tokenizer.target.vocabulary.unknownID)
        splitter = SentenceSplitter(language: tokenizer.settings.sourceLanguage)
    }

    /// Translates lines.
    ///
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, or the model
    ///   does not have the attention that ``alignment`` asks for.
    public func translate(
        _ lines: [String], _ options: SearchOptions = .init()
    ) throws -> [TranslationResult] {
        try translate(requests: lines.map { TranslationRequest($0) }, options)
    }

    /// Translates lines without blocking the caller's thread. Many tasks may do so at once; their
    /// batches take turns.
    ///
    /// - Throws: As the other form, and `CancellationError` at once when the task is cancelled: the
    ///   batches that are being translated then are the last.
    public func translate(
        _ lines: [String], _ options: SearchOptions = .init()
    ) async throws -> [TranslationResult] {
        try await translate(requests: lines.map { TranslationRequest($0) }, options)
    }

    /// Translates lines, each with what its translation begins with.
    ///
    /// The prefix begins the translation of the line's first sentence. An empty line stays empty,
    /// and its result warns of a prefix that it had.
    ///
    /// - Parameters:
    ///   - requests: The lines.
    ///   - options: How to search.
    ///   - progress: Takes what is done whenever a batch is; on any thread.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, or a prefix
    ///   is longer than the longest translation.
    public func translate(
        requests: [TranslationRequest], _ options: SearchOptions = .init(),
        progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) throws -> [TranslationResult] {
        try submit(encode(requests, options), options, progress).wait()
    }

    /// Translates lines, each with what its translation begins with, without blocking the caller's
    /// thread.
    ///
    /// - Throws: As the other form, and `CancellationError` at once when the task is cancelled.
    public func translate(
        requests: [TranslationRequest], _ options: SearchOptions = .init(),
        progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) async throws -> [TranslationResult] {
        try await submit(encode(requests, options), options, progress).value
    }

    /// Translates sentences of token ids: see `TokenTranslator.translate(_:targetPrefixes:_:)`.
    public func translate(
        encoded sources: [[Int32]], targetPrefixes: [[Int32]] = [],
        _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        try tokenTranslator.translate(sources, targetPrefixes: targetPrefixes, options)
    }

    /// Translates sentences of token ids without blocking the caller's thread.
    public func translate(
        encoded sources: [[Int32]], targetPrefixes: [[Int32]] = [],
        _ options: SearchOptions = .init()
    ) async throws -> [[SearchResult]] {
        try await tokenTranslator.translate(sources, targetPrefixes: targetPrefixes, options)
    }
}

/// How much of a request is translated.
public struct TranslationProgress: Sendable, Equatable {
    /// The sentences that are translated.
    public let done: Int
    /// All sentences.
    public let count: Int
}

// MARK: On the way to the model and back

extension Translator {
    private func encode(
        _ requests: [TranslationRequest], _ options: SearchOptions
    ) throws -> [SourceLine] {
        try options.validate(for: model)
        return try requests.enumerated().map { try encode($1, number: $0, options) }
    }

    /// Encodes a line.
    ///
    /// - Parameters:
    ///   - number: The line's place in the request or stream, from 0.
    ///   - options: How to search; they have been validated.
    /// - Throws: `CalqueError` when its prefix is longer than the longest translation, or it asks
    ///   for a language that the model does not know.
    func encode(
        _ request: TranslationRequest, number: Int, _ options: SearchOptions
    ) throws -> SourceLine {
        try requireAttentionToCopy()
        try tokenizer.source.checkLanguageToken(of: request.line, name: "Line \(number + 1)")
        let line = try SourceLine(
            request,
            Segment.segments(
                of: request.line, lines == .paragraphs ? splitter : nil, tokenizer.source),
            number: number, tokenizer, maximumLength: model.maximumLength)
        for part in line.parts {
            try model.requireKnown(
                part.sentence.source, of: model.sourceVocabularySize, "source",
                "Line \(number + 1)")
        }
        if let first = line.parts.first {
            try model.requirePossible(
                first.sentence, options, name: "The target prefix of line \(number + 1)")
        }
        return line
    }

    /// Queues lines.
    func submit(
        _ lines: [SourceLine], _ options: SearchOptions,
        _ progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) -> Pending<[TranslationResult]> {
        let sentences = lines.flatMap(\.parts).map {
            SentenceRequest(sentence: $0.sentence, attention: attentionWanted(of: $0))
        }
        var tell: (@Sendable (Int) -> Void)?
        if let progress {
            tell = { progress(TranslationProgress(done: $0, count: sentences.count)) }
        }
        return tokenTranslator.submit(
            sentences, options, reading: alignment ?? .init(), progress: tell
        ).map { try results(of: lines, $0, options) }
    }

    /// Makes translations of lines of those of all their parts.
    private func results(
        of lines: [SourceLine], _ found: [FoundTranslations], _ options: SearchOptions
    ) throws -> [TranslationResult] {
        var rest = found[...]
        return try lines.map { line in
            defer { rest = rest.dropFirst(line.parts.count) }
            return try result(of: line, rest.prefix(line.parts.count), options)
        }
    }

    /// Of which translations of a part the attention has something to say.
    private func attentionWanted(of part: SourceLine.Part) -> SentenceRequest.AttentionWanted {
        if copiesUnknown, carries(part) { return .ofAll }
        return alignment == nil ? .none : .ofBest
    }

    /// Makes a translation of a line of those of its parts.
    private func result(
        of line: SourceLine, _ found: ArraySlice<FoundTranslations>, _ options: SearchOptions
    ) throws -> TranslationResult {
        let carried = try zip(line.parts, found).map { try texts(of: $0, carriedInto: $1) }
        let result = line.result(
            from: found.map(\.results), carried: carried, tokenizer, options.lengthPenalty)
        return try aligned(result, line, found)
    }
}
