extension Translator {
    /// Translates an asynchronous stream of lines: a stream of results in the order of the lines.
    ///
    ///     for try await result in translator.translations(of: lines) {
    ///         print(result.text)
    ///     }
    ///
    /// Lines that have arrived are translated together, and none waits for the next to arrive.
    /// Meanwhile, up to a chunk of further lines are read. Ends early when the task is cancelled.
    ///
    /// - Parameters:
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together, where as many have arrived.
    public func translations<Lines: AsyncSequence & Sendable>(
        of lines: Lines, _ options: SearchOptions = .init(),
        chunks: ChunkLimits = .init(lines: 256)
    ) -> TranslationStream<Lines> where Lines.Element == String {
        TranslationStream(translator: self, lines: lines, options: options, chunks: chunks)
    }
}

/// The translations of a stream of lines: see ``Translator/translations(of:_:chunks:)``.
public struct TranslationStream<Lines: AsyncSequence & Sendable>: AsyncSequence
where Lines.Element == String {
    let translator: Translator
    let lines: Lines
    let options: SearchOptions
    let chunks: Translator.ChunkLimits

    /// Results from the first on; nothing is read before the first is asked for.
    public func makeAsyncIterator() -> Iterator {
        Iterator(translator: translator, options: options, chunks: chunks, lines: lines)
    }

    /// Translates what has arrived whenever the results before have been handed out.
    public struct Iterator: AsyncIteratorProtocol {
        let translator: Translator
        let options: SearchOptions
        let chunks: Translator.ChunkLimits
        private let lines: Lines
        /// What has been read; nil before the first result is asked for.
        private var arrived: ArrivedLines?
        /// Results that have not been handed out, the next one last.
        private var results: [TranslationResult] = []
        private var lineNumber = 0
        /// Whether nothing more is to be read.
        private var isOver = false
        /// What went wrong before the first line, after those of the latest chunk, or with their
        /// translation; it comes after their results, and nothing after it.
        private var failure: (any Error)?

        init(
            translator: Translator, options: SearchOptions, chunks: Translator.ChunkLimits,
            lines: Lines
        ) {
            self.translator = translator
            self.options = options
            self.chunks = chunks
            self.lines = lines
        }

        /// The result of the next line; nil after the last.
        ///
        /// - Throws: `CalqueError` when an option is out of range or contradicts another,
        ///   `CancellationError` when the task is cancelled, and what the lines throw, after the
        ///   results of the lines before it.
        public mutating func next() async throws -> TranslationResult? {
            if results.isEmpty, !isOver { await translateChunk() }
            if let result = results.popLast() { return result }
            defer { failure = nil }
            if let failure { throw failure }
            return nil
        }

        private mutating func translateChunk() async {
            var chunk = Chunk(chunks)
            do {
                let arrived = try startReading()
                while !chunk.isFull, let line = try await arrived.next(waits: chunk.isEmpty) {
                    chunk.append(
                        try translator.encode(
                            TranslationRequest(line), number: lineNumber, options))
                    lineNumber += 1
                }
                isOver = chunk.isEmpty
            } catch {
                failure = error
                isOver = true
            }
            do {
                results = try await translator.translate(chunk.lines, options).reversed()
            } catch {
                failure = error
                isOver = true
            }
            if isOver { arrived = nil }
        }

        private mutating func startReading() throws -> ArrivedLines {
            if let arrived { return arrived }
            try options.validate(for: translator.translator.model)
            let arrived = ArrivedLines(of: lines, capacity: chunks.lines)
            self.arrived = arrived
            return arrived
        }
    }
}
