extension English {
    func nounPhrase(_ phrase: NounPhrase, at place: Place) -> [Word] {
        switch phrase {
        case .common(let phrase): common(phrase, at: place)
        case .name(let name): [Word(name.forms.english, place(.noun), place(.determiner))]
        case .pronoun(let referent): [Word(Self.subject(referent), place(.noun))]
        case .pair(let first, let second):
            nounPhrase(first, at: place(.first)) + [Word("and", place(.link))]
                + nounPhrase(second, at: place(.second))
        }
    }

    private func common(_ phrase: CommonNounPhrase, at place: Place) -> [Word] {
        let isInstitution = phrase.noun.isA(.institution)
        var words = phrase.adjectives.enumerated().map { index, adjective in
            Word(named(adjective.english, isInstitution), place(.adjective, index))
        }
        let noun = named(phrase.noun.forms.english[phrase.number], isInstitution)
        words.append(phrase.nounWord(noun, at: place))
        words = determiner(phrase, at: place) + words
        if let possessor = phrase.possessor, !possessor.isAnimate {
            words.append(Word("of", place(.possessor)(.preposition)))
            words += nounPhrase(possessor, at: place(.possessor))
        }
        if let relative = phrase.relative {
            words += self.relative(relative, of: phrase.noun, at: place(.relative))
        }
        return words
    }

    private func named(_ word: String, _ isInstitution: Bool) -> String {
        isInstitution ? word.prefix(1).uppercased() + word.dropFirst() : word
    }

    private func determiner(_ phrase: CommonNounPhrase, at place: Place) -> [Word] {
        if let possessor = phrase.possessor, possessor.isAnimate {
            let owner = nounPhrase(possessor, at: place(.possessor))
            let endsInS = possessor.referent.person == .thirdPlural && owner.last?.text.last == "s"
            let mark = Word(
                endsInS ? "'" : "'s", place(.possessor)(.preposition), place(.determiner))
            return owner + [mark]
        }
        let place = place(.determiner)
        return switch phrase.determiner {
        case .definite: [Word("the", place)]
        case .indefinite: phrase.isBare ? [] : [Word("a", place)]
        case .demonstrative: [Word(phrase.number == .singular ? "this" : "these", place)]
        case .each: [Word("each", place)]
        case .possessive(let owner): [Word(Self.possessive(owner), place)]
        case .quantity(let quantity): [Word](quantity.english, place)
        }
    }

    private func relative(_ relative: Relative, of noun: Noun, at place: Place) -> [Word] {
        switch relative {
        case .asSubject(let clause):
            [Word(noun.isA(.human) ? "who" : "that", place(.link))]
                + predicate(clause, at: place).inOrder
        case .asObject(let clause):
            [Word("that", place(.link))] + statement(clause, at: place)
        }
    }

    private static func subject(_ referent: Referent) -> String {
        switch referent.person {
        case .firstSingular: "I"
        case .secondSingular: "you"
        case .thirdSingular: third(referent, "he", "she", "it")
        case .firstPlural: "we"
        case .thirdPlural: "they"
        }
    }

    static func object(_ referent: Referent) -> String {
        referent.person == .thirdPlural ? "them" : third(referent, "him", "her", "it")
    }

    private static func possessive(_ referent: Referent) -> String {
        switch referent.person {
        case .firstSingular: "my"
        case .secondSingular: "your"
        case .thirdSingular: third(referent, "his", "her", "its")
        case .firstPlural: "our"
        case .thirdPlural: "their"
        }
    }

    private static func third(
        _ referent: Referent, _ masculine: String, _ feminine: String, _ neuter: String
    ) -> String {
        guard referent.isHuman else { return neuter }
        return referent.spanishGender == .masculine ? masculine : feminine
    }
}
