extension InlineContent {
    /// What a reader reads, to compare: text with one space for any, and where codes stand.
    var reading: [String] {
        var reading: [String] = []
        var text = ""
        func close() {
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let start = text.first?.isWhitespace ?? false ? " " : ""
            let end = text.last?.isWhitespace ?? false && !words.isEmpty ? " " : ""
            if !text.isEmpty { reading.append(start + words + end) }
            text = ""
        }
        for element in elements {
            switch element {
            case .text(let part): text += part
            case .code(let code) where code.separatesWords && code.markup.hasSuffix("\n"):
                // A space before it is none.
                text = String(text.trimmedEnd)
                close()
                reading.append("\n")
            case .code(let code):
                close()
                reading.append("<\(code.role)>" + (code.carriedText ?? ""))
            }
        }
        text = String(text.trimmedEnd)
        close()
        return reading
    }

    /// With white space outside of emphasis, within which it would undo it, and without emphasis that
    /// has nothing in it, which would be stars.
    ///
    /// - Parameter isEmphasis: Tells codes of emphasis by their ids.
    func tidied(_ isEmphasis: (Int) -> Bool) -> InlineContent {
        var elements = elements
        var place = 0
        while place + 1 < elements.count {
            let pair = (elements[place], elements[place + 1])
            if let replacement = Self.tidied(pair, isEmphasis) {
                elements.replaceSubrange(place...place + 1, with: replacement)
                // What was moved or taken away may make a pair with what is before it.
                place = max(place - 1, 0)
            } else {
                place += 1
            }
        }
        return InlineContent(elements)
    }

    private static func tidied(
        _ pair: (Element, Element), _ isEmphasis: (Int) -> Bool
    ) -> [Element]? {
        switch pair {
        case (.text(""), let other), (let other, .text("")): return [other]
        case (.text(let first), .text(let second)): return [.text(first + second)]
        case (.code(let begin), .code(let end))
        where begin.role == .begin && end.role == .end && begin.id == end.id
            && isEmphasis(begin.id):
            return []
        case (.code(let code), .text(let text)) where code.role == .begin && isEmphasis(code.id):
            let space = text.prefix(while: \.isWhitespace)
            guard !space.isEmpty else { return nil }
            return [.text(String(space)), pair.0, .text(String(text[space.endIndex...]))]
        case (.text(let text), .code(let code)) where code.role == .end && isEmphasis(code.id):
            let words = text.trimmedEnd
            guard words.endIndex < text.endIndex else { return nil }
            return [.text(String(words)), pair.1, .text(String(text[words.endIndex...]))]
        default: return nil
        }
    }
}
