extension XMLSpans {
    /// A line of a node of text.
    struct TextLine {
        /// Its bytes.
        let text: Range<Int>
        /// The line breaks behind it, with the white space around them; nil at the node's end.
        let lineBreak: Range<Int>?
    }

    /// The lines of a node of text, as they are after references to characters are resolved.
    func lines(ofText index: Int) -> [TextLine] {
        let inner = inner(ofText: index)
        let hasReferences = nodes[index].kind == .text
        var (lines, start, place) = ([TextLine](), inner.lowerBound, inner.lowerBound)
        while place < inner.upperBound {
            guard lineBreakLength(at: place, hasReferences) > 0 else {
                place += 1
                continue
            }
            var first = place
            while first > start, Self.isBlank(bytes[first - 1]) { first -= 1 }
            while place < inner.upperBound {
                let length = lineBreakLength(at: place, hasReferences)
                guard length > 0 || Self.isBlank(bytes[place]) else { break }
                place += max(1, length)
            }
            lines.append(TextLine(text: start..<first, lineBreak: first..<place))
            start = place
        }
        return lines + [TextLine(text: start..<inner.upperBound, lineBreak: nil)]
    }

    /// The text of a part of a node of text.
    func text(of index: Int, in part: Range<Int>) -> String {
        nodes[index].kind == .text
            ? XMLText.decoded(bytes[part]) : XMLText.withPlainLineEnds(source(part)[...])
    }

    /// The bytes of a node of text, without those around what is written as `<![CDATA[…]]>`.
    func inner(ofText index: Int) -> Range<Int> {
        let range = nodes[index].range
        guard nodes[index].kind == .characterData else { return range }
        return range.lowerBound + 9..<range.upperBound - 3
    }

    /// How many bytes a line break has that stands at a place; 0 where none does.
    private func lineBreakLength(at place: Int, _ hasReferences: Bool) -> Int {
        switch bytes[place] {
        case 0x0A, 0x0D: return 1
        case UInt8(ascii: "&") where hasReferences:
            let reference = bytes[place...].prefix(10)
            guard let end = reference.firstIndex(of: UInt8(ascii: ";")) else { return 0 }
            let text = XMLText.decoded(reference[...end])
            return text == "\n" || text == "\r" ? end + 1 - place : 0
        default: return 0
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
