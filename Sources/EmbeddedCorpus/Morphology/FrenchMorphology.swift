/// The forms of French nouns and adjectives, and which words count as starting with a vowel.
enum FrenchMorphology {
    private static let pluralsInX: Set = ["hibou"]

    static func plural(of word: String) -> String {
        if ["s", "x", "z"].contains(where: word.hasSuffix) { return word }
        if word.hasSuffix("eau") || pluralsInX.contains(word) { return word + "x" }
        if word.hasSuffix("al") { return word.dropLast() + "ux" }
        return word + "s"
    }

    /// From "beau", "blanc/blanche", "beau/belle/bel"; "marron!" never changes.
    static func adjective(_ listed: [String], standsBeforeNoun: Bool) -> Adjective.Forms {
        let isInvariable = listed[0].hasSuffix("!")
        let masculine = isInvariable ? String(listed[0].dropLast()) : listed[0]
        let feminine =
            isInvariable ? masculine : listed.count > 1 ? listed[1] : self.feminine(of: masculine)
        return Adjective.Forms(
            masculine: Noun.Forms(
                singular: masculine, plural: isInvariable ? masculine : plural(of: masculine),
                gender: .masculine),
            feminine: Noun.Forms(
                singular: feminine, plural: isInvariable ? feminine : plural(of: feminine),
                gender: .feminine),
            masculineBeforeNoun: listed.count > 2 ? listed[2] : masculine,
            feminineBeforeNoun: feminine,
            standsBeforeNoun: standsBeforeNoun)
    }

    private static func feminine(of masculine: String) -> String {
        if masculine.hasSuffix("e") { return masculine }
        if masculine.hasSuffix("eux") { return masculine.dropLast() + "se" }
        if masculine.hasSuffix("er") { return masculine.dropLast(2) + "ère" }
        if masculine.hasSuffix("en") { return masculine + "ne" }
        if masculine.hasSuffix("el") { return masculine + "le" }
        return masculine + "e"
    }

    /// The agreement of a past participle; its masculine plural in -s stays ("pris").
    static func participle(_ participle: String, _ gender: Gender, _ number: Number) -> String {
        let agreed = gender == .feminine ? participle + "e" : participle
        return number == .plural && !agreed.hasSuffix("s") ? agreed + "s" : agreed
    }

    /// Words whose h forbids elision (le héros).
    private static let aspirated: Set = [
        "hache", "haches", "haut", "haute", "hautes", "hauts", "hibou", "hiboux", "héros",
    ]

    private static let vowels = Set("aeiouyàâéèêëîïôöùûœAEIOUÉ".unicodeScalars)

    /// Whether elision happens before the word: a vowel, or an h that is mute.
    static func startsWithVowelSound(_ word: String) -> Bool {
        guard let first = word.unicodeScalars.first else { return false }
        if first == "h" { return !aspirated.contains(word) }
        return vowels.contains(first)
    }
}
