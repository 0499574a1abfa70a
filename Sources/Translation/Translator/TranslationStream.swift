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
    ///   - lines: The lines.
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together, where as many have arrived.
    public func translations<Lines: AsyncSequence & Sendable>(
        of lines: Lines, _ options: SearchOptions = .init(),
        chunks: ChunkLimits = .init(lines: 256)
    ) -> TranslationStream<AsyncMapSequence<Lines, TranslationRequest>>
    where Lines.Element == String {
        translations(of: lines.map { TranslationRequest($0) }, options, chunks: chunks)
    }

    /// Translates an asynchronous stream of lines, each with what its translation begins with.
    public func translations<Requests: AsyncSequence & Sendable>(
        of requests: Requests, _ options: SearchOptions = .init(),
        chunks: ChunkLimits = .init(lines: 256)
    ) -> TranslationStream<Requests> where Requests.Element == TranslationRequest {
        TranslationStream(translator: self, requests: requests, options: options, chunks: chunks)
    }
}

/// The translations of a stream of lines: see `Translator.translations(of:_:chunks:)`.
public struct TranslationStream<Requests: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Requests.Element == TranslationRequest {
    let translator: Translator
    let requests: Requests
    let options: SearchOptions
    let chunks: Translator.ChunkLimits

    /// Results from the first on; nothing is read before the first is asked for.
    public func makeAsyncIterator() -> Iterator {
        Iterator(translator: translator, options: options, chunks: chunks, requests: requests)
    }

    /// Translates what has arrived whenever the results before have been handed out.
    public struct Iterator: AsyncIteratorProtocol {
        let translator: Translator
        let options: SearchOptions
        let chunks: Translator.ChunkLimits
        private let requests: Requests
        /// What has been read; nil before the first result is asked for.
        private var arrived: Arrivals<TranslationRequest>?
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
            requests: Requests
        ) {
            self.translator = translator
            self.options = options
            self.chunks = chunks
            self.requests = requests
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
                while !chunk.isFull, let request = try await arrived.next(waits: chunk.isEmpty) {
                    chunk.append(
                        try translator.encode(request, number: lineNumber, options))
                    lineNumber += 1
                }
                isOver = chunk.isEmpty
            } catch {
                failure = error
                isOver = true
            }
            do {
                results = try await translator.submit(chunk.lines, options).value.reversed()
            } catch {
                failure = error
                isOver = true
            }
            if isOver { arrived = nil }
        }

        private mutating func startReading() throws -> Arrivals<TranslationRequest> {
            if let arrived { return arrived }
            try options.validate(for: translator.model)
            let arrived = Arrivals(of: requests, capacity: chunks.lines)
            self.arrived = arrived
            return arrived
        }
    }
}
