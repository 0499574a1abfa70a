/// Sentence pairs as token ids, in as little memory as they take: four bytes a token, and eight a
/// sentence.
public struct EncodedCorpus: Sendable, Equatable {
    /// The source sentences, each with its end token.
    public private(set) var source = PackedSentences()
    /// The target sentences, each with its end token.
    public private(set) var target = PackedSentences()
    /// The text of the source sentences, if it was kept to be cut anew in every epoch.
    public private(set) var sourceText: PackedText?
    /// The text of the target sentences.
    public private(set) var targetText: PackedText?
    /// Which tokens of every pair belong together, if that was given.
    public private(set) var links: PackedLinks?
    /// The same of its words, if the text was kept, too.
    public private(set) var wordLinks: PackedLinks?

    /// No pairs.
    ///
    /// - Parameters:
    ///   - keepsText: Whether to hold the text in addition to the token ids, as ``EpochChanges`` needs
    ///     it.
    ///   - keepsLinks: Whether to hold which tokens belong together.
    public init(keepsText: Bool = false, keepsLinks: Bool = false) {
        if keepsText {
            sourceText = PackedText()
            targetText = PackedText()
        }
        if keepsLinks {
            links = PackedLinks()
            wordLinks = keepsText ? PackedLinks() : nil
        }
    }

    /// The number of pairs.
    public var count: Int { source.count }

    /// Adds a pair at the end.
    ///
    /// - Parameters:
    ///   - source: The ids of the source sentence, with its end token.
    ///   - target: The ids of the target sentence, with its end token.
    ///   - text: What they were cut from.
    ///   - links: Which tokens and words of them belong together; nil for none.
    /// - Precondition: There is text if the corpus keeps it.
    public mutating func append(
        source: some Collection<Int32>, target: some Collection<Int32>,
        text: (source: String, target: String)? = nil, links: PairLinks? = nil
    ) {
        precondition(
            sourceText == nil || text != nil, "a pair without text for a corpus that keeps it")
        self.source.append(source)
        self.target.append(target)
        self.links?.append(links?.tokens.links ?? [])
        wordLinks?.append(links?.words.links ?? [])
        guard let text else { return }
        sourceText?.append(text.source)
        targetText?.append(text.target)
    }
}

extension EncodedCorpus {
    /// Adds the pairs of another corpus at the end, without their text. Where only this one has links, they
    /// have none.
    ///
    /// - Precondition: This corpus keeps no text.
    public mutating func append(contentsOf other: EncodedCorpus) {
        for pair in 0..<other.count { other.add(pair, to: &self) }
    }
}

extension EncodedCorpus: EncodedPairs {
    /// The tokens of all sentences of each side, end tokens included.
    public var tokenCounts: (source: Int, target: Int) { (source.tokenCount, target.tokenCount) }

    /// The number of tokens in the longest sentence of either side; 0 without pairs.
    public var longestCount: Int { max(source.longestCount, target.longestCount) }

    /// Whether the text is there as well.
    public var keepsText: Bool { sourceText != nil }

    /// Whether it is known of some pairs which tokens belong together.
    public var keepsLinks: Bool { links != nil }

    /// Adds a pair at the end of a corpus that keeps no text.
    public func add(_ pair: Int, to corpus: inout EncodedCorpus) {
        corpus.append(source: source[pair], target: target[pair], links: pairLinks(pair))
    }

    /// What a pair was cut from.
    ///
    /// - Precondition: ``keepsText``.
    public func text(of pair: Int) -> (source: String, target: String) {
        guard let sourceText, let targetText else {
            preconditionFailure("text of a corpus that does not keep it")
        }
        return (sourceText[pair], targetText[pair])
    }

    /// Which words of a pair belong together, if the text was kept.
    public func wordLinks(of pair: Int) -> [Alignment.Link] { wordLinks?[pair] ?? [] }

    /// A number that tells these tokens and links from others.
    public var fingerprint: UInt64 {
        var fingerprint = TokenFingerprint()
        for ids in [source.ids, target.ids] + (links?.numbers ?? []) {
            for id in ids { fingerprint.add(id) }
        }
        return fingerprint.value
    }

    /// The links of a pair, if some were given.
    private func pairLinks(_ pair: Int) -> PairLinks? {
        links.map {
            PairLinks(words: Alignment(wordLinks?[pair] ?? []), tokens: Alignment($0[pair]))
        }
    }
}

extension EncodedCorpus: EncodedPairSink {
    /// Adds a pair at the end.
    public mutating func add(
        source: [Int32], target: [Int32], text: (source: String, target: String), links: PairLinks?
    ) {
        append(source: source, target: target, text: text, links: links)
    }
}

/// A number that tells rows of tokens and links from others (FNV-1a of Fowler, Noll & Vo, a token for a
/// byte): all of the sources, all of the targets, then the links.
struct TokenFingerprint {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ token: Int32) {
        value = (value ^ UInt64(UInt32(bitPattern: token))) &* 0x100_0000_01B3
    }
}

/// Lines of text in one piece of memory, so that millions of them fit.
public struct PackedText: Sendable, Equatable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No lines.
    public init() {}

    /// The number of lines.
    public var count: Int { ends.count }

    /// Adds a line at the end.
    public mutating func append(_ line: String) {
        bytes.append(contentsOf: line.utf8)
        ends.append(bytes.count)
    }

    /// A line.
    public subscript(line: Int) -> String {
        precondition(line >= 0 && line < count, "line \(line) of \(count) packed lines")
        return String(decoding: bytes[(line == 0 ? 0 : ends[line - 1])..<ends[line]], as: UTF8.self)
    }
}
