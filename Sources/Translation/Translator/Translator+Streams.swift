extension Translator {
    /// Translates a stream of lines, in bounded memory.
    ///
    /// Results come in the order of the lines, chunk by chunk. A chunk ends early where the next
    /// line is not there yet, so that no line waits for the next to arrive.
    ///
    /// - Parameters:
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together, where there are as many.
    ///   - nextLine: The next line, or nil after the last one.
    ///   - hasArrived: Whether `nextLine` would answer without waiting.
    ///   - output: Takes the result of every line.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another; what `output`
    ///   throws, at once; and what `nextLine` throws, after the lines before it are translated and
    ///   handed out.
    public func translate(
        _ options: SearchOptions = .init(), chunks: ChunkLimits = .init(),
        from nextLine: () throws -> String?, hasArrived: () throws -> Bool = { true },
        to output: (TranslationResult) throws -> Void
    ) throws {
        try translate(
            options, chunks: chunks, requests: { try nextLine().map { TranslationRequest($0) } },
            hasArrived: hasArrived, to: output)
    }

    /// Translates a stream of lines, each with what its translation begins with.
    ///
    /// - Parameters:
    ///   - options: How to search.
    ///   - chunks: How many lines are translated together, where there are as many.
    ///   - firstNumber: The number of the first line, from 0, where others came before: errors name lines, and
    ///     what is drawn at random depends on it.
    ///   - nextRequest: The next line, or nil after the last one.
    ///   - hasArrived: Whether `nextRequest` would answer without waiting.
    ///   - output: Takes the result of every line.
    /// - Throws: As ``translate(_:chunks:from:hasArrived:to:)`` does; a target prefix that is too
    ///   long is an error of its line.
    public func translate(
        _ options: SearchOptions = .init(), chunks: ChunkLimits = .init(),
        from firstNumber: Int = 0,
        requests nextRequest: () throws -> TranslationRequest?,
        hasArrived: () throws -> Bool = { true },
        to output: (TranslationResult) throws -> Void
    ) throws {
        try options.validate(for: model)
        var number = firstNumber
        func nextLine() throws -> SourceLine? {
            guard let request = try nextRequest() else { return nil }
            defer { number += 1 }
            return try encode(request, number: number, options)
        }
        var stream = Result<Bool, any Error>.success(true)
        while try stream.get() {
            var chunk = Chunk(chunks)
            stream = Result { try fill(&chunk, from: nextLine, hasArrived: hasArrived) }
            try submit(chunk.lines, options).wait().forEach(output)
        }
    }

    /// Fills a chunk with what has arrived, at least one line; false when the stream is over.
    private func fill(
        _ chunk: inout Chunk, from nextLine: () throws -> SourceLine?,
        hasArrived: () throws -> Bool
    ) throws -> Bool {
        while try chunk.isEmpty || (!chunk.isFull && hasArrived()) {
            guard let line = try nextLine() else { return false }
            chunk.append(line)
        }
        return true
    }
}
