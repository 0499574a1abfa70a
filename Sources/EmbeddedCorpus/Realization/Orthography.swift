/// How a sentence is written down: both sides of a pair alike.
package struct Orthography: Sendable {
    /// Whether it begins with a capital letter.
    var hasCapital: Bool
    /// Whether it ends with a full stop. Questions have their marks with or without.
    let hasStop: Bool

    /// "the red house": what is told apart nowhere else, such as names, has its capital.
    package static let plain = Orthography(hasCapital: false, hasStop: false)
    /// "The red house."
    package static let sentence = Orthography(hasCapital: true, hasStop: true)
    /// "The red house"
    package static let capital = Orthography(hasCapital: true, hasStop: false)
    /// "the red house."
    package static let stop = Orthography(hasCapital: false, hasStop: true)

    /// The words of an utterance, written like this.
    func written(_ words: [Word], of utterance: Utterance) -> [Word] {
        var words = words
        if hasCapital, let first = Self.first(of: words) {
            let text = words[first].text
            words[first].text = text.prefix(1).uppercased() + text.dropFirst()
        }
        if hasStop, !utterance.isQuestion { words.append(Word(".", Place.root(.mark))) }
        return words
    }

    /// For translating these words: a source that begins with a name or "I" has a capital in any
    /// case, and so its translation always has one. It would have two otherwise.
    func settled(by source: [Word]) -> Orthography {
        guard let first = Self.first(of: source), source[first].text.first?.isUppercase == true
        else { return self }
        var settled = self
        settled.hasCapital = true
        return settled
    }

    /// The first word: Spanish questions begin with a mark.
    private static func first(of words: [Word]) -> Int? {
        words.firstIndex { $0.text.first?.isLetter == true }
    }
}

extension Utterance {
    fileprivate var isQuestion: Bool {
        if case .question = self { true } else { false }
    }
}
