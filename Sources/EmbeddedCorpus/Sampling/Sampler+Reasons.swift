/// "… because it was afraid": the pronoun has the gender of what it stands for.
extension Sampler {
    /// For what a reason's pronoun stands.
    enum Antecedent: CaseIterable {
        case subject, object
    }

    /// "we did not sleep because we were hungry".
    mutating func reason() -> Utterance {
        let verb = random.pick(company.activities)
        let nouns = company.subjects[verb.index].filter { $0.isA(.animate) }
        let subject = self.subject(nouns, style: .plain)
        var main = statement(
            verb, subject: subject, among: [.present, .past], mayBeNegative: false, isPlain: true)
        main.polarity = random.chance(50) ? .negative : .affirmative
        if main.polarity == .negative { denyObject(&main) }
        return .linked(main, .because, reason(of: subject, main))
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
        let main = deed(self.subject(company.people, style: .plain), verb, noun)
        return .linked(main.clause, .because, reason(of: main.object, main.clause))
    }

    /// "the chicken did not cross the road because it was afraid", "… because it was too wide":
    /// the reason alone tells for which of the two the pronoun stands.
    mutating func reason(by actor: Noun, of antecedent: Antecedent) -> Utterance {
        let verbs = company.handlings[actor.index]
        let verb = random.chance(40) ? company.crossing : random.pick(verbs)
        let main = deed(
            phrase(actor, .plain), verb, random.pick(company.objectsWithReasonsOf[verb.index]))
        let named = antecedent == .subject ? main.clause.subject : main.object
        return .linked(main.clause, .because, reason(of: named, main.clause))
    }

    /// Someone does something to something known.
    private mutating func deed(
        _ subject: NounPhrase, _ verb: Verb, _ noun: Noun
    ) -> (clause: Clause, object: NounPhrase) {
        var style = Style.known
        style.adjectives = 0
        style.mayHavePossessor = false
        style.owner = subject.referent
        let object = phrase(noun, style)
        var clause = Clause(
            subject: subject, predicate: .action(Action(verb: verb, object: object)))
        clause.tense = tense(verb, subject.referent.person, among: [.present, .past])
        clause.polarity = random.chance(50) ? .negative : .affirmative
        return (clause, object)
    }

    /// What is said of someone or something just named, in the tense of what it explains.
    private mutating func reason(of named: NounPhrase, _ main: Clause) -> Clause {
        let referent = named.referent
        var because = Clause(
            subject: .pronoun(referent.namedBefore),
            predicate: .sensation(random.pick(Sensation.all)))
        because.tense = main.tense
        if named.isAnimate || referent.isHuman {
            guard referent.person.isThird, random.chance(55) else { return because }
            because.predicate = quality(company.moods, main)
        } else if let noun = referent.noun {
            because.predicate = quality(company.reasons[noun.index], main)
        }
        return because
    }

    /// Too much of something is a reason not to do it.
    private mutating func quality(_ adjectives: [Adjective], _ main: Clause) -> Predicate {
        let adjective = random.pick(adjectives)
        guard adjective.isGradable else { return .quality(adjective, nil) }
        if main.polarity == .negative, random.chance(35) { return .quality(adjective, .too) }
        return .quality(adjective, random.chance(15) ? .very : nil)
    }
}
