import CalqueKit

extension ServiceEngine {
    /// The most segments of a document whose language is detected by them.
    private static let detectedSegments = 200

    /// Translates a document.
    package func translate(_ document: EngineDocument) async throws -> [UInt8] {
        let read = try document.format.read(
            document.bytes,
            DocumentReading(
                name: document.name,
                languages: .init(source: document.source, target: document.target),
                unpackedLimit: configuration.limits.unpackedDocument))
        let direction = try await direction(
            document.source, document.target,
            of: read.segments.prefix(Self.detectedSegments).map(\.content.text)
                .joined(separator: "\n"))
        guard direction.source != direction.target else { return document.bytes }
        var run = try await run(direction)
        run.glossary = try glossary([], direction, run)
        run.rules = run.rules.fitting(read, document.format)
        let segments = read.segments.map { QueuedSegment(content: $0.content) }
        let contents = Locked([InlineContent?](repeating: nil, count: segments.count))
        try await queue.translate(segments, run, client: document.client) { place, translation in
            contents.use { $0[place] = translation.content }
        }
        queue.watch.translated(direction.pair, texts: 1, segments)
        return try read.bytes(with: contents.use { $0 }, direction.documentLanguages)
    }
}
