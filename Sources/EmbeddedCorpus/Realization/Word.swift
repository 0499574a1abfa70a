/// A word of a realized sentence and the places in the meaning that it expresses.
struct Word: Sendable {
    var text: String
    var places: [Place]

    init(_ text: String, _ places: Place...) {
        self.text = text
        self.places = places
    }
}

extension [Word] {
    /// Several words that express one place together.
    init(_ texts: [String], _ place: Place) {
        self = texts.map { Word($0, place) }
    }

    /// Writes the words with the spaces they need.
    func joined(spaceBeforeQuestionMark: Bool) -> String {
        var text = ""
        var glued = true
        for word in self {
            let leansLeft =
                word.text == "," || word.text == "." || word.text.utf8.first == UInt8(ascii: "'")
                || (word.text == "?" && !spaceBeforeQuestionMark)
            if !glued && !leansLeft { text += " " }
            text += word.text
            glued =
                word.text == "¿"
                || (word.text.utf8.last == UInt8(ascii: "'") && word.text.utf8.count > 1)
        }
        return text
    }

    /// The pairs of a word here and a word there that express a place in common.
    func alignment(with other: [Word]) -> [(source: Int, target: Int)] {
        var links: [(source: Int, target: Int)] = []
        for (source, word) in enumerated() {
            for (target, candidate) in other.enumerated()
            where word.places.contains(where: candidate.places.contains) {
                links.append((source, target))
            }
        }
        return links
    }
}

extension CommonNounPhrase {
    /// A plural or mass noun without an article, as English and Spanish have it.
    var isBare: Bool {
        guard case .indefinite = determiner else { return false }
        return number == .plural || noun.isA(.mass)
    }

    /// The noun, which when bare also stands for the article that French has.
    func nounWord(_ text: String, at place: Place) -> Word {
        isBare ? Word(text, place(.noun), place(.determiner)) : Word(text, place(.noun))
    }
}
