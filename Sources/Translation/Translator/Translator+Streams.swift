extension Translator {
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
            var chunk = Chunk(chunks)
            stream = Result { try fill(&chunk, from: nextLine) }
            try translate(chunk.lines, options).forEach(output)
        }
    }

    /// Fills a chunk; false when the stream is over.
    private func fill(
        _ chunk: inout Chunk, from nextLine: () throws -> SourceLine?
    ) throws -> Bool {
        while !chunk.isFull {
            guard let line = try nextLine() else { return false }
            chunk.append(line)
        }
        return true
    }
}
