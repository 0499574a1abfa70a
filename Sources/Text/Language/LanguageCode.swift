import CICU

/// Codes of languages as LibreTranslate and its clients write them: two letters, and more only where
/// a language is written in several ways (`pt-BR`, `zh-Hans`, `zh-Hant`).
public enum LanguageCode {
    /// Other names of languages, in small letters.
    private static let otherNames = [
        "pb": "pt-BR", "zh": "zh-Hans", "zt": "zh-Hant", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
        "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "cmn-hans": "zh-Hans",
        "cmn-hant": "zh-Hant", "zho": "zh-Hans", "cmn": "zh-Hans", "iw": "he", "no": "nb",
    ]

    /// The usual form of a code, whatever case it is written in: `pb` and `PT_br` are `pt-BR`, `fra` is
    /// `fr`. What is no code stays what it is.
    ///
    /// - Parameter code: A code, with `-` or `_` between its parts.
    public static func canonical(_ code: String) -> String {
        let parts = code.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { $0.lowercased() }
        guard let first = parts.first, parts.allSatisfy({ $0.allSatisfy(isLetterOrDigit) }) else {
            return code
        }
        if let known = otherNames[parts.joined(separator: "-")] { return known }
        let language = LanguageData.language(of: first) ?? first
        let rest = parts.dropFirst().map { $0.count == 4 ? $0.capitalized : $0.uppercased() }
        let short = ([language] + rest).joined(separator: "-")
        return otherNames[short.lowercased()] ?? short
    }

    /// The name of a language in English, such as "German"; the code where it has none.
    public static func englishName(of code: String) -> String {
        switch code {
        // As LibreTranslate's clients show them.
        case "zh-Hans": "Chinese"
        case "zh-Hant": "Chinese (traditional)"
        default: LanguageData.englishName(of: code) ?? code
        }
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
