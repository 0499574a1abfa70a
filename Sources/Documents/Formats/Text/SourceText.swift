import Basics

/// The bytes of a text document, which are UTF-8, and its lines.
struct SourceText: Sendable {
    /// A line of the text.
    struct Line: Sendable {
        /// Where it is, without what ends it.
        let content: Range<Int>
        /// Where the next one begins.
        let end: Int
    }

    /// All bytes, with the byte order mark if there is one.
    let bytes: [UInt8]
    /// What errors call the document.
    let name: String
    /// The lines; the byte order mark is in none. What ends a line is LF, CR LF or CR.
    let lines: [Line]

    /// - Throws: `CalqueError` that names the byte that is not UTF-8.
    init(_ bytes: [UInt8], name: String) throws {
        if let place = UTF8Text.firstInvalidByte(of: bytes) {
            throw CalqueError(
                "\(name) is not UTF-8 at byte \(place + 1). Convert it to UTF-8.", kind: .input)
        }
        self.bytes = bytes
        self.name = name
        lines = Self.lines(of: bytes, from: UTF8Text.start(of: bytes))
    }

    /// Where the text begins, behind the byte order mark.
    var start: Int { lines.first?.content.lowerBound ?? bytes.count }

    /// The text of a part.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text of a line, without what ends it.
    func text(of line: Int) -> String { text(lines[line].content) }

    /// What ends the first line: a line feed, where there is but one.
    var lineEnd: String {
        guard let line = lines.first, line.end > line.content.upperBound else { return "\n" }
        return text(line.content.upperBound..<line.end)
    }

    /// The number of the line that a byte is in, from 1.
    func lineNumber(at place: Int) -> Int {
        let line = lines.partitioningIndex { $0.end > place }
        return min(line, max(lines.count - 1, 0)) + 1
    }

    /// An error at a byte.
    ///
    /// - Parameter what: What is wrong, as a sentence without its full stop.
    func error(_ what: String, at place: Int) -> CalqueError {
        CalqueError("\(name), line \(lineNumber(at: place)): \(what).", kind: .input)
    }

    private static func lines(of bytes: [UInt8], from start: Int) -> [Line] {
        var lines: [Line] = []
        var first = start
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            guard byte == 0x0A || byte == 0x0D else {
                place += 1
                continue
            }
            let isPair = byte == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
            let end = place + (isPair ? 2 : 1)
            lines.append(Line(content: first..<place, end: end))
            (first, place) = (end, end)
        }
        if first < bytes.count { lines.append(Line(content: first..<place, end: place)) }
        return lines
    }
}
