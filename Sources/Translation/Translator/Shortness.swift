import Text

/// Translations so short that they have to leave something out.
///
/// A translation is far too short if it has less than a quarter of its source's tokens, and is less
/// than a quarter as long in writing, of a source of at least 20 tokens. Both, for either alone
/// differs as much between languages: a vocabulary of characters has few tokens for Chinese, and a
/// script may take three bytes a letter or one character a word. So a character of the scripts
/// from U+2E80 on, of which few make a word, is as long as three others.
enum Shortness {
    private static let leastSourceTokens = 20
    private static let leastShare = 4

    /// Whether a translation is far too short.
    ///
    /// - Parameters:
    ///   - source: Token ids, the end token's last.
    ///   - translation: Token ids without end token.
    static func isFarTooShort(
        _ translation: [Int32], of source: [Int32], _ tokenizer: TranslationTokenizer
    ) -> Bool {
        let count = source.count - 1
        guard count >= leastSourceTokens, translation.count * leastShare < count else {
            return false
        }
        return length(tokenizer.decodeTarget(translation)) * leastShare
            < length(tokenizer.source.decode(source))
    }

    private static func length(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 3) }
    }
}
