/// Puts a meaning into the words of one language.
protocol Realizer: Sendable {
    func nounPhrase(_ phrase: NounPhrase, at place: Place) -> [Word]
    func statement(_ clause: Clause, at place: Place) -> [Word]
    /// A statement without its subject.
    func predicateInOrder(_ clause: Clause, at place: Place) -> [Word]
    func question(_ question: Question, _ clause: Clause, at place: Place) -> [Word]
    /// "there is".
    func existence(_ phrase: NounPhrase, _ tense: Tense) -> [String]
    func conjunction(_ link: Link) -> [String]
    func words(_ location: Location, at place: Place) -> [Word]
    /// What neighbouring words do to each other: "an", "l'", "du", "al".
    func adjusted(_ words: [Word]) -> [Word]
    /// French alone sets a space before "?": here a plain one, which every tokenizer leaves alone.
    var hasSpaceBeforeQuestionMark: Bool { get }
}

extension Realizer {
    func words(_ utterance: Utterance, _ orthography: Orthography) -> [Word] {
        orthography.written(adjusted(unadjusted(utterance, at: .root)), of: utterance)
    }

    func text(_ words: [Word]) -> String {
        words.joined(spaceBeforeQuestionMark: hasSpaceBeforeQuestionMark)
    }

    private func unadjusted(_ utterance: Utterance, at place: Place) -> [Word] {
        switch utterance {
        case .phrase(let phrase):
            nounPhrase(phrase, at: place(.subject))
        case .statement(let clause):
            statement(clause, at: place(.first))
        case .linked(let first, let link, let second):
            statement(first, at: place(.first)) + joint(link, at: place(.link))
                + statement(second, at: place(.second))
        case .shared(let first, let link, let second):
            statement(first, at: place(.first)) + joint(link, at: place(.link))
                + predicateInOrder(second, at: place(.second))
        case .existence(let phrase, let location, let tense):
            [Word](existence(phrase, tense), place(.existence))
                + nounPhrase(phrase, at: place(.subject))
                + words(location, at: place(.location))
        case .question(let question, let clause):
            self.question(question, clause, at: place)
        }
    }

    private func joint(_ link: Link, at place: Place) -> [Word] {
        let conjunction = [Word](conjunction(link), place)
        return link == .but ? [Word(",", place(.mark))] + conjunction : conjunction
    }
}

extension Utterance {
    /// The utterance as text.
    package func text(in language: Language, _ orthography: Orthography = .plain) -> String {
        let realizer = language.realizer
        return realizer.text(realizer.words(self, orthography))
    }

    /// The words of which the text in a language consists.
    package func words(in language: Language, _ orthography: Orthography = .plain) -> [String] {
        language.realizer.words(self, orthography).map(\.text)
    }
}

extension Language {
    var realizer: any Realizer {
        switch self {
        case .english: English()
        case .french: French()
        case .spanish: Spanish()
        }
    }
}
