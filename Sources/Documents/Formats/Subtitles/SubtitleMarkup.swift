/// What stands between words in subtitles: `<i>`, `<c.yellow>`, `{\an8}`, times of words; and in VTT
/// characters of HTML.
struct SubtitleMarkup {
    /// Whether `&amp;` is `&`.
    let hasEntities: Bool

    /// What a mark looks like. None is long, and a line of beginnings would be searched to its end
    /// for each of them.
    nonisolated(unsafe) static let mark = #/<[^<>]{0,200}>|\{\\[^{}]{0,200}\}/#

    /// Adds what a turn says to content.
    func add(_ text: String, to builder: inout InlineContentBuilder) {
        var rest = text[...]
        while let place = rest.firstIndex(where: { "<{-&".contains($0) }) {
            builder.add(text: rest[..<place])
            rest = rest[place...]
            rest = rest.dropFirst(addMark(rest, to: &builder))
        }
        builder.add(text: rest)
    }

    /// Adds what begins with a sign that may be a mark.
    ///
    /// - Returns: How many characters it has.
    private func addMark(_ rest: Substring, to builder: inout InlineContentBuilder) -> Int {
        if let tag = TaggedText.Tag(at: rest), rest.first == "<" {
            builder.add(tag)
            return tag.markup.count
        }
        if let mark = rest.prefixMatch(of: #/<\d[\d:.]{0,200}>|\{\\[^{}]{0,200}\}/#)?.0 {
            builder.addAlone(String(mark))
            return mark.count
        }
        if rest.hasPrefix("-->") {
            builder.addAlone("-->", carrying: "-->")
            return 3
        }
        if hasEntities, let entity = Self.entities.first(where: { rest.hasPrefix($0.0) }) {
            builder.add(text: entity.1)
            return entity.0.count
        }
        builder.add(text: rest.prefix(1))
        return 1
    }

    /// What text is in the file.
    func encoded(_ text: String) -> String {
        guard hasEntities else {
            // An arrow of this form would be read as a time.
            return text.replacing("-->", with: "→")
        }
        return Self.entities.reduce(text) { $1.1 == ">" ? $0 : $0.replacing($1.1, with: $1.0) }
            .replacing("-->", with: "--&gt;")
    }

    /// `&` is first, so that no other is encoded twice; `>` may stand as it is.
    private static let entities = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"),
        ("&lrm;", "\u{200E}"), ("&rlm;", "\u{200F}"),
    ]
}
