import Basics
public import Foundation

/// Writes encoded pairs into the files of a ``StoredCorpus``, pair by pair.
public final class StoredCorpusWriter: EncodedPairSink {
    /// What is kept of pairs.
    public struct Contents: Sendable {
        /// Whether the text is.
        public let text: Bool
        /// Whether links are.
        public let links: Bool

        /// Tokens, and what is said.
        public init(text: Bool, links: Bool) { (self.text, self.links) = (text, links) }
    }

    private var tokens: StoredRowsWriter
    private var text: StoredRowsWriter?
    private var links: StoredRowsWriter?
    private(set) var description: StoredCorpus.Description

    /// - Parameter outputs: Those of ``urls(_:in:)``.
    init(_ description: StoredCorpus.Description, _ outputs: [FileOutput]) {
        self.description = description
        var rest = outputs[...]
        func next() -> StoredRowsWriter {
            defer { rest = rest.dropFirst(2) }
            return StoredRowsWriter(rest.prefix(2))
        }
        tokens = next()
        text = description.keepsText ? next() : nil
        links = description.keepsLinks ? next() : nil
    }

    /// Adds a pair at the end.
    ///
    /// - Throws: `CalqueError` when it cannot be written.
    public func add(
        source: [Int32], target: [Int32], text: (source: String, target: String), links: PairLinks?
    ) throws {
        if description.tokenBytes == 2 {
            try tokens.add(source.map(UInt16.init), target.map(UInt16.init))
        } else {
            try tokens.add(source, target)
        }
        try self.text?.add(Array(text.source.utf8), Array(text.target.utf8))
        try self.links?.add(links?.words.numbers ?? [], links?.tokens.numbers ?? [])
        description.pairs += 1
        description.sourceTokens += source.count
        description.targetTokens += target.count
        description.longestCount = max(description.longestCount, source.count, target.count)
    }

    /// Ends the pairs of a text.
    ///
    /// - Parameter report: What was kept of it, and what was left out.
    public func endPart(_ report: CorpusReport) {
        let before = description.parts.reduce(0) { $0 + $1.pairs }
        description.parts.append(.init(pairs: description.pairs - before, report: report))
    }

    static func urls(_ description: StoredCorpus.Description, in folder: URL) -> [URL] {
        [
            (StoredCorpus.tokensName, true), (StoredCorpus.textName, description.keepsText),
            (StoredCorpus.linksName, description.keepsLinks),
        ].filter(\.1).flatMap { StoredRows.urls($0.0, in: folder) }
    }
}

extension StoredCorpus {
    /// Opens the corpus of some origin, or makes it.
    ///
    /// - Parameters:
    ///   - folder: Where it is, or is put, in a folder named by its origin.
    ///   - origin: What it is made of.
    ///   - contents: What is kept of pairs.
    ///   - tokenizer: Cuts the text.
    ///   - make: Adds the pairs, where there is no such corpus yet.
    /// - Returns: The corpus.
    /// - Throws: What `make` throws, and `CalqueError` when files cannot be read or written. Nothing of a
    ///   corpus that is not whole is left behind.
    public static func open(
        in folder: URL, _ origin: CorpusOrigin, _ contents: StoredCorpusWriter.Contents,
        for tokenizer: TranslationTokenizer, make: (StoredCorpusWriter) throws -> Void
    ) throws -> StoredCorpus {
        let place = folder.appendingPathComponent(origin.name)
        if let corpus = try StoredCorpus(folder: place, origin: origin),
            corpus.keepsText == contents.text, corpus.keepsLinks == contents.links
        {
            return corpus
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var description = Description(origin: origin.name)
        description.tokenBytes = tokenizer.hasShortIDs ? 2 : 4
        (description.keepsText, description.keepsLinks) = (contents.text, contents.links)
        let whole = try AtomicDirectory.write(to: place) { temporary in
            let urls = StoredCorpusWriter.urls(description, in: temporary)
            var written = try AtomicFile.write(toAll: urls) { outputs in
                let writer = StoredCorpusWriter(description, outputs)
                try make(writer)
                return writer.description
            }
            guard let corpus = try StoredCorpus(folder: temporary, written) else {
                throw damage(temporary)
            }
            written.fingerprint = corpus.fingerprintOfFiles
            try AtomicFile.write(
                JSONEncoder().encode(written),
                to: temporary.appendingPathComponent(descriptionName))
            return written
        }
        guard let corpus = try StoredCorpus(folder: place, whole) else {
            throw damage(place)
        }
        return corpus
    }

    private static func damage(_ folder: URL) -> CalqueError {
        CalqueError(
            "\(folder.path) is not what was written there a moment ago. Look for another program "
                + "that writes to it, or for a damaged disk.", kind: .system)
    }
}

extension TranslationTokenizer {
    /// Whether two bytes hold every token.
    fileprivate var hasShortIDs: Bool {
        max(source.vocabulary.count, target.vocabulary.count) <= 1 << 16
    }
}

extension Alignment {
    /// Source and target of every link.
    fileprivate var numbers: [Int32] { links.flatMap { [Int32($0.source), Int32($0.target)] } }
}
