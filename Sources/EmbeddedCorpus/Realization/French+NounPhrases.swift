extension French {
    func nounPhrase(_ phrase: NounPhrase, at place: Place) -> [Word] {
        nounPhrase(phrase, at: place, isDenied: false)
    }

    /// `isDenied`: "pas de pomme".
    func nounPhrase(_ phrase: NounPhrase, at place: Place, isDenied: Bool) -> [Word] {
        switch phrase {
        case .common(let phrase): common(phrase, at: place, isDenied: isDenied)
        case .name(let name): self.name(name, at: place)
        case .pronoun(let referent): [Word(Self.subject(referent), place(.noun))]
        case .pair(let first, let second):
            nounPhrase(first, at: place(.first)) + [Word("et", place(.link))]
                + nounPhrase(second, at: place(.second))
        }
    }

    private func name(_ name: Name, at place: Place) -> [Word] {
        guard name.kind == .country else {
            return [Word(name.forms.french, place(.noun), place(.determiner))]
        }
        return [
            Word(name.gender == .feminine ? "la" : "le", place(.determiner)),
            Word(name.forms.french, place(.noun)),
        ]
    }

    private func common(_ phrase: CommonNounPhrase, at place: Place, isDenied: Bool) -> [Word] {
        let forms = phrase.noun.forms.french
        var words = [Word(forms[phrase.number], place(.noun))]
        for (index, adjective) in phrase.adjectives.enumerated().reversed() {
            let place = place(.adjective, index)
            if adjective.french.standsBeforeNoun {
                let form = prenominal(
                    adjective.french, forms.gender, phrase.number, before: words[0].text)
                words.insert(Word(form, place), at: 0)
            } else {
                words.append(Word(adjective.french[forms.gender, phrase.number], place))
            }
        }
        words =
            determiner(phrase, of: words[0].text, at: place(.determiner), isDenied: isDenied)
            + words
        if let possessor = phrase.possessor {
            words.append(Word("de", place(.possessor)(.preposition)))
            words += nounPhrase(possessor, at: place(.possessor))
        }
        if let relative = phrase.relative {
            words += self.relative(relative, of: phrase, at: place(.relative))
        }
        return words
    }

    private func prenominal(
        _ forms: Adjective.Forms, _ gender: Gender, _ number: Number, before next: String
    ) -> String {
        guard number == .singular, gender == .masculine,
            FrenchMorphology.startsWithVowelSound(next)
        else { return forms[gender, number] }
        return forms.masculineBeforeNoun
    }

    private func determiner(
        _ phrase: CommonNounPhrase, of next: String, at place: Place, isDenied: Bool
    ) -> [Word] {
        let gender = phrase.noun.forms.french.gender
        let isPlural = phrase.number == .plural
        let isVowel = FrenchMorphology.startsWithVowelSound(next)
        let article = isPlural ? "les" : gender == .masculine ? "le" : "la"
        switch phrase.determiner {
        case .definite: return [Word(article, place)]
        case .demonstrative:
            let masculine = isVowel ? "cet" : "ce"
            return [Word(isPlural ? "ces" : gender == .masculine ? masculine : "cette", place)]
        case .each: return [Word("chaque", place)]
        case .possessive(let owner):
            return [Word(Self.possessive(owner, gender, phrase.number, isVowel), place)]
        case .quantity(let quantity): return [Word](quantity.french[gender], place)
        case .indefinite:
            // "pas de pomme", "de petites maisons"
            if isDenied || (isPlural && startsWithAdjective(phrase)) { return [Word("de", place)] }
            if isPlural { return [Word("des", place)] }
            if phrase.noun.isA(.mass) { return [Word("de", place), Word(article, place)] }
            return [Word(gender == .masculine ? "un" : "une", place)]
        }
    }

    private func startsWithAdjective(_ phrase: CommonNounPhrase) -> Bool {
        phrase.adjectives.contains { $0.french.standsBeforeNoun }
    }

    private func relative(
        _ relative: Relative, of phrase: CommonNounPhrase, at place: Place
    ) -> [Word] {
        switch relative {
        case .asSubject(let clause):
            [Word("qui", place(.link))] + predicate(clause, at: place)
        case .asObject(let clause):
            [Word("que", place(.link))] + nounPhrase(clause.subject, at: place(.subject))
                + predicate(
                    clause, at: place, precedingObject: Referent(phrase.noun, phrase.number))
        }
    }

    private static func subject(_ referent: Referent) -> String {
        let isMasculine = referent.frenchGender == .masculine
        return switch referent.person {
        case .firstSingular: "je"
        case .secondSingular: "tu"
        case .thirdSingular: isMasculine ? "il" : "elle"
        case .firstPlural: "nous"
        case .thirdPlural: isMasculine ? "ils" : "elles"
        }
    }

    static func object(_ referent: Referent) -> String {
        if referent.person == .thirdPlural { return "les" }
        return referent.frenchGender == .masculine ? "le" : "la"
    }

    private static func possessive(
        _ owner: Referent, _ gender: Gender, _ number: Number, _ isVowel: Bool
    ) -> String {
        let ending = number == .plural ? "es" : gender == .masculine || isVowel ? "on" : "a"
        return switch owner.person {
        case .firstSingular: "m" + ending
        case .secondSingular: "t" + ending
        case .thirdSingular: "s" + ending
        case .firstPlural: number == .plural ? "nos" : "notre"
        case .thirdPlural: number == .plural ? "leurs" : "leur"
        }
    }
}
