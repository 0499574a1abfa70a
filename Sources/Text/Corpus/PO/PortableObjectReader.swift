import Basics

/// Reads the messages of a PO file of gettext and their translations.
///
/// A message with a plural is two pairs, or one where its language has no singular or more than three
/// forms, of which it is not known which one the singular's is.
final class PortableObjectReader: ParallelReader {
    private let reader: LineReader
    private let skipsInvalid: Bool
    private var entries = PortableObjectEntries()
    /// Pairs that were read and not handed out, the last one first.
    private var pending: [ParallelLine] = []
    /// The first line that is not UTF-8, or is too long, as long as it is not known whether the header
    /// says another encoding.
    private var firstUnreadable: Line?
    private var isAtEnd = false

    /// - Parameters:
    ///   - file: The file.
    ///   - skipsInvalid: Whether messages are left out that are not UTF-8.
    /// - Throws: `CalqueError` when it cannot be opened.
    init(_ file: TextFile, skipsInvalid: Bool) throws {
        reader = try file.makeReader(invalidText: .skip, longLines: .skip)
        self.skipsInvalid = skipsInvalid
    }

    var fractionRead: Double? { reader.fractionRead }

    func next() throws -> ParallelLine? {
        while pending.isEmpty, !isAtEnd {
            guard let line = try reader.next() else {
                isAtEnd = true
                try finishEntry()
                try checkEnd()
                break
            }
            try read(line)
        }
        return pending.popLast()
    }

    private func read(_ line: Line) throws {
        guard let text = line.text else {
            entries.note(line.flaw.map(ParallelLine.Flaw.init) ?? .invalidText)
            if line.flaw == .invalidText { firstUnreadable = firstUnreadable ?? line }
            return
        }
        let parsed: PortableObjectLine
        do {
            parsed = try PortableObjectLine(text)
        } catch {
            // Of a file in another encoding, the header says more.
            try finishEntry()
            throw refusal(error.text, at: line.number)
        }
        if entries.ends(before: parsed) { try finishEntry() }
        do throws(FileProblem) {
            try entries.add(parsed, line: line.number)
        } catch {
            throw refusal(error.text, at: line.number)
        }
    }

    private func finishEntry() throws {
        pending = entries.finish().reversed()
        if let charset = entries.foreignCharset {
            throw CalqueError(
                """
                \(reader.name) is in \(FileProblem.brief(charset)), as its header says. Convert it to \
                UTF-8: msgconv --to-code=UTF-8.
                """, kind: .input)
        }
        if let line = firstUnreadable, !skipsInvalid { _ = try reader.text(of: line) }
    }

    /// A file without a pair is another one than was meant.
    private func checkEnd() throws {
        guard entries.pairCount == 0 else { return }
        let count = entries.count
        throw CalqueError(
            count == 0
                ? "There are no messages in \(reader.name). Name a PO file."
                : """
                \(reader.name): none of its \(count == 1 ? "1 message" : "\(count) messages") is \
                translated. Name a PO file that has been translated.
                """, kind: .input)
    }

    private func refusal(_ problem: String, at line: Int) -> CalqueError {
        CalqueError(
            """
            \(reader.name), line \(line): it is not PO that can be read: \(problem). Correct it there, \
            or export it again.
            """, kind: .input)
    }
}
