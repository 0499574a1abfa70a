/// English: adjectives before the noun, do-support, possessive 's.
struct English: Realizer {
    let hasSpaceBeforeQuestionMark = false

    func adjusted(_ words: [Word]) -> [Word] {
        var words = words
        for index in words.indices.dropLast()
        where words[index].text == "a"
            && EnglishMorphology.startsWithVowelSound(words[index + 1].text)
        {
            words[index].text = "an"
        }
        return words
    }

    func conjunction(_ link: Link) -> [String] {
        switch link {
        case .and: ["and"]
        case .but: ["but"]
        case .because: ["because"]
        }
    }

    func existence(_ phrase: NounPhrase, _ tense: Tense) -> [String] {
        let be = EnglishMorphology.be(tense, phrase.referent.person)
        return tense == .future ? ["there", "will", be] : ["there", be]
    }

    func predicateInOrder(_ clause: Clause, at place: Place) -> [Word] {
        predicate(clause, at: place).inOrder
    }

    func statement(_ clause: Clause, at place: Place) -> [Word] {
        nounPhrase(clause.subject, at: place(.subject)) + predicateInOrder(clause, at: place)
    }

    func question(_ question: Question, _ clause: Clause, at place: Place) -> [Word] {
        let asked = place(.interrogative)
        let mark = Word("?", place(.mark), place(.openingMark))
        if case .who = question {
            return [Word("who", asked)] + predicateInOrder(clause, at: place(.first)) + [mark]
        }
        let questionWord: [Word] =
            switch question {
            case .whether, .who: []
            case .why: [Word("why", asked)]
            case .when: [Word("when", asked)]
            case .whereabouts: [Word("where", asked)]
            case .what: [Word("what", asked)]
            }
        var predicate = predicate(clause, at: place(.first), isInverted: true)
        predicate.auxiliary[0].places.append(place(.inversion))
        return questionWord + predicate.auxiliary
            + nounPhrase(clause.subject, at: place(.first)(.subject)) + predicate.rest + [mark]
    }
}
