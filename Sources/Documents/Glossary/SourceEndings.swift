/// The endings that a term may have in a language beside the one that it is written with: the most
/// common ones of nouns, which are added to the whole word.
enum SourceEndings {
    private static let all: [String: [String]] = [
        "de": ["e", "en", "er", "ern", "es", "n", "s"],
        "en": ["es", "s", "'s", "’s", "s'", "s’"],
        "es": ["es", "s"],
        "fr": ["s", "x"],
        "nl": ["en", "s", "'s", "’s"],
        "pt": ["es", "s"],
    ]

    /// The endings of a language by its code; none where nobody knows them.
    static func of(language: String?) -> [String] {
        guard let language else { return [] }
        return all[String(language.lowercased().prefix { $0 != "-" && $0 != "_" })] ?? []
    }
}
