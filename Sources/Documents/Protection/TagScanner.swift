/// Finds tags in text, and marks of keys.
enum TagScanner {
    private static let longest = 500
    private static let names: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "bold", "br", "cite", "code", "del", "dfn", "div",
        "em",
        "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "italic", "kbd", "li",
        "link", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "table", "td", "th", "tr", "tt", "u", "ul", "var", "wbr", "g", "x",
    ]

    /// The end of `<b>`, `</0>`, `<br/>` or `<a href="x">`. Of other names than HTML's, both the
    /// beginning and the end have to be in the text, for `<file>` may well be a word.
    static func end(_ text: ScalarText, _ start: Int) -> Int? {
        let isEnd = text[start + 1] == "/"
        let first = start + (isEnd ? 2 : 1)
        let nameEnd = text.end(from: first, while: \.isTagNamePart)
        guard nameEnd > first, let end = close(text, nameEnd) else { return nil }
        let name = text[first..<nameEnd]
        let isNumber = name.allSatisfy(\.isNumber)
        let isKnown = isNumber || names.contains(name.lowercased())
        let hasAttributes = text.scalars[nameEnd..<end].contains("=")
        let partners = isEnd ? text.tagNames?.begun : text.tagNames?.ended
        guard isKnown || hasAttributes || partners?.contains(name) == true else { return nil }
        return end
    }

    /// The place behind the `>` of a tag, past attributes in quotes.
    private static func close(_ text: ScalarText, _ start: Int) -> Int? {
        guard [">", "/"].contains(text[start]) || text[start].isWhitespace else { return nil }
        var quote: Unicode.Scalar?
        for place in start..<min(text.count, start + longest) {
            let scalar = text[place]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "<" {
                return nil
            } else if scalar == ">" {
                return place + 1
            }
        }
        return nil
    }

    /// The end of the `&` before the letter of a key.
    static func mnemonicEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard text[start + 1].isWordPart else { return nil }
        // R&D: the capitals on both sides are an abbreviation's.
        let isBetweenCapitals = [text[start - 1], text[start + 1]].allSatisfy {
            $0.properties.isUppercase
        }
        if isBetweenCapitals { return nil }
        let name = text.end(from: start + 1, while: \.isNamePart)
        return text[name] == ";" ? nil : start + 1
    }
}

/// The names of the tags in a text.
struct TagNames {
    /// Those of `<name`.
    private(set) var begun: Set<String> = []
    /// Those of `</name>`.
    private(set) var ended: Set<String> = []

    init(_ text: ScalarText) {
        for start in 0..<text.count where text[start] == "<" {
            let isEnd = text[start + 1] == "/"
            let first = start + (isEnd ? 2 : 1)
            let end = text.end(from: first, while: \.isTagNamePart)
            guard end > first else { continue }
            if !isEnd {
                begun.insert(text[first..<end])
            } else if text[end] == ">" {
                ended.insert(text[first..<end])
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isTagNamePart: Bool { isNamePart || self == "-" || self == ":" }
}
