/// What tells a full stop that ends a sentence from one that ends an abbreviation, in a language.
///
/// Entries have neither white space nor their last full stop: `z.B` is both "z.B." and "z. B.".
struct SentenceLanguage: Sendable {
    /// What no sentence ends with: titles and the like, which something always follows.
    private(set) var neverLast: Set<String>
    /// What a sentence seldom ends with: it does where one of `firstWords` follows.
    private(set) var seldomLast: Set<String>
    /// What no sentence ends with where a number follows.
    private(set) var beforeNumbers: Set<String>
    /// Words, or their beginnings with an apostrophe, whose capital tells that a sentence begins.
    private(set) var firstWords: Set<String>
    /// Whether "3." may be "third", and a noun in capitals follow.
    private let hasOrdinals: Bool

    /// - Parameter code: The language's code; nil, or one without lists of its own, for what cannot
    ///   be mistaken of all languages' lists.
    init(_ code: String?) {
        let suppressions = code.map(LanguageData.suppressions) ?? []
        let listed = suppressions.map { suppression in
            String(suppression.filter { !$0.isWhitespace }.dropLast())
        }
        if let words = code.flatMap({ Self.words[$0] }) {
            self.init(words, hasOrdinals: code.map(Self.withOrdinals.contains) ?? false)
        } else {
            self = Self.common
        }
        seldomLast.formUnion(Set(listed).subtracting(Self.ordinaryWords))
    }

    /// The languages that write "third" as "3.".
    private static let withOrdinals: Set<String> = [
        "cs", "da", "de", "et", "fi", "hr", "hu", "lv", "nb", "nn", "no", "sk", "sl", "tr",
    ]

    /// What is listed as an abbreviation, and mostly is a word.
    private static let ordinaryWords: Set<String> = [
        "Act", "All", "As", "Best", "By", "Cap", "Card", "Do", "Go", "Hat", "In", "Is", "Jam",
        "Job",
        "Joe", "Link", "Long", "Mart", "Ok", "OK", "On", "Or", "Port", "Pro", "So", "Test", "To",
        "Up",
        "am", "cam", "jeu", "mer", "quart",
    ]

    private init(_ words: Words, hasOrdinals: Bool) {
        func set(_ list: String) -> Set<String> {
            Set(list.split(whereSeparator: \.isWhitespace).map(String.init))
        }
        neverLast = set(words.neverLast)
        seldomLast = set(words.seldomLast)
        beforeNumbers = set(words.beforeNumbers)
        firstWords = set(words.firstWords)
        self.hasOrdinals = hasOrdinals
    }

    /// What one can go by without knowing the language: no abbreviation that is a word elsewhere.
    private static let common: SentenceLanguage = {
        func isUnmistakable(_ word: String) -> Bool {
            word.contains(".") || word.first?.isUppercase ?? false || word == "etc"
        }
        let all = words.values.map { SentenceLanguage($0, hasOrdinals: false) }
        return all.dropFirst().reduce(into: all[0]) { common, language in
            common.neverLast.formUnion(language.neverLast)
            common.seldomLast.formUnion(language.seldomLast)
            common.beforeNumbers.formUnion(language.beforeNumbers)
            common.firstWords.formUnion(language.firstWords)
        }.filtered(isUnmistakable)
    }()

    private func filtered(_ isUnmistakable: (String) -> Bool) -> SentenceLanguage {
        var filtered = self
        filtered.neverLast = neverLast.filter(isUnmistakable)
        filtered.seldomLast = seldomLast.filter(isUnmistakable)
        return filtered
    }
}

extension SentenceLanguage {
    /// Whether a sentence may end with a full stop between two texts.
    func mayEnd(
        _ before: Substring.UnicodeScalarView, before following: Substring.UnicodeScalarView
    ) -> Bool {
        let words = before.lastAbbreviations
        guard let last = words.first else { return true }
        let capitals = last == last.uppercased() ? [last.capitalized] : []
        if (words + capitals).contains(where: neverLast.contains) { return false }
        if words.contains(where: beforeNumbers.contains), following.beginsNumber { return false }
        let isOrdinal = hasOrdinals && last.isOrdinal
        guard last.isInitials || isOrdinal || words.contains(where: seldomLast.contains) else {
            return true
        }
        let beginnings = following.firstWords.filter(firstWords.contains)
        // Ursula K. Le Guin
        return !beginnings.isEmpty
            && !(last.count == 1 && beginnings.contains(where: Self.nameParticles.contains))
    }

    private static let nameParticles: Set<String> = [
        "Al", "Da", "De", "Della", "Des", "Di", "Dos", "Du", "El", "La", "Las", "Le", "Los", "Van",
        "Von",
    ]
}

extension Substring.UnicodeScalarView {
    /// The last word; then the last two, if the first of them ends in a full stop; then three, all
    /// without space between: "k. u. k" has "k", "u.k" and "k.u.k".
    fileprivate var lastAbbreviations: [String] {
        var words: [String] = []
        var rest = self
        repeat {
            let word = rest.suffix { !$0.isSpace }
            guard !word.isEmpty else { break }
            words.append(String(word.drop(while: \.opens)) + (words.last ?? ""))
            rest = rest[..<word.startIndex].dropLast(while: \.isSpace)
        } while words.count < 3 && rest.last == "."
        return words
    }

    /// The letters of the first word, and with an apostrophe if one follows: "It's" has "It" and
    /// "It'". None if they are an initial.
    fileprivate var firstWords: [String] {
        let letters = prefix(while: \.properties.isAlphabetic)
        let word = String(letters)
        switch self[letters.endIndex...].first {
        case "." where word.count == 1: return []
        case "'", "’": return [word, word + "'"]
        default: return [word]
        }
    }

    fileprivate var beginsNumber: Bool {
        let word = String(prefix(while: \.properties.isAlphabetic))
        return first?.properties.numericType != nil || word != "I" && word.isRomanNumeral
    }
}

extension String {
    /// Whether it is a letter, or several with full stops between: "J", "p.m", "J.-C".
    fileprivate var isInitials: Bool {
        let parts = split(separator: ".").map { $0.drop { $0 == "-" } }
        return !parts.isEmpty
            && parts.allSatisfy { part in
                let scalars = part.unicodeScalars
                return part.count == 1 && scalars.allSatisfy(\.properties.isAlphabetic)
                    && !scalars.contains(where: \.isIdeographic)
            }
    }

    fileprivate var isOrdinal: Bool {
        count <= 2 && !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } || isRomanNumeral
    }

    fileprivate var isRomanNumeral: Bool { !isEmpty && allSatisfy { "IVXLC".contains($0) } }
}
