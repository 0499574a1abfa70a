/// Sentence pairs as token ids that can be read in any order: in memory (``EncodedCorpus``), or in files
/// that may be larger than memory (``StoredCorpus``).
public protocol EncodedPairs: Sendable {
    /// The number of pairs.
    var count: Int { get }
    /// The tokens of all sentences of each side, end tokens included.
    var tokenCounts: (source: Int, target: Int) { get }
    /// The number of tokens in the longest sentence of either side; 0 without pairs.
    var longestCount: Int { get }
    /// Whether the text is there as well, as ``EpochChanges`` need it.
    var keepsText: Bool { get }
    /// Whether it is known of some pairs which tokens belong together.
    var keepsLinks: Bool { get }
    /// A number that tells these tokens and links from others.
    var fingerprint: UInt64 { get }

    /// Adds a pair at the end of a corpus that keeps no text: its tokens, and their links where the
    /// corpus keeps links.
    func add(_ pair: Int, to corpus: inout EncodedCorpus)

    /// What a pair was cut from.
    ///
    /// - Precondition: ``keepsText``.
    func text(of pair: Int) -> (source: String, target: String)

    /// Which words of a pair belong together, if the text was kept; empty where nothing is known.
    func wordLinks(of pair: Int) -> [Alignment.Link]
}

/// What takes encoded pairs one after the other.
public protocol EncodedPairSink {
    /// Adds a pair at the end.
    ///
    /// - Parameters:
    ///   - source: The ids of the source sentence, with its end token.
    ///   - target: The ids of the target sentence, with its end token.
    ///   - text: What they were cut from.
    ///   - links: Which tokens and words of them belong together; nil for none.
    /// - Throws: `CalqueError` when they cannot be written.
    mutating func add(
        source: [Int32], target: [Int32], text: (source: String, target: String), links: PairLinks?
    ) throws
}
