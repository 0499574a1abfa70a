public import Models
public import Tensors
public import Text

/// Translates lines of text: one result for every line, in order.
///
///     let directory = ModelDirectory(url)
///     let translator = Translator(
///         try directory.loadModel(precision: .fastest), try directory.loadTokenizer(),
///         precision: .fastest)
///     let results = try translator.translate(["la casa roja"])
///     print(results[0].text)
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
    /// says, or of the last layer; ``TranslationResult/alignment`` does not count its words.
    public var copiesUnknown = false
    /// By which attention the words of a translation are aligned with those of its source, once it
    /// is found; nil leaves them unaligned.
    public var alignment: AttentionSelection?
    let translator: TokenTranslator
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

    /// A translator on workers that others use, too: see ``TokenTranslator/init(_:on:limits:)``.
    public init(
        _ model: any TranslationModel, _ tokenizer: TranslationTokenizer,
        on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.tokenizer = tokenizer
        translator = TokenTranslator(
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

    /// Translates lines, each with what its translation begins with.
    ///
    /// The prefix begins the translation of the line's first sentence. An empty line stays empty,
    /// and its result warns of a prefix that it had.
    ///
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, or a prefix
    ///   is longer than the longest translation.
    public func translate(
        requests: [TranslationRequest], _ options: SearchOptions = .init()
    ) throws -> [TranslationResult] {
        let lines = try encode(requests, options)
        return try translate(lines, options)
    }

    /// Translates lines without blocking the caller's thread. Many tasks may do so at once; their
    /// batches take turns.
    ///
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, and
    ///   `CancellationError` when the task is cancelled: the batches that are being translated then
    ///   are the last.
    public func translate(
        _ lines: [String], _ options: SearchOptions = .init()
    ) async throws -> [TranslationResult] {
        try await translate(requests: lines.map { TranslationRequest($0) }, options)
    }

    /// Translates lines, each with what its translation begins with, without blocking the caller's
    /// thread; see ``translate(_:_:)`` and ``translate(requests:_:)``.
    public func translate(
        requests: [TranslationRequest], _ options: SearchOptions = .init()
    ) async throws -> [TranslationResult] {
        try await translate(encode(requests, options), options)
    }

    /// Translates sentences of token ids: see ``TokenTranslator/translate(_:targetPrefixes:_:)``.
    public func translate(
        encoded sources: [[Int32]], targetPrefixes: [[Int32]] = [],
        _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        try translator.translate(sources, targetPrefixes: targetPrefixes, options)
    }

    private func encode(
        _ requests: [TranslationRequest], _ options: SearchOptions
    ) throws -> [SourceLine] {
        try options.validate(for: translator.model)
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
        let model = translator.model
        try requireAttentionToCopy()
        try tokenizer.source.checkLanguageToken(of: request.line, name: "Line \(number + 1)")
        let line = try SourceLine(
            request,
            LineSentence.sentences(of: request.line, lines, splitter, tokenizer.source),
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

    func translate(
        _ lines: [SourceLine], _ options: SearchOptions
    ) throws -> [TranslationResult] {
        let results = try translator.translate(lines.flatMap(\.parts).map(\.sentence), options)
        let carried = try carried(lines, into: results)
        return try align(assemble(lines, results, carried, options), with: lines)
    }

    func translate(
        _ lines: [SourceLine], _ options: SearchOptions
    ) async throws -> [TranslationResult] {
        let results = try await translator.translate(
            lines.flatMap(\.parts).map(\.sentence), options)
        let carried = try await carried(lines, into: results)
        return try await align(assemble(lines, results, carried, options), with: lines)
    }

    /// Gives every line the translations of its parts.
    private func assemble(
        _ lines: [SourceLine], _ results: [[SearchResult]], _ carried: [[String]],
        _ options: SearchOptions
    ) -> [TranslationResult] {
        var results = results[...]
        var carried = carried[...]
        return lines.map { line in
            let count = line.parts.count
            defer {
                results = results.dropFirst(count)
                carried = carried.dropFirst(count)
            }
            return line.result(
                from: results.prefix(count), carried: carried.prefix(count), tokenizer,
                options.lengthPenalty)
        }
    }
}
