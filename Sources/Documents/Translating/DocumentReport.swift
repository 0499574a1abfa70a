/// What became of a document, for whoever has to look at it.
public struct DocumentReport: Sendable, Codable, Equatable {
    /// A segment that a reader should look at.
    public struct Flag: Sendable, Codable, Equatable {
        /// Where it is: "line 12", "word/document.xml, line 3".
        public let place: String
        /// What stood there, without codes.
        public let source: String
        /// What stands there now, without codes.
        public let translation: String
        /// Why to look at it, in sentences.
        public let warnings: [String]
    }

    /// A term of a glossary, and what became of it.
    public struct Term: Sendable, Codable, Equatable {
        /// The words, as they stand in the document.
        public let text: String
        /// What they are translated by; nil where the translation has none of what was asked for.
        public let translation: String?
        /// How the translation has the term.
        public let outcome: TermUse.Outcome
        /// How often that is so.
        public let count: Int
    }

    /// What the document is called.
    public let document: String
    /// The name of its format.
    public let format: String
    /// What it is written in; nil where nobody knows.
    public let sourceLanguage: String?
    /// What it is translated into; nil where nobody knows.
    public let targetLanguage: String?
    /// How many segments it has.
    public let segmentCount: Int
    /// How many words its segments have in all, counted by white space.
    public let wordCount: Int
    /// How many characters its segments have in all.
    public let characterCount: Int
    /// The segments that have warnings, in order.
    public let flags: [Flag]
    /// The terms of the glossary that it has, in the order in which they come.
    public let terms: [Term]

    /// All warnings, each with its place before it.
    public var warnings: [String] {
        flags.flatMap { flag in flag.warnings.map { "\(flag.place): \($0)" } }
    }
}

extension [DocumentReport.Term] {
    /// The terms of all segments, each with what became of it once.
    init(_ uses: [TermUse]) {
        var counts: [TermUse: Int] = [:]
        var order: [TermUse] = []
        for use in uses {
            if counts[use] == nil { order.append(use) }
            counts[use, default: 0] += 1
        }
        self = order.map { use in
            DocumentReport.Term(
                text: use.text, translation: use.translation, outcome: use.outcome,
                count: counts[use] ?? 0)
        }
    }
}

/// A document's translation.
public struct TranslatedDocument: Sendable {
    /// The document.
    public let bytes: [UInt8]
    /// What became of it.
    public let report: DocumentReport
    /// What of it was translated, and into what, in order.
    public let pairs: [TMXDocument.Pair]
}
