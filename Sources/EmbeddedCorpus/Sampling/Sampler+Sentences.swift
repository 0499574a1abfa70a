extension Sampler {
    mutating func existence() -> Utterance {
        let noun = random.pick(company.strangers)
        var phrase = CommonNounPhrase(noun: noun)
        phrase.number = random.chance(50) ? .plural : .singular
        phrase.determiner = .indefinite
        if phrase.number == .plural, random.chance(60) {
            phrase.determiner = .quantity(random.pick(Quantity.all.filter { !$0.isDefinite }))
        }
        if random.chance(40) {
            let suiting = company.adjectives[noun.index].filter { $0.rank != .order }
            if !suiting.isEmpty { phrase.adjectives = [random.pick(suiting)] }
        }
        return .existence(.common(phrase), location(), random.pick(Tense.allCases))
    }

    /// "the house is small, but it is beautiful".
    mutating func contrast() -> Utterance {
        let noun = random.pick(company.described)
        var style = Style.plain
        style.mayHavePossessor = noun.isA(.item)
        let subject = phrase(noun, style)
        let adjectives = company.predicates[noun.index]
        let first = random.pick(adjectives)
        let second = random.pick(adjectives.filter { $0.index != first.index })
        var main = Clause(subject: subject, predicate: .quality(first, nil))
        main.tense = random.pick([.present, .past])
        var but = Clause(
            subject: .pronoun(subject.referent.namedBefore),
            predicate: .quality(second, nil))
        but.tense = main.tense
        but.polarity = random.chance(35) ? .negative : .affirmative
        return .linked(main, .but, but)
    }

    /// "Laura bought the car and washed it".
    mutating func sharedSubject() -> Utterance {
        let noun = random.pick(company.objectsOfDeeds)
        let deeds = company.deeds[noun.index]
        let first = random.pick(deeds)
        let second = random.pick(deeds.filter { $0.index != first.index })
        let subject = self.subject(company.people, style: .plain)
        var style = Style.place
        style.mayBeIndefinite = !noun.isA(.mass)
        style.owner = subject.referent
        let object = phrase(noun, style)
        let person = subject.referent.person
        let hasPast = first.hasDistinctPast(person) && second.hasDistinctPast(person)
        let tenses: [Tense] = hasPast ? [.present, .past, .past, .future] : [.present, .future]
        let tense = random.pick(tenses)
        var main = Clause(subject: subject, predicate: .action(Action(verb: first, object: object)))
        main.tense = tense
        let pronoun = NounPhrase.pronoun(object.referent.namedBefore)
        var then = Clause(
            subject: subject, predicate: .action(Action(verb: second, object: pronoun)))
        then.tense = tense
        guard random.chance(30) else { return .shared(main, .and, then) }
        then.polarity = .negative
        return .shared(main, .but, then)
    }
}
