/// What is left of a line of Markdown, as columns: a tab goes to the next multiple of four.
struct MarkdownLine {
    private let bytes: [UInt8]
    /// Where the rest begins.
    private(set) var place: Int
    /// Where the line ends.
    let end: Int
    /// The column that the rest begins in: within a tab at ``place``, if some of that is used.
    private var column = 0

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        place = range.lowerBound
        end = range.upperBound
    }

    /// The first byte that is no space; nil where there is none.
    var first: UInt8? {
        let start = textStart
        return start < end ? bytes[start] : nil
    }

    /// Where the first byte that is no space is.
    var textStart: Int {
        bytes[place..<end].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? end
    }

    /// Whether there is nothing but space.
    var isBlank: Bool { textStart == end }

    /// How many columns of space there are.
    var indent: Int {
        var copy = self
        copy.skipSpace()
        return copy.column - column
    }

    /// The rest without the space before it.
    var text: String { String(decoding: bytes[textStart..<end], as: UTF8.self) }

    /// Skips all space.
    mutating func skipSpace() { skip(columns: .max) }

    /// Skips columns of space, as far as there are any.
    mutating func skip(columns: Int) {
        var left = columns
        while left > 0, place < end {
            if bytes[place] == 0x20 {
                (place, column, left) = (place + 1, column + 1, left - 1)
            } else if bytes[place] == 0x09 {
                let width = 4 - column % 4
                let taken = min(width, left)
                (column, left) = (column + taken, left - taken)
                if taken == width { place += 1 }
            } else {
                return
            }
        }
    }

    /// Skips bytes that are no space.
    mutating func skip(bytes count: Int) {
        place += count
        column += count
    }
}

extension String {
    /// Without spaces and tabs at its end.
    var trimmedEnd: Substring {
        var rest = self[...].unicodeScalars
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return Substring(rest)
    }
}
