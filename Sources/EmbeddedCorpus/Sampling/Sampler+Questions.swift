extension Sampler {
    /// A subject that can be asked about: no "I", which nobody asks, and no "he" without a name.
    private mutating func askedSubject(_ nouns: [Noun]) -> NounPhrase {
        let isHuman = nouns.contains { $0.isA(.human) }
        if isHuman, random.chance(22) {
            return .pronoun(random.chance(70) ? .listener : .speakers)
        }
        return third(nouns, style: .plain)
    }

    private mutating func asked(
        _ verb: Verb, among tenses: [Tense] = Tense.allCases, mayBeNegative: Bool = false
    ) -> Clause {
        let subject = askedSubject(company.subjects[verb.index])
        return statement(
            verb, subject: subject, among: tenses, mayBeNegative: mayBeNegative, isPlain: true)
    }

    mutating func questioned(mayBeNegative: Bool = false) -> Clause {
        if random.chance(70) {
            var clause = asked(random.pick(lexicon.verbs), mayBeNegative: mayBeNegative)
            if clause.polarity == .never { clause.polarity = .negative }
            return clause
        }
        if random.chance(35) {
            var clause = sensation(askedSubject(company.animates), Tense.allCases)
            if !mayBeNegative { clause.polarity = .affirmative }
            return clause
        }
        let noun = random.pick(company.described)
        let adjective = random.pick(company.predicates[noun.index])
        var clause = Clause(
            subject: phrase(noun, .plain), predicate: .quality(adjective, nil))
        clause.tense = random.pick([.present, .past])
        return clause
    }

    private mutating func event() -> Verb {
        random.pick(lexicon.verbs.filter { !$0.isState })
    }

    mutating func questionOfTime() -> Clause {
        asked(event(), among: [.past, .future])
    }

    mutating func questionOfSubject() -> Clause {
        let verb = random.pick(lexicon.verbs.filter { $0.subjects.contains(.human) })
        let who = NounPhrase.pronoun(.he)
        return withoutOwner(statement(verb, subject: who, mayBeNegative: false, isPlain: true))
    }

    /// "who sold his car?" would need a sex for "who".
    private func withoutOwner(_ clause: Clause) -> Clause {
        guard case .action(var action) = clause.predicate,
            case .common(var object) = action.object,
            case .possessive(let owner) = object.determiner, owner.person.isThird
        else { return clause }
        object.determiner = .definite
        action.object = .common(object)
        var clause = clause
        clause.predicate = .action(action)
        return clause
    }

    mutating func questionOfObject() -> Clause {
        let verb = random.pick(
            lexicon.verbs.filter { verb in
                (verb.frame == .object || verb.frame == .unmarked)
                    && verb.objects.isDisjoint(with: .human)
            })
        var clause = asked(verb)
        if case .action(var action) = clause.predicate {
            action.object = nil
            clause.predicate = .action(action)
        }
        return clause
    }

    mutating func questionOfPlace() -> Clause {
        let verb = random.pick(
            lexicon.verbs.filter { $0.frame == .object && !$0.isState })
        return asked(verb, among: [.past, .future])
    }

    mutating func questionOfWhereabouts() -> Clause {
        var clause = Clause(
            subject: third(company.visible + company.buildings, style: .plain),
            predicate: .whereabouts)
        clause.tense = random.pick([.present, .past])
        return clause
    }
}
