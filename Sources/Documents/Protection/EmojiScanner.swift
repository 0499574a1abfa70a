/// Finds emoji, whole as a reader sees them.
enum EmojiScanner {
    static func begins(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0xA9 && scalar.properties.isEmoji
            || scalar.properties.isASCIIKeycap
    }

    /// The end of as many emoji as follow one another.
    static func end(_ text: ScalarText, _ start: Int) -> Int? {
        var place = start
        while let end = clusterEnd(text, place) { place = end }
        return place > start ? place : nil
    }

    /// The end of the one at a place.
    private static func clusterEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard start < text.count, begins(text[start]) else { return nil }
        // No emoji is longer: a family of four with skin tones and joiners, a flag in tags.
        let character = text[start..<min(text.count, start + 32)].first
        guard let scalars = character?.unicodeScalars, let first = scalars.first else { return nil }
        let isEmoji =
            first.properties.isEmojiPresentation
            || scalars.dropFirst().contains {
                $0 == "\u{FE0F}" || $0 == "\u{20E3}" || $0 == "\u{200D}"
            }
        return isEmoji ? start + scalars.count : nil
    }
}

extension Unicode.Scalar.Properties {
    /// Whether it becomes an emoji with U+20E3 behind it: a digit, `#`, `*`.
    fileprivate var isASCIIKeycap: Bool {
        isEmoji && !isEmojiPresentation && generalCategory != .otherSymbol
    }
}
