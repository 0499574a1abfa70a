public import Basics
public import Text

/// A test set that is read from parallel text: one text or several, one after the other.
public struct TestText: Sendable, Equatable {
    /// A text of the set.
    public struct Part: Sendable, Equatable {
        /// The path of its file, or of both.
        public let name: String
        /// Its lines among all.
        public let lines: Range<Int>
        /// How many lines, or units of a translation memory, lack a side and were left out.
        public let leftOut: Int
    }

    /// What is to be translated.
    public let sources: TextLines
    /// The translations to compare with.
    public let references: TextLines
    /// The texts, in their order.
    public let parts: [Part]

    /// Reads texts.
    ///
    /// - Parameter corpora: The texts.
    /// - Throws: `CalqueError` when one cannot be read, is malformed, or has no pair.
    public init(reading corpora: [ParallelCorpus]) throws {
        var pairs: (sources: [String], references: [String]) = ([], [])
        var parts: [Part] = []
        for corpus in corpora {
            let (start, reader) = (pairs.sources.count, try corpus.makeReader())
            var leftOut = 0
            while let line = try reader.next() {
                guard let source = line.source, let target = line.target else {
                    leftOut += 1
                    continue
                }
                pairs.sources.append(source)
                pairs.references.append(target)
            }
            guard pairs.sources.count > start else {
                throw CalqueError(
                    "There is no pair in \(corpus.name), so nothing can be evaluated by it. Give "
                        + "another test set.", kind: .input)
            }
            parts.append(
                Part(name: corpus.name, lines: start..<pairs.sources.count, leftOut: leftOut))
        }
        let name = parts.map(\.name).joined(separator: " and ")
        sources = TextLines(name: name, pairs.sources)
        references = TextLines(name: name, pairs.references)
        self.parts = parts
    }

    /// What was left out, a sentence for every text; empty where nothing was.
    public var remarks: [String] {
        parts.filter { $0.leftOut > 0 }.map {
            "\($0.leftOut.grouped) of the \(($0.leftOut + $0.lines.count).grouped) lines or units of "
                + "\($0.name) lack a side, and were left out."
        }
    }
}
