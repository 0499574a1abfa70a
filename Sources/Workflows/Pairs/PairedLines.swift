package import Basics

/// Two texts whose lines belong together: the lines of one, and their translations.
package struct PairedLines {
    /// The lines.
    package let source: LineReader
    /// Their translations.
    package let target: LineReader

    /// Opens two texts. Lines with a flaw keep their places.
    ///
    /// - Parameters:
    ///   - source: The path of the lines, or `-` for standard input.
    ///   - target: The path of their translations, or `-` for standard input.
    /// - Throws: `CalqueError` when a file cannot be opened.
    package init(source: String, target: String) throws {
        self.source = try LineReader(path: source, invalidText: .skip, longLines: .skip)
        self.target = try LineReader(path: target, invalidText: .skip, longLines: .skip)
    }

    /// The next pair; nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read, or one has more lines than the other.
    package func next() throws -> (source: Line, target: Line)? {
        switch (try source.next(), try target.next()) {
        case (nil, nil): return nil
        case (let line?, let translation?): return (line, translation)
        case (nil, let line?): throw mismatch(source, target, line)
        case (let line?, nil): throw mismatch(target, source, line)
        }
    }

    private func mismatch(
        _ shorter: LineReader, _ longer: LineReader, _ line: Line
    ) -> CalqueError {
        CalqueError(
            """
            \(shorter.name) ends before line \(line.number), and \(longer.name) does not, so their \
            lines do not belong together. Align the files again.
            """, kind: .input)
    }

    /// The texts of the first pairs.
    ///
    /// - Throws: As ``next()``, and when a line has a flaw.
    package func texts(atMost limit: Int) throws -> [(source: String, target: String)] {
        var pairs: [(source: String, target: String)] = []
        while pairs.count < limit, let pair = try next() {
            pairs.append((try source.text(of: pair.source), try target.text(of: pair.target)))
        }
        return pairs
    }
}
