/// Lines of Markdown that are carried as they are: code, HTML, maths.
struct MarkdownVerbatim {
    /// Whether a line belongs to it.
    enum Belonging {
        case inside, last, outside
    }

    private enum End {
        /// A line of at least so many of a character.
        case fence(Character, count: Int)
        /// A line with a text in it, in lower case.
        case text([String])
        /// An empty line, which does not belong to it.
        case blank
    }

    private let end: End
    /// Whether it ends with the line that begins it.
    private(set) var isDone = false

    /// What begins with a line; nil where nothing does.
    ///
    /// - Parameter interruptsParagraph: Whether a paragraph would end here.
    init?(_ line: MarkdownLine, interruptsParagraph: Bool) {
        guard let first = line.first, "`~$:{<".utf8.contains(first) else { return nil }
        let text = line.text
        if let fence = text.prefixMatch(of: #/(`{3,})[^`]*$|(~{3,})|(\${2})/#) {
            let mark = fence.1 ?? fence.2 ?? fence.3 ?? ""
            end = .fence(mark.first ?? "`", count: mark.count)
            isDone = mark.first == "$" && text.count > 4 && text.trimmedEnd.hasSuffix("$$")
        } else if text.hasPrefix(":::") || text.wholeMatch(of: #/\{%.*%\}[ \t]*/#) != nil {
            // A line of other dialects that parts or includes.
            end = .text([])
            isDone = true
        } else if text.hasPrefix("<"),
            let end = Self.htmlEnd(text, interruptsParagraph: interruptsParagraph)
        {
            self.end = end
            if case .text(let ends) = end {
                let rest = text.dropFirst(2).lowercased()
                isDone = ends.contains { rest.contains($0) }
            }
        } else {
            return nil
        }
    }

    /// Whether the next line belongs to it.
    func next(_ line: MarkdownLine) -> Belonging {
        switch end {
        case .fence(let mark, let count):
            let text = line.text.trimmedEnd
            if mark == "$" { return text.hasSuffix("$$") ? .last : .inside }
            let isEnd = line.indent < 4 && text.count >= count && text.allSatisfy { $0 == mark }
            return isEnd ? .last : .inside
        case .text(let ends):
            let text = line.text.lowercased()
            return ends.contains { text.contains($0) } ? .last : .inside
        case .blank: return line.isBlank ? .outside : .inside
        }
    }

    /// What ends a block of HTML, by the seven conditions of CommonMark.
    private static func htmlEnd(_ text: String, interruptsParagraph: Bool) -> End? {
        let lower = text.lowercased()
        if lower.prefixMatch(of: #/<(?:script|pre|style|textarea)(?:[\s>]|$)/#) != nil {
            return .text(["</script>", "</pre>", "</style>", "</textarea>"])
        }
        if lower.hasPrefix("<!--") { return .text(["-->"]) }
        if lower.hasPrefix("<?") { return .text(["?>"]) }
        if lower.hasPrefix("<![cdata[") { return .text(["]]>"]) }
        if lower.prefixMatch(of: #/<![a-z]/#) != nil { return .text([">"]) }
        if let name = lower.prefixMatch(of: #/<\/?([a-z][a-z0-9]*)(?:[\s>]|\/>|$)/#)?.1,
            blockNames.contains(String(name))
        {
            return .blank
        }
        guard !interruptsParagraph, let tag = TaggedText.Tag(at: text) else { return nil }
        return text.dropFirst(tag.markup.count).allSatisfy(\.isWhitespace) ? .blank : nil
    }

    private static let blockNames = Set(
        """
        address article aside base basefont blockquote body caption center col colgroup dd details \
        dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 \
        head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option \
        p param search section summary table tbody td tfoot th thead title tr track ul
        """.split(separator: " ").map(String.init))
}
