import Basics
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
    /// Of the target's language.
    private let targetSplitter: SentenceSplitter
    /// What target tokens are to words.
    let wordMarks: Lazy<WordMarks>

    /// A translator with workers of its own.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - tokenizer: The model's tokenizer.
    ///   - workers: The number of workers, each of which translates whole batches on one core. In
    ///     eight bits, idle ones help the others.
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
        targetSplitter = SentenceSplitter(language: tokenizer.settings.targetLanguage)
        wordMarks = Lazy { WordMarks(tokenizer.target) }
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
    /// The prefix begins the translation of the whole line (``TranslationRequest/targetPrefix``). An
    /// empty line stays empty, and its result warns of a prefix that it had.
    ///
    /// - Parameters:
    ///   - requests: The lines.
    ///   - options: How to search.
    ///   - progress: Takes what is done whenever a batch is; on any thread.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, a prefix is
    ///   longer than the longest translation, or terms are asked for in what is drawn at random.
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
    /// Encodes lines.
    ///
    /// - Throws: As ``encode(_:number:_:)`` does, and when an option is out of range or contradicts
    ///   another.
    func encode(
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
        try options.requireSearch(for: request.terms)
        try tokenizer.source.checkLanguageToken(of: request.line, name: "Line \(number + 1)")
        let line = try SourceLine(
            request,
            Segment.segments(
                of: request.line, lines == .paragraphs ? splitter : nil, tokenizer.source),
            number: number, tokenizer, maximumLength: model.maximumLength,
            targetSplitter: targetSplitter, marks: wordMarks)
        for part in line.parts {
            try model.requireKnown(
                part.sentence.source, of: model.sourceVocabularySize, "source",
                "Line \(number + 1)")
        }
        for part in line.parts where part.prefix != nil {
            try model.requirePossible(
                part.sentence, options, name: "The target prefix of line \(number + 1)")
        }
        return line
    }

    /// Queues lines.
    func submit(
        _ lines: [SourceLine], _ options: SearchOptions,
        _ progress: (@Sendable (TranslationProgress) -> Void)? = nil
    ) -> Pending<[TranslationResult]> {
        submit(lines, options, progress, attentionOfBest: alignment != nil) { line, found in
            try aligned(result(of: line, found, options), line, found)
        }
    }

    /// Queues lines.
    ///
    /// - Parameters:
    ///   - lines: The lines.
    ///   - options: How to search.
    ///   - progress: Takes how many sentences are done.
    ///   - attentionOfBest: Whether the attention of best translations is wanted.
    ///   - make: Makes what becomes of a line of what was found of its parts.
    func submit<Value: Sendable>(
        _ lines: [SourceLine], _ options: SearchOptions,
        _ progress: (@Sendable (TranslationProgress) -> Void)?, attentionOfBest: Bool,
        _ make: @escaping @Sendable (SourceLine, ArraySlice<FoundTranslations>) throws -> Value
    ) -> Pending<[Value]> {
        let sentences = lines.flatMap { line in
            line.parts.map { part in
                SentenceRequest(
                    sentence: part.sentence,
                    attention: copiesUnknown && carries(part)
                        ? .ofAll : attentionOfBest && line.needsAlignment ? .ofBest : .none)
            }
        }
        var tell: (@Sendable (Int) -> Void)?
        if let progress {
            tell = { progress(TranslationProgress(done: $0, count: sentences.count)) }
        }
        return tokenTranslator.submit(
            sentences, options, reading: alignment ?? .init(), progress: tell
        ).map { found in
            var rest = found[...]
            return try lines.map { line in
                defer { rest = rest.dropFirst(line.parts.count) }
                return try make(line, rest.prefix(line.parts.count))
            }
        }
    }

    /// Makes a translation of a line of those of its parts.
    func result(
        of line: SourceLine, _ found: ArraySlice<FoundTranslations>, _ options: SearchOptions
    ) throws -> TranslationResult {
        let carried = try zip(line.parts, found).map { try texts(of: $0, carriedInto: $1) }
        return line.result(
            from: found.map(\.results), carried: carried, tokenizer, options.lengthPenalty)
    }
}
