/// The forms of Spanish nouns and adjectives.
enum SpanishMorphology {
    /// Feminine nouns with "el" and "un" in the singular, because they start with a stressed a.
    static let feminineWithStressedA: Set = ["agua", "águila", "hacha"]

    private static let unaccented: [Character: String] = [
        "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u",
    ]

    /// Plurals whose accent moves the other way.
    private static let irregularPlurals = ["joven": "jóvenes"]

    static func plural(of word: String) -> String {
        if let irregular = irregularPlurals[word] { return irregular }
        guard let last = word.last else { return word }
        if "aeioué".contains(last) { return word + "s" }
        if last == "z" { return word.dropLast() + "ces" }
        return withoutFinalAccent(word) + "es"
    }

    /// "jardín" to "jardin": the stress is regular once a syllable follows.
    private static func withoutFinalAccent(_ word: String) -> String {
        guard let last = word.last, last == "n" || last == "s" else { return word }
        let vowel = word.index(word.endIndex, offsetBy: -2)
        guard let plain = unaccented[word[vowel]] else { return word }
        return word[..<vowel] + plain + String(last)
    }

    /// From "rojo", "azul/azul", "bueno/buena/buen", "grande/grande/gran/gran".
    static func adjective(_ listed: [String], standsBeforeNoun: Bool) -> Adjective.Forms {
        let masculine = listed[0]
        let feminine =
            listed.count > 1
            ? listed[1]
            : masculine.hasSuffix("o") ? masculine.dropLast() + "a" : masculine
        return Adjective.Forms(
            masculine: Noun.Forms(
                singular: masculine, plural: plural(of: masculine), gender: .masculine),
            feminine: Noun.Forms(
                singular: feminine, plural: plural(of: feminine), gender: .feminine),
            masculineBeforeNoun: listed.count > 2 ? listed[2] : masculine,
            feminineBeforeNoun: listed.count > 3 ? listed[3] : feminine,
            standsBeforeNoun: standsBeforeNoun)
    }

    /// Whether "y" becomes "e" before the word.
    static func startsWithISound(_ word: String) -> Bool {
        ["i", "I", "hi", "Hi"].contains(where: word.hasPrefix) && !word.hasPrefix("hie")
    }
}
