/// French: elision and contraction, "ne … pas", "est-ce que", participles that agree.
struct French: Realizer {
    let hasSpaceBeforeQuestionMark = true

    func conjunction(_ link: Link) -> [String] {
        switch link {
        case .and: ["et"]
        case .but: ["mais"]
        case .because: ["parce", "que"]
        }
    }

    func existence(_ phrase: NounPhrase, _ tense: Tense) -> [String] {
        switch tense {
        case .present: ["il", "y", "a"]
        case .past: ["il", "y", "avait"]
        case .future: ["il", "y", "aura"]
        }
    }

    func predicateInOrder(_ clause: Clause, at place: Place) -> [Word] {
        predicate(clause, at: place)
    }

    func statement(_ clause: Clause, at place: Place) -> [Word] {
        nounPhrase(clause.subject, at: place(.subject)) + predicate(clause, at: place)
    }

    func question(_ question: Question, _ clause: Clause, at place: Place) -> [Word] {
        unmarked(question, clause, at: place) + [Word("?", place(.mark), place(.openingMark))]
    }

    private func unmarked(
        _ question: Question, _ clause: Clause, at place: Place
    ) -> [Word] {
        let asked = place(.interrogative)
        let inversion = [Word](["est-ce", "que"], place(.inversion))
        let statement = self.statement(clause, at: place(.first))
        switch question {
        case .whether: return inversion + statement
        case .why: return [Word("pourquoi", asked)] + inversion + statement
        case .when: return [Word("quand", asked)] + inversion + statement
        case .who: return [Word("qui", asked)] + predicate(clause, at: place(.first))
        case .what: return [Word](["qu'", "est-ce", "que"], asked) + statement
        case .whereabouts:
            guard case .whereabouts = clause.predicate else {
                return [Word("où", asked)] + inversion + statement
            }
            return [Word("où", asked)] + predicate(clause, at: place(.first))
                + nounPhrase(clause.subject, at: place(.first)(.subject))
        }
    }

    /// Elision before a vowel (l', d', n', j', qu'), then the contraction of "à" and "de" with an
    /// article that still has its vowel (au, aux, du, des).
    func adjusted(_ words: [Word]) -> [Word] {
        var contracted: [Word] = []
        contracted.reserveCapacity(words.count)
        for (index, word) in words.enumerated() {
            var word = word
            if index + 1 < words.count, Self.isElided(word.text, before: words[index + 1].text) {
                word.text = word.text.dropLast() + "'"
            }
            if let last = contracted.last, let form = Self.contraction(last.text, word.text) {
                contracted[contracted.count - 1].text = form
                contracted[contracted.count - 1].places += word.places
            } else {
                contracted.append(word)
            }
        }
        return contracted
    }

    private static func isElided(_ word: String, before next: String) -> Bool {
        switch word {
        case "le", "la", "de", "ne", "je", "que": FrenchMorphology.startsWithVowelSound(next)
        default: false
        }
    }

    private static func contraction(_ preposition: String, _ article: String) -> String? {
        switch (preposition, article) {
        case ("à", "le"): "au"
        case ("à", "les"): "aux"
        case ("de", "le"): "du"
        case ("de", "les"): "des"
        default: nil
        }
    }
}
