import Text

/// Several parallel texts, one after the other.
final class ParallelTexts {
    /// A line, and the number of its text.
    typealias NumberedLine = (line: ParallelLine, text: Int)

    private let corpora: [ParallelCorpus]
    /// The bytes of every text; nil where nobody knows.
    private let sizes: [Int?]
    private var reader: (any ParallelReader)?
    private var text = 0

    /// Texts that are read from the first on.
    init(_ corpora: [ParallelCorpus]) {
        self.corpora = corpora
        sizes = corpora.map { corpus in
            corpus.files.reduce(0) { sum, file in
                guard let sum, let count = file.byteCount else { return nil }
                return sum + count
            }
        }
    }

    /// The next line; nil after the last of all texts.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or is malformed.
    func next() throws -> NumberedLine? {
        while text < corpora.count {
            let reader = try self.reader ?? corpora[text].makeReader()
            self.reader = reader
            if let line = try reader.next() { return (line, text) }
            self.reader = nil
            text += 1
        }
        return nil
    }

    /// The next lines.
    ///
    /// - Parameter limit: The most lines.
    func nextLines(atMost limit: Int) throws -> [NumberedLine] {
        var lines: [NumberedLine] = []
        while lines.count < limit, let line = try next() { lines.append(line) }
        return lines
    }

    /// The share of all text that has been handed out; nil where nobody knows.
    var fractionRead: Double? {
        guard text < corpora.count else { return 1 }
        let known = sizes.compactMap(\.self)
        let all = known.reduce(0, +)
        guard known.count == sizes.count, all > 0, let fraction = reader?.fractionRead else {
            return nil
        }
        let done = Double(known[..<text].reduce(0, +)) + fraction * Double(known[text])
        return done / Double(all)
    }
}
