extension MaskedContent {
    /// White space and emoji at the beginning, which no model has to see.
    static func splitHead(
        _ text: String, _ rules: ProtectionRules
    ) -> (edge: String, rest: String) {
        let scalars = ScalarText(text)
        var place = 0
        while place < scalars.count {
            if scalars[place].isWhitespace {
                place += 1
            } else if rules.kinds.contains(.emoji), let end = EmojiScanner.end(scalars, place) {
                place = end
            } else {
                break
            }
        }
        return (scalars[0..<place], scalars[place..<scalars.count])
    }

    /// The same at the end.
    static func splitTail(
        _ text: String, _ rules: ProtectionRules
    ) -> (edge: String, rest: String) {
        let scalars = ScalarText(text)
        let emoji =
            rules.kinds.contains(.emoji)
            ? ProtectedText.find(in: text, .init(kinds: [.emoji])).map(\.range) : []
        var place = scalars.count
        while place > 0 {
            if scalars[place - 1].isWhitespace {
                place -= 1
            } else if let range = emoji.last(where: { $0.upperBound == place }) {
                place = range.lowerBound
            } else {
                break
            }
        }
        return (scalars[place..<scalars.count], scalars[0..<place])
    }
}
