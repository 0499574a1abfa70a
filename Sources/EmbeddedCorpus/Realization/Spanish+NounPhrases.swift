extension Spanish {
    func nounPhrase(_ phrase: NounPhrase, at place: Place) -> [Word] {
        switch phrase {
        case .common(let phrase): common(phrase, at: place)
        case .name(let name): [Word(name.forms.spanish, place(.noun), place(.determiner))]
        case .pronoun(let referent):
            [Word(referent.spanishGender == .masculine ? "él" : "ella", place(.noun))]
        case .pair(let first, let second):
            nounPhrase(first, at: place(.first)) + [Word("y", place(.link))]
                + nounPhrase(second, at: place(.second))
        }
    }

    private func common(_ phrase: CommonNounPhrase, at place: Place) -> [Word] {
        let forms = phrase.noun.forms.spanish
        var words = [phrase.nounWord(forms[phrase.number], at: place)]
        for (index, adjective) in phrase.adjectives.enumerated().reversed() {
            let place = place(.adjective, index)
            if adjective.spanish.standsBeforeNoun {
                let form = prenominal(adjective.spanish, forms.gender, phrase.number)
                words.insert(Word(form, place), at: 0)
            } else {
                words.append(Word(adjective.spanish[forms.gender, phrase.number], place))
            }
        }
        words = determiner(phrase, at: place(.determiner)) + words
        if let possessor = phrase.possessor {
            words.append(Word("de", place(.possessor)(.preposition)))
            words += nounPhrase(possessor, at: place(.possessor))
        }
        if let relative = phrase.relative {
            words += self.relative(relative, at: place(.relative))
        }
        return words
    }

    private func prenominal(_ forms: Adjective.Forms, _ gender: Gender, _ number: Number) -> String
    {
        guard number == .singular else { return forms[gender, number] }
        return gender == .masculine ? forms.masculineBeforeNoun : forms.feminineBeforeNoun
    }

    private func determiner(_ phrase: CommonNounPhrase, at place: Place) -> [Word] {
        let isPlural = phrase.number == .plural
        let gender = phrase.noun.forms.spanish.gender
        // "el agua", but "la pequeña águila": only directly before the noun.
        let startsWithNoun = !phrase.adjectives.contains { $0.spanish.standsBeforeNoun }
        let isMasculineArticle =
            gender == .masculine || (phrase.noun.hasStressedA && startsWithNoun)
        let determiner: [String]
        switch phrase.determiner {
        case .definite:
            determiner = [
                isPlural
                    ? (gender == .masculine ? "los" : "las") : isMasculineArticle ? "el" : "la"
            ]
        case .demonstrative:
            let forms = gender == .masculine ? ["este", "estos"] : ["esta", "estas"]
            determiner = [forms[phrase.number.rawValue]]
        case .each: determiner = ["cada"]
        case .possessive(let owner): determiner = [Self.possessive(owner, gender, phrase.number)]
        case .quantity(let quantity): determiner = quantity.spanish[gender]
        case .indefinite:
            if phrase.isBare { return [] }
            determiner = [isMasculineArticle ? "un" : "una"]
        }
        return [Word](determiner, place)
    }

    private func relative(_ relative: Relative, at place: Place) -> [Word] {
        let link = [Word("que", place(.link))]
        return switch relative {
        case .asSubject(let clause): link + predicate(clause, at: place).inOrder
        case .asObject(let clause): link + statement(clause, at: place)
        }
    }

    static func object(_ referent: Referent) -> String {
        let singular = referent.spanishGender == .masculine ? "lo" : "la"
        return referent.person == .thirdPlural ? singular + "s" : singular
    }

    private static func possessive(
        _ owner: Referent, _ gender: Gender, _ number: Number
    ) -> String {
        let singular =
            switch owner.person {
            case .firstSingular: "mi"
            case .secondSingular: "tu"
            case .firstPlural: gender == .masculine ? "nuestro" : "nuestra"
            case .thirdSingular, .thirdPlural: "su"
            }
        return number == .plural ? singular + "s" : singular
    }
}
