public import Text

/// Sentences of one length, put together of shorter ones, so that distances can be measured that
/// single sentences of a text do not have.
public struct JoinedSentences: Sendable {
    /// The source sentences, each of the length asked for, end token included.
    public let sources: [[Int32]]
    /// As many target tokens of the same pairs, end token included.
    public let targets: [[Int32]]

    /// Joins the pairs of a corpus, beginning each sentence with the pair after the one that the
    /// sentence before began with.
    ///
    /// - Parameters:
    ///   - corpus: The pairs; they are gone through as often as needed.
    ///   - count: The number of sentences.
    ///   - length: The tokens of each, end token included.
    public init(_ corpus: EncodedCorpus, count: Int, length: Int) {
        precondition(
            corpus.count > 0 && length > 1,
            "joining \(corpus.count) pairs to sentences of \(length) tokens")
        sources = (0..<count).map { Self.joined(corpus.source, from: $0, length: length) }
        targets = (0..<count).map { Self.joined(corpus.target, from: $0, length: length) }
    }

    private static func joined(
        _ sentences: PackedSentences, from first: Int, length: Int
    ) -> [Int32] {
        let end = sentences[first % sentences.count].suffix(1)
        var tokens: [Int32] = []
        var next = first
        while tokens.count < length - 1 {
            let words = sentences[next % sentences.count].dropLast()
            // A text of empty sentences alone has nothing but its end.
            tokens += words.isEmpty ? end : words
            next += 1
        }
        return Array(tokens.prefix(length - 1) + end)
    }
}
