import Basics
package import Foundation

/// Encoded pairs in files that are mapped into memory: what a run touches is read, and goes out of memory
/// again when others need it.
///
/// A folder holds them: `tokens`, two bytes a token where the vocabulary allows it, and sixteen bytes a pair
/// beside it; the same of `text` and `links`, where those are kept; and `corpus.json`, which says what
/// the pairs were made of. Numbers are little-endian.
public final class StoredCorpus: EncodedPairs {
    /// What the files say of themselves.
    struct Description: Codable, Equatable {
        /// What all files follow from: see ``CorpusOrigin``.
        var origin: String
        var pairs = 0
        var sourceTokens = 0
        var targetTokens = 0
        var longestCount = 0
        /// Bytes of a token.
        var tokenBytes = 4
        var keepsText = false
        var keepsLinks = false
        var fingerprint: UInt64 = 0
        var parts: [Part] = []
    }

    /// Pairs of one text, one after the other.
    public struct Part: Codable, Equatable, Sendable {
        /// The number of pairs.
        public let pairs: Int
        /// What was kept of the text, and what was left out.
        public let report: CorpusReport
    }

    static let descriptionName = "corpus.json"
    static let (tokensName, textName, linksName) = ("tokens", "text", "links")

    private let description: Description
    private let tokens: StoredRows
    private let lines: StoredRows?
    private let links: StoredRows?

    /// Opens what a folder holds.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - origin: What it has to have been made of.
    /// - Returns: nil when there is nothing, it was made of something else, or it is damaged: it can be
    ///   made again then.
    /// - Throws: `CalqueError` when a file cannot be read.
    convenience init?(folder: URL, origin: CorpusOrigin) throws {
        try self.init(folder: folder, named: origin.name)
        guard fingerprintOfFiles == description.fingerprint else { return nil }
    }

    /// Opens what a folder holds, where only the name of its origin is known. Whether files are whole is told
    /// by their lengths alone: of many processes that open it, one has read all of it.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - name: What the origin is called.
    /// - Returns: nil as where the origin is known.
    /// - Throws: `CalqueError` when a file cannot be read.
    package convenience init?(folder: URL, named name: String) throws {
        let file = folder.appendingPathComponent(Self.descriptionName)
        guard let data = try? Data(contentsOf: file),
            let description = try? JSONDecoder().decode(Description.self, from: data),
            description.origin == name
        else { return nil }
        try self.init(folder: folder, description)
    }

    /// - Returns: nil when files are missing or not whole.
    init?(folder: URL, _ description: Description) throws {
        func rows(_ name: String, _ elementBytes: Int) throws -> StoredRows? {
            let urls = StoredRows.urls(name, in: folder)
            guard urls.allSatisfy(\.isExisting) else { return nil }
            return try StoredRows(
                name, in: folder, elementBytes: elementBytes, count: description.pairs)
        }
        guard let tokens = try rows(Self.tokensName, description.tokenBytes) else { return nil }
        self.description = description
        self.tokens = tokens
        lines = description.keepsText ? try rows(Self.textName, 1) : nil
        links = description.keepsLinks ? try rows(Self.linksName, 4) : nil
        guard (lines != nil) == keepsText, (links != nil) == keepsLinks else { return nil }
    }

    /// What it is called: see ``CorpusOrigin/name``.
    public var name: String { description.origin }

    /// The texts that the pairs are of, in order.
    public var parts: [Part] { description.parts }

    /// The number of pairs.
    public var count: Int { description.pairs }

    /// The tokens of all sentences of each side, end tokens included.
    public var tokenCounts: (source: Int, target: Int) {
        (description.sourceTokens, description.targetTokens)
    }

    /// The number of tokens in the longest sentence of either side; 0 without pairs.
    public var longestCount: Int { description.longestCount }

    /// Whether the text is there as well.
    public var keepsText: Bool { description.keepsText }

    /// Whether it is known of some pairs which tokens belong together.
    public var keepsLinks: Bool { description.keepsLinks }

    /// A number that tells these tokens and links from others.
    public var fingerprint: UInt64 { description.fingerprint }

    /// Adds a pair at the end of a corpus that keeps no text.
    public func add(_ pair: Int, to corpus: inout EncodedCorpus) {
        let place = tokens.place(pair)
        corpus.append(
            source: StoredTokens(self, place.source), target: StoredTokens(self, place.target),
            links: keepsLinks
                ? PairLinks(words: Alignment([]), tokens: Alignment(links(of: pair, \.target)))
                : nil)
    }

    /// What a pair was cut from.
    ///
    /// - Precondition: ``keepsText``.
    public func text(of pair: Int) -> (source: String, target: String) {
        guard let lines else { preconditionFailure("text of a corpus that does not keep it") }
        let place = lines.place(pair)
        func line(_ range: Range<Int>) -> String {
            String(
                decoding: UnsafeRawBufferPointer(rebasing: lines.elements.bytes[range]),
                as: UTF8.self)
        }
        return (line(place.source), line(place.target))
    }

    /// Which words of a pair belong together, if the text was kept.
    public func wordLinks(of pair: Int) -> [Alignment.Link] { links(of: pair, \.source) }

    /// Links of a pair: between words are those of the first side, between tokens those of the second.
    private func links(
        of pair: Int, _ side: KeyPath<StoredRows.Place, Range<Int>>
    ) -> [Alignment.Link] {
        guard let links else { return [] }
        let range = links.place(pair)[keyPath: side]
        func number(_ place: Int) -> Int {
            Int(links.elements.bytes.load(fromByteOffset: 4 * place, as: Int32.self).littleEndian)
        }
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map {
            Alignment.Link(source: number($0), target: number($0 + 1))
        }
    }

    /// A token by its place among all.
    fileprivate func token(_ place: Int) -> Int32 {
        description.tokenBytes == 2
            ? Int32(
                UInt16(
                    littleEndian: tokens.elements.bytes.load(
                        fromByteOffset: 2 * place, as: UInt16.self)))
            : Int32(
                littleEndian: tokens.elements.bytes.load(
                    fromByteOffset: 4 * place, as: Int32.self))
    }

    /// What the files' content makes of ``EncodedPairs/fingerprint``: the same number as the same pairs in
    /// memory.
    var fingerprintOfFiles: UInt64 {
        var fingerprint = TokenFingerprint()
        for side in [\StoredRows.Place.source, \.target] {
            for pair in 0..<count {
                for place in tokens.place(pair)[keyPath: side] { fingerprint.add(token(place)) }
            }
        }
        guard keepsLinks else { return fingerprint.value }
        var (ends, end) = ([Int32](), 0)
        for pair in 0..<count {
            for link in links(of: pair, \.target) {
                fingerprint.add(Int32(link.source))
                fingerprint.add(Int32(link.target))
                end += 1
            }
            ends.append(Int32(truncatingIfNeeded: end))
        }
        for end in ends { fingerprint.add(end) }
        return fingerprint.value
    }
}

/// Tokens of a stored sentence.
private struct StoredTokens: RandomAccessCollection {
    private let corpus: StoredCorpus
    private let range: Range<Int>

    init(_ corpus: StoredCorpus, _ range: Range<Int>) {
        (self.corpus, self.range) = (corpus, range)
    }

    var startIndex: Int { range.lowerBound }
    var endIndex: Int { range.upperBound }
    subscript(place: Int) -> Int32 { corpus.token(place) }
}

extension URL {
    fileprivate var isExisting: Bool { FileManager.default.fileExists(atPath: path) }
}
