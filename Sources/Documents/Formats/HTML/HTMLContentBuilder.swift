/// Collects a segment's content, with white space as a reader sees it.
struct HTMLContentBuilder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var elements: [InlineContent.Element] = []
    private var begins: [Int: Range<Int>] = [:]
    private var ends: [Int: Range<Int>] = [:]
    private var open: [Int] = []
    private var lastId = 0
    /// Whether white space would follow white space, or be at the beginning.
    private var isAfterSpace = true

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Adds text, of which white space counts once unless it is preserved.
    mutating func text(_ range: Range<Int>, isPreserved: Bool) {
        let decoded = GumboTree.decoded(UnsafeBufferPointer(rebasing: bytes[range]))
        elements.append(text: isPreserved ? decoded : collapsed(decoded))
    }

    /// Adds a start tag whose end follows.
    mutating func begin(_ range: Range<Int>) {
        lastId += 1
        open.append(lastId)
        begins[lastId] = range
        elements.append(.code(InlineCode(id: lastId, .begin, markup: markup(range))))
    }

    /// Adds the end tag of the element that began last.
    mutating func end(_ range: Range<Int>) {
        guard let id = open.popLast() else { return }
        ends[id] = range
        elements.append(.code(InlineCode(id: id, .end, markup: markup(range))))
    }

    /// Adds what stands alone.
    mutating func alone(
        _ range: Range<Int>, _ carriedTexts: [Range<Int>], separatesWords: Bool
    ) {
        lastId += 1
        begins[lastId] = range
        let carried = carriedTexts.map {
            GumboTree.decoded(UnsafeBufferPointer(rebasing: bytes[$0]))
        }.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        // White space on both sides of a picture is seen, but not of a comment.
        if !bytes[range].starts(with: "<!".utf8) { isAfterSpace = false }
        elements.append(
            .code(
                InlineCode(
                    id: lastId, .alone, markup: markup(range),
                    carriedText: carried.isEmpty ? nil : carried, separatesWords: separatesWords)))
    }

    /// The segment; nil where there is nothing to translate.
    mutating func place(_ range: Range<Int>) -> HTMLPlace? {
        trimEnd()
        let content = InlineContent(elements)
        guard Wording.hasLetters(content.text) else { return nil }
        return HTMLPlace(range: range, content: content, kind: .text(begins: begins, ends: ends))
    }

    private func markup(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private mutating func collapsed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isSpace = scalar.value < 0x21 && UInt8(scalar.value).isHTMLSpace
            if !isSpace {
                result.append(scalar)
            } else if !isAfterSpace {
                result.append(" ")
            }
            isAfterSpace = isSpace
        }
        return String(result)
    }

    /// Takes away white space that only codes follow.
    private mutating func trimEnd() {
        for index in elements.indices.reversed() {
            switch elements[index] {
            case .code(let code) where code.carriedText != nil: return
            case .code: continue
            case .text(let text):
                let scalars = text.unicodeScalars
                guard let last = scalars.lastIndex(where: { $0 != " " }) else {
                    elements.remove(at: index)
                    continue
                }
                let end = scalars.index(after: last)
                if end != scalars.endIndex { elements[index] = .text(String(text[..<end])) }
                return
            }
        }
    }
}
