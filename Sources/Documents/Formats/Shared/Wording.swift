/// What of a text is there for a reader.
enum Wording {
    /// Whether there is something to translate: a letter.
    static func hasLetters(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains(where: \.properties.isAlphabetic)
    }

    /// A text in three parts: white space, what is between, white space.
    static func parted(
        _ text: String
    ) -> (leading: Substring, core: Substring, trailing: Substring) {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }) else {
            return (text[...], text[text.endIndex...], text[text.endIndex...])
        }
        var end = scalars.endIndex
        while scalars[scalars.index(before: end)].properties.isWhitespace {
            end = scalars.index(before: end)
        }
        return (text[..<first], text[first..<end], text[end...])
    }
}

extension InlineContent {
    /// What a reader reads of it as plain text, with what codes carry and lines where they break.
    var plainText: String {
        elements.reduce(into: "") { text, element in
            switch element {
            case .text(let part): text += part
            case .code(let code):
                text += code.carriedText ?? (code.separatesWords ? " " : "")
            }
        }
    }
}
