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

    /// "the chicken did not cross the road because it was afraid".
    mutating func reason() -> Utterance {
        let verbs = lexicon.verbs.filter { verb in
            verb.subjects.intersects(.animate) && verb.objects.isDisjoint(with: .animate)
                && !verb.isState
        }
        let verb = random.pick(verbs)
        let nouns = company.subjects[verb.index].filter { $0.isA(.animate) }
        let subject = self.subject(nouns, style: .plain)
        var main = statement(
            verb, subject: subject, among: [.present, .past], mayBeNegative: false, isPlain: true)
        main.polarity = random.chance(50) ? .negative : .affirmative
        if main.polarity == .negative { denyObject(&main) }
        let pronoun = NounPhrase.pronoun(subject.referent.namedBefore)
        var because = Clause(subject: pronoun, predicate: .sensation(random.pick(Sensation.all)))
        because.tense = main.tense
        if subject.referent.person.isThird, random.chance(55) {
            because.predicate = .quality(
                random.pick(company.moods), isVery: random.chance(15))
        }
        return .linked(main, .because, because)
    }

    /// A denied object is known, so that "pas de" does not blur its number.
    private mutating func denyObject(_ clause: inout Clause) {
        guard case .action(var action) = clause.predicate,
            case .common(let object) = action.object
        else { return }
        action.object = phrase(object.noun, .plain)
        clause.predicate = .action(action)
    }

    /// "Laura sold the car because it was expensive".
    mutating func reasonOfObject() -> Utterance {
        let noun = random.pick(company.objectsWithReasons)
        let verb = random.pick(company.deeds[noun.index])
        let subject = self.subject(company.people, style: .plain)
        var style = Style.known
        style.adjectives = 0
        style.mayHavePossessor = false
        style.owner = subject.referent
        let object = phrase(noun, style)
        var main = Clause(subject: subject, predicate: .action(Action(verb: verb, object: object)))
        main.tense = tense(verb, subject.referent.person, among: [.present, .past])
        main.polarity = random.chance(40) ? .negative : .affirmative
        var because = Clause(
            subject: .pronoun(object.referent.namedBefore),
            predicate: .quality(
                random.pick(company.reasons[noun.index].filter { $0.isGradable }),
                isVery: random.chance(20)))
        because.tense = main.tense
        return .linked(main, .because, because)
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
        var main = Clause(subject: subject, predicate: .quality(first, isVery: false))
        main.tense = random.pick([.present, .past])
        var but = Clause(
            subject: .pronoun(subject.referent.namedBefore),
            predicate: .quality(second, isVery: false))
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
