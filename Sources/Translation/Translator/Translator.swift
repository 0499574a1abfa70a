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
/// An empty line stays empty. A line too long for the model is translated in parts, cut where
/// sentences end, else between words, and its result warns of it; nothing is left out. The
/// translations of a line do not depend on the lines around it.
public struct Translator: Sendable {
    /// The tokenizer of both sides.
    public let tokenizer: TranslationTokenizer
    /// By which attention the words of a translation are aligned with those of its source, once it
    /// is found; nil leaves them unaligned.
    public var alignment: AttentionSelection?
    let translator: TokenTranslator

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
        translator = TokenTranslator(model, on: pool, limits: limits)
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
    /// A line that is translated in parts has its prefix in the first. An empty line stays empty,
    /// and its result warns of a prefix that it had.
    ///
    /// - Throws: `CalqueError` when an option is out of range or contradicts another, or a prefix is
    ///   longer than the longest translation.
    public func translate(
        requests: [TranslationRequest], _ options: SearchOptions = .init()
    ) throws -> [TranslationResult] {
        let lines = try encode(requests, from: 0, options)
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
        try await translate(encode(requests, from: 0, options), options)
    }

    /// Translates sentences of token ids: see ``TokenTranslator/translate(_:targetPrefixes:_:)``.
    public func translate(
        encoded sources: [[Int32]], targetPrefixes: [[Int32]] = [],
        _ options: SearchOptions = .init()
    ) throws -> [[SearchResult]] {
        try translator.translate(sources, targetPrefixes: targetPrefixes, options)
    }

    /// - Parameter first: The number of the first line.
    func encode(
        _ requests: [TranslationRequest], from first: Int, _ options: SearchOptions
    ) throws -> [SourceLine] {
        try options.validate(for: translator.model)
        return try requests.enumerated().map {
            try encode($1, number: first + $0, options)
        }
    }

    private func encode(
        _ request: TranslationRequest, number: Int, _ options: SearchOptions
    ) throws -> SourceLine {
        let model = translator.model
        let line = SourceLine(
            request, number: number, tokenizer, maximumLength: model.maximumLength)
        if let first = line.parts.first {
            try model.requirePossible(
                first, options, name: "The target prefix of line \(number + 1)")
        }
        return line
    }

    private func translate(
        _ lines: [SourceLine], _ options: SearchOptions
    ) throws -> [TranslationResult] {
        let results = try translator.translate(lines.flatMap(\.parts), options)
        return try align(assemble(lines, results, options), with: lines)
    }

    func translate(
        _ lines: [SourceLine], _ options: SearchOptions
    ) async throws -> [TranslationResult] {
        let results = try await translator.translate(lines.flatMap(\.parts), options)
        return try await align(assemble(lines, results, options), with: lines)
    }

    /// Gives every line the translations of its parts.
    private func assemble(
        _ lines: [SourceLine], _ results: [[SearchResult]], _ options: SearchOptions
    ) -> [TranslationResult] {
        var results = results[...]
        return lines.map { line in
            defer { results = results.dropFirst(line.parts.count) }
            return line.result(
                from: results.prefix(line.parts.count), tokenizer, options.lengthPenalty)
        }
    }
}

// MARK: Streams

extension Translator {
    /// How many lines of a stream are translated together: until one of the limits is reached.
    public struct ChunkLimits: Sendable, Equatable {
        /// The most lines. 1 for a stream in which each line waits for the translation of the one
        /// before.
        public var lines: Int
        /// The tokens at which a chunk is full.
        public var tokens: Int

        /// Enough to find sentences of like length and to keep all workers busy, and little to hold
        /// in memory.
        public init(lines: Int = 2000, tokens: Int = 65_536) {
            precondition(lines > 0 && tokens > 0, "chunks of \(lines) lines and \(tokens) tokens")
            self.lines = lines
            self.tokens = tokens
        }
    }

    /// Translates a stream of lines, in bounded memory.
    ///
    /// Results come in the order of the lines, chunk by chunk.
    ///
    /// - Parameters:
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together.
    ///   - nextLine: The next line, or nil after the last one.
    ///   - output: Takes the result of every line.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another; what `output`
    ///   throws, at once; and what `nextLine` throws, after the lines before it are translated and
    ///   handed out.
    public func translate(
        _ options: SearchOptions = .init(), chunks: ChunkLimits = .init(),
        from nextLine: () throws -> String?, to output: (TranslationResult) throws -> Void
    ) throws {
        try translate(
            options, chunks: chunks, requests: { try nextLine().map { TranslationRequest($0) } },
            to: output)
    }

    /// Translates a stream of lines, each with what its translation begins with.
    ///
    /// - Parameter nextRequest: The next line, or nil after the last one.
    /// - Throws: As ``translate(_:chunks:from:to:)`` does; a target prefix that is too long is an
    ///   error of its line.
    public func translate(
        _ options: SearchOptions = .init(), chunks: ChunkLimits = .init(),
        requests nextRequest: () throws -> TranslationRequest?,
        to output: (TranslationResult) throws -> Void
    ) throws {
        try options.validate(for: translator.model)
        var number = 0
        func nextLine() throws -> SourceLine? {
            guard let request = try nextRequest() else { return nil }
            defer { number += 1 }
            return try encode(request, number: number, options)
        }
        var stream = Result<Bool, any Error>.success(true)
        while try stream.get() {
            var lines: [SourceLine] = []
            stream = Result { try read(chunks, from: nextLine, into: &lines) }
            try translate(lines, options).forEach(output)
        }
    }

    /// Fills a chunk; false when the stream is over.
    private func read(
        _ chunks: ChunkLimits, from nextLine: () throws -> SourceLine?,
        into lines: inout [SourceLine]
    ) throws -> Bool {
        var tokens = 0
        while lines.count < chunks.lines, tokens < chunks.tokens {
            guard let line = try nextLine() else { return false }
            lines.append(line)
            tokens += line.tokenCount
        }
        return true
    }
}
