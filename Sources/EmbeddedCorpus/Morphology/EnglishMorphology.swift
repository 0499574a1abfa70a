/// The forms of English words.
package enum EnglishMorphology {
    package struct Conjugation: Sendable {
        package let base: String
        let thirdSingular: String
        let past: String
        /// The word that stays after the verb: "for" in "look for".
        let particle: String?

        func form(_ tense: Tense, _ person: Person) -> String {
            switch tense {
            case .present: person == .thirdSingular ? thirdSingular : base
            case .past: past
            case .future: base
            }
        }
    }

    /// Reads "look+for", "go/went".
    static func conjugation(_ entry: String) -> Conjugation {
        let particle = entry.split(separator: "+")
        let forms = particle[0].split(separator: "/").map(String.init)
        let base = forms[0]
        return Conjugation(
            base: base,
            thirdSingular: base == "have" ? "has" : base == "go" ? "goes" : plural(of: base),
            past: forms.count > 1 ? forms[1] : past(of: base),
            particle: particle.count > 1 ? String(particle[1]) : nil)
    }

    /// The plural of a noun, which is also the third person singular of a verb.
    static func plural(of word: String) -> String {
        if endsInConsonantAndY(word) { return word.dropLast() + "ies" }
        let hisses = ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) }
        return word + (hisses ? "es" : "s")
    }

    static func past(of verb: String) -> String {
        if verb.hasSuffix("e") { return verb + "d" }
        if endsInConsonantAndY(verb) { return verb.dropLast() + "ied" }
        return verb + "ed"
    }

    private static func endsInConsonantAndY(_ word: String) -> Bool {
        guard word.hasSuffix("y"), let before = word.dropLast().last else { return false }
        return !"aeiou".contains(before)
    }

    /// Whether "a" becomes "an" before the word.
    static func startsWithVowelSound(_ word: String) -> Bool {
        if word.hasPrefix("hon") { return true }
        if word.hasPrefix("us") || word.hasPrefix("Euro") { return false }
        return word.unicodeScalars.first.map { "aeiouAEIOU".unicodeScalars.contains($0) } ?? false
    }

    static func be(_ tense: Tense, _ person: Person) -> String {
        switch (tense, person) {
        case (.present, .firstSingular): "am"
        case (.present, .thirdSingular): "is"
        case (.present, _): "are"
        case (.past, .firstSingular), (.past, .thirdSingular): "was"
        case (.past, _): "were"
        case (.future, _): "be"
        }
    }
}
