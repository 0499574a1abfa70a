import Basics

/// Reads the alignments of pairs, such as `0-0 1-2`, one a line.
public final class AlignmentFile {
    private let path: String
    private let pairs: String
    private let reader: LineReader
    private var count = 0

    /// Opens the file.
    ///
    /// - Parameters:
    ///   - path: The file's path, or `-` for standard input.
    ///   - pairs: What the text of the pairs is called in errors.
    /// - Throws: `CalqueError` when it cannot be opened.
    public init(path: String, ofPairsIn pairs: String) throws {
        self.path = path
        self.pairs = pairs
        reader = try LineReader(path: path, invalidText: .skip)
    }

    /// What errors call the file.
    var name: String { reader.name }

    /// The alignment of the next pair.
    ///
    /// - Throws: `CalqueError` when there is none, or the line is not one.
    public func next() throws -> Alignment {
        guard let line = try reader.next() else {
            throw mismatch("\(reader.name) has \(count) lines, and \(pairs) more.")
        }
        count += 1
        let text = try reader.text(of: line)
        guard let alignment = Alignment(text) else {
            throw CalqueError(
                "\(reader.name), line \(line.number): \"\(text)\" is no alignment. A "
                    + "line has pairs of places such as \"0-0 1-2\".", kind: .input)
        }
        return alignment
    }

    /// The alignment of the next pair, which has so many words.
    ///
    /// - Throws: As ``next()``, and `CalqueError` when it links a word that is not there.
    package func next(sourceWords: Int, targetWords: Int) throws -> Alignment {
        let alignment = try next()
        try alignment.requireWithin(
            sourceWords: sourceWords, targetWords: targetWords, file: reader.name, line: count)
        return alignment
    }

    /// Throws when there are more alignments than pairs.
    ///
    /// - Throws: `CalqueError` saying how many pairs there are.
    public func requireEnd() throws {
        guard try reader.next() != nil else { return }
        throw mismatch("\(pairs) has \(count) lines, and \(path) more.")
    }

    private func mismatch(_ what: String) -> CalqueError {
        CalqueError("\(what) Give one alignment for every pair.", kind: .input)
    }
}

extension Alignment {
    /// Throws where it links a word that a pair of so many words lacks.
    ///
    /// - Parameters:
    ///   - file: What errors call the file that has the alignment.
    ///   - line: Its line, from 1.
    func requireWithin(
        sourceWords: Int, targetWords: Int, file: String, line: Int
    ) throws(CalqueError) {
        let stray = links.first { $0.source >= sourceWords || $0.target >= targetWords }
        guard let stray else { return }
        throw CalqueError(
            """
            \(file), line \(line): \(stray.source)-\(stray.target) links a word that is not there, for \
            the pair has \(sourceWords) source words and \(targetWords) target words, counted from 0. \
            Words are what white space separates: align this very text.
            """, kind: .input)
    }
}
