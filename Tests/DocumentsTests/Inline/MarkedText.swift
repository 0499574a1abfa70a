import Documents
import Translation

/// Contents as text with tags, `See <b>the house</b><br>now.`: for tests alone, without entities or
/// attributes that hold a `>`.
extension InlineContent {
    /// Tags that stand alone.
    private static let alone: Set = ["img", "br", "wbr", "hr", "ph", "var"]

    /// The content of a marked text. Codes have the numbers of their order for ids.
    init(marked: String) {
        self.init()
        var open: [(id: Int, name: String)] = []
        var rest = Substring(marked).unicodeScalars
        var id = 0
        while let first = rest.first {
            guard first == "<", let end = rest.firstIndex(of: ">") else {
                let text = rest.prefix { $0 != "<" }
                elements.append(.text(String(Substring(text))))
                rest = rest.dropFirst(text.count)
                continue
            }
            let tag = String(Substring(rest[...end]))
            rest = rest[rest.index(after: end)...]
            let name = String(tag.dropFirst().prefix { $0 != ">" && $0 != " " })
            if name.hasPrefix("/") {
                let last = open.removeLast()
                precondition("/" + last.name == name, "tags that do not nest in a test")
                elements.append(.code(InlineCode(id: last.id, .end, markup: tag)))
            } else if Self.alone.contains(name) {
                elements.append(
                    .code(InlineCode(id: id, .alone, markup: tag, separatesWords: name == "br")))
                id += 1
            } else {
                open.append((id, name))
                elements.append(.code(InlineCode(id: id, .begin, markup: tag)))
                id += 1
            }
        }
        precondition(open.isEmpty, "tags that do not end in a test")
    }

    /// The text with its codes.
    var marked: String {
        elements.reduce(into: "") { marked, element in
            switch element {
            case .text(let text): marked += text
            case .code(let code): marked += code.markup
            }
        }
    }
}

/// Words and marks of a text, by their places.
func tokens(of text: String) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var isWord = false
    var place = 0
    for character in text {
        let end = place + character.unicodeScalars.count
        defer { place = end }
        if character.isWhitespace {
            isWord = false
            continue
        }
        let isOfWord = character.isLetter || character.isNumber
        if isOfWord && isWord, let last = tokens.popLast() {
            tokens.append(last.lowerBound..<end)
        } else {
            tokens.append(place..<end)
        }
        isWord = isOfWord
    }
    return tokens
}

extension AlignedTranslation {
    /// A translation of a line of one sentence.
    ///
    /// - Parameter links: `0-0 1-2`: words and marks of the line and of the text that go together.
    init(_ line: String, _ text: String, links: String, sentences: [Sentence] = []) {
        let (sources, targets) = (tokens(of: line), tokens(of: text))
        let pairs = links.split(separator: " ").map { link in
            link.split(separator: "-").compactMap { Int($0) }
        }
        self.init(
            line: line, text: text,
            pieces: targets.enumerated().flatMap { place, target in
                let linked = pairs.filter { $0[1] == place }
                if linked.isEmpty { return [Piece(target: target, source: nil, weight: 0)] }
                return linked.map { Piece(target: target, source: sources[$0[0]], weight: 0.9) }
            }, sentences: sentences)
    }
}
