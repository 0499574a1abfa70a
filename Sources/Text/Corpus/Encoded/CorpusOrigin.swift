public import Basics

/// What the pairs of a ``StoredCorpus`` were made of: their text, the tokenizer and the rules. The same
/// always makes the same pairs.
public struct CorpusOrigin: Sendable {
    /// Changes when the files or what is made of a text do.
    private static let version: UInt64 = 1

    private var hash = ContentHash()

    /// Of nothing yet.
    public init() { hash.add(Self.version) }

    /// What it is called: sixteen figures.
    public var name: String { hash.description }

    /// Adds a text. Its files are read, as they are stored.
    ///
    /// - Throws: `CalqueError` when a file cannot be read.
    public mutating func add(_ text: ParallelCorpus) throws {
        for part in text.parts {
            hash.add(part.form)
            for file in part.files { try file.addContent(to: &hash) }
        }
        if let kept = text.keptLines { hash.add(kept.data(decidedBy: "")) }
    }

    /// Adds a file. One that can be read only once, such as a pipe, is like no other.
    ///
    /// - Throws: `CalqueError` when it cannot be read.
    public mutating func add(_ file: TextFile) throws {
        guard file.byteCount != nil else { return hash.add(UInt64.random(in: 0...UInt64.max)) }
        try file.addContent(to: &hash)
    }

    /// Adds the tokenizer that the text is cut with.
    public mutating func add(_ tokenizer: TranslationTokenizer) {
        for side in [tokenizer.source, tokenizer.target] {
            hash.add(side.model.serialized)
            for id in 0..<side.vocabulary.count {
                hash.add(side.vocabulary.piece(of: Int32(id)) ?? "")
            }
        }
    }

    /// Adds rules, or anything else that the pairs follow from, as its text.
    public mutating func add(_ rule: String) { hash.add(rule) }

    /// Adds what pairs are left out for.
    public mutating func add(_ heldOut: HeldOutText) { hash.add(heldOut.hash) }
}

extension ParallelCorpus {
    /// How each part of the text is read.
    package var forms: [String] { parts.map(\.form) }
}

extension CorpusPart {
    /// How the text is read.
    fileprivate var form: String {
        switch location {
        case .files: "files \(invalidText)"
        case .table(_, let source, let target): "table \(source) \(target) \(invalidText)"
        case .memory(_, let source, let target): "memory \(source) \(target)"
        case .xliff(_, let source, let target): "xliff \(source ?? "-") \(target ?? "-")"
        case .portableObject: "po \(invalidText)"
        }
    }
}
