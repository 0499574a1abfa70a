extension Translator {
    /// Translates an asynchronous stream of lines: a stream of results in the order of the lines.
    ///
    ///     for try await result in translator.translations(of: lines) {
    ///         print(result.text)
    ///     }
    ///
    /// Nothing is read ahead of what is asked for but the lines of a chunk, which are translated
    /// together. Ends early when the task is cancelled.
    ///
    /// - Parameters:
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together; ``ChunkLimits/lines`` of 1 where a line
    ///     must not wait for the next.
    public func translations<Lines: AsyncSequence>(
        of lines: Lines, _ options: SearchOptions = .init(),
        chunks: ChunkLimits = .init(lines: 256)
    ) -> TranslationStream<Lines> where Lines.Element == String {
        TranslationStream(translator: self, lines: lines, options: options, chunks: chunks)
    }
}

/// The translations of a stream of lines: see ``Translator/translations(of:_:chunks:)``.
public struct TranslationStream<Lines: AsyncSequence>: AsyncSequence
where Lines.Element == String {
    let translator: Translator
    let lines: Lines
    let options: SearchOptions
    let chunks: Translator.ChunkLimits

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(
            translator: translator, options: options, chunks: chunks,
            lines: lines.makeAsyncIterator())
    }

    /// Reads a chunk of lines whenever the results of the one before have been handed out.
    public struct Iterator: AsyncIteratorProtocol {
        let translator: Translator
        let options: SearchOptions
        let chunks: Translator.ChunkLimits
        /// Where lines come from; nil when nothing more is to be read, since something went wrong.
        private var lines: Lines.AsyncIterator?
        /// Results that have not been handed out, the next one last.
        private var results: [TranslationResult] = []
        private var lineNumber = 0
        /// What went wrong before the first line, or behind those of the latest chunk; it comes
        /// after their results.
        private var failure: (any Error)?

        init(
            translator: Translator, options: SearchOptions, chunks: Translator.ChunkLimits,
            lines: Lines.AsyncIterator
        ) {
            self.translator = translator
            self.options = options
            self.chunks = chunks
            do {
                try options.validate(for: translator.translator.model)
                self.lines = lines
            } catch {
                failure = error
            }
        }

        /// The result of the next line; nil after the last.
        ///
        /// - Throws: `CalqueError` when an option is out of range or contradicts another,
        ///   `CancellationError` when the task is cancelled, and what the lines throw, after the
        ///   results of the lines before it.
        public mutating func next() async throws -> TranslationResult? {
            if results.isEmpty, failure == nil { try await translateChunk() }
            if let result = results.popLast() { return result }
            defer { failure = nil }
            if let failure { throw failure }
            return nil
        }

        private mutating func translateChunk() async throws {
            var chunk = Chunk(chunks)
            do {
                while !chunk.isFull, let line = try await lines?.next() {
                    chunk.append(
                        try translator.encode(
                            TranslationRequest(line), number: lineNumber, options))
                    lineNumber += 1
                }
            } catch {
                lines = nil
                failure = error
            }
            results = try await translator.translate(chunk.lines, options).reversed()
        }
    }
}
