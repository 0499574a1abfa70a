/// Alignments of many pairs in two pieces of memory, so that millions of them fit: eight bytes a link
/// and eight a pair.
public struct PackedLinks: Sendable, Equatable {
    private var places: [Int32] = []
    private var ends: [Int] = []

    /// No pairs.
    public init() {}

    /// The number of pairs.
    public var count: Int { ends.count }

    /// Adds the links of a pair at the end.
    public mutating func append(_ links: some Sequence<Alignment.Link>) {
        for link in links {
            places.append(Int32(link.source))
            places.append(Int32(link.target))
        }
        ends.append(places.count / 2)
    }

    /// The links of a pair.
    public subscript(pair: Int) -> [Alignment.Link] {
        precondition(pair >= 0 && pair < count, "pair \(pair) of \(count) with packed links")
        return ((pair == 0 ? 0 : ends[pair - 1])..<ends[pair]).map {
            Alignment.Link(source: Int(places[2 * $0]), target: Int(places[2 * $0 + 1]))
        }
    }

    /// All numbers, for a fingerprint: where links are, and where pairs end.
    var numbers: [[Int32]] { [places, ends.map { Int32(truncatingIfNeeded: $0) }] }
}

/// The links of a pair that is added to a corpus.
public struct PairLinks: Sendable, Equatable {
    /// Between words, which do not depend on how these are cut.
    public let words: Alignment
    /// Between tokens.
    public let tokens: Alignment

    /// Links of both kinds.
    public init(words: Alignment, tokens: Alignment) {
        self.words = words
        self.tokens = tokens
    }
}
