extension Sampler {
    /// A clause with a verb of action or state.
    mutating func statement() -> Clause {
        statement(random.pick(lexicon.verbs))
    }

    mutating func statement(
        _ verb: Verb, subject given: NounPhrase? = nil, among tenses: [Tense] = Tense.allCases,
        mayBeNegative: Bool = true, isPlain: Bool = false
    ) -> Clause {
        let nouns = company.subjects[verb.index]
        let subject = given ?? self.subject(nouns, style: isPlain ? .plain : .subject)
        var action = Action(verb: verb)
        var clause = Clause(subject: subject, predicate: .action(action))
        let isCounted = subject.isCounted
        if mayBeNegative, !isCounted {
            clause.polarity = random.pick(
                weighted: [.affirmative: 78, .negative: 18, .never: 4])
        }
        clause.tense = tense(verb, subject.referent.person, among: tenses)
        if clause.polarity != .never, canChoose(subject), !verb.isState, random.chance(14) {
            let modal = random.pick(Modal.all)
            let possible = modal.tenses.filter(tenses.contains)
            if !possible.isEmpty {
                action.modal = modal
                clause.tense = random.pick(possible)
            }
        }
        complete(&action, subject, clause.polarity, isPlain: isPlain)
        if !isPlain { adverbs(&action, &clause) }
        clause.predicate = .action(action)
        return clause
    }

    /// People and animals can want and must; cars and banks better not.
    private func canChoose(_ subject: NounPhrase) -> Bool {
        if case .pronoun = subject { return true }
        return subject.isAnimate
    }

    private mutating func complete(
        _ action: inout Action, _ subject: NounPhrase, _ polarity: Polarity, isPlain: Bool
    ) {
        let verb = action.verb
        var style: Style = polarity == .affirmative ? Style() : .denied
        if verb.isState, verb.frame == .object { style = .known }
        if isPlain { style.adjectives = 10 }
        style.owner = subject.referent
        switch verb.frame {
        case .alone:
            if !isPlain, random.chance(40) { action.location = scene() }
        case .object, .unmarked:
            action.object = object(verb, style)
        case .gift:
            style.adjectives = 15
            action.object = object(verb, style)
            action.recipient = recipient(subject)
        case .to: action.location = place(.to)
        case .into: action.location = place(.into, mayBeName: false)
        case .within: action.location = place(.within)
        case .from: action.location = place(.from)
        case .serving: action.location = .phrase(.serving, institution())
        }
    }

    mutating func object(_ verb: Verb, _ style: Style) -> NounPhrase {
        if verb.objects.contains(.human), random.chance(15) {
            return .name(random.pick(lexicon.people))
        }
        if verb.objects.contains(.geographic), random.chance(25) {
            return .name(random.pick(random.chance(50) ? lexicon.cities : lexicon.countries))
        }
        return phrase(random.pick(company.objects[verb.index]), style)
    }

    private mutating func recipient(_ subject: NounPhrase) -> NounPhrase {
        if random.chance(40) { return .name(random.pick(lexicon.people)) }
        var style = Style.plain
        style.owner = subject.referent
        return phrase(random.pick(company.people), style)
    }

    /// Adverbs of time, frequency and manner, where they sound natural in all languages.
    private mutating func adverbs(_ action: inout Action, _ clause: inout Clause) {
        guard action.modal == nil, !action.verb.isState else { return }
        guard clause.polarity != .never else { return }
        let mayHaveManner = action.verb.frame == .alone && action.location == nil
        if mayHaveManner, clause.polarity == .affirmative, random.chance(35) {
            action.manner = random.pick(Manner.all)
            return
        }
        if clause.tense == .present, clause.polarity == .affirmative, random.chance(25) {
            action.frequency = random.pick(Frequency.all)
        } else if random.chance(18) {
            clause.time = time(clause.tense)
        } else if action.verb.frame == .object, random.chance(10) {
            action.location = scene()
        }
    }

    mutating func time(_ tense: Tense) -> TimeAdverb {
        random.pick(TimeAdverb.all.filter { $0.tenses.contains(tense) })
    }

    /// Where something is.
    mutating func location() -> Location {
        if random.chance(15) { return .adverb(random.pick(PlaceAdverb.all)) }
        return place(random.pick(Preposition.locations))
    }

    /// Where something happens: seldom on or under the furniture.
    private mutating func scene() -> Location {
        if random.chance(15) { return .adverb(random.pick(PlaceAdverb.all)) }
        return place(random.pick(company.scenes))
    }

    mutating func place(_ preposition: Preposition, mayBeName: Bool = true) -> Location {
        let takesNames = [["in"], ["to"], ["from"]].contains(preposition.phrase.words.english)
        if mayBeName, takesNames, random.chance(30) {
            let name = random.pick(random.chance(50) ? lexicon.cities : lexicon.countries)
            return .phrase(preposition, .name(name))
        }
        let nouns = Company.places[preposition.places.rawValue] ?? []
        return .phrase(preposition, phrase(random.pick(nouns), .place))
    }

    /// "the house is small", "the girl was not afraid".
    mutating func description() -> Clause {
        if random.chance(25) { return sensation(subject(company.animates), Tense.allCases) }
        let noun = random.pick(company.described)
        var style = Style.subject
        style.adjectives = 10
        style.mayBeIndefinite = false
        let subject: NounPhrase =
            noun.isA(.human) && random.chance(40)
            ? third([noun]) : phrase(noun, style)
        let adjective = random.pick(company.predicates[(subject.referent.noun ?? noun).index])
        var clause = Clause(
            subject: subject,
            predicate: .quality(
                adjective, adjective.isGradable && random.chance(20) ? .very : nil))
        clause.tense = random.pick(weighted: [.present: 50, .past: 40, .future: 10])
        if !subject.isCounted {
            clause.polarity = random.chance(20) ? .negative : .affirmative
        }
        return clause
    }

    mutating func sensation(_ subject: NounPhrase, _ tenses: [Tense]) -> Clause {
        var clause = Clause(
            subject: subject, predicate: .sensation(random.pick(Sensation.all)))
        clause.tense = random.pick(tenses)
        if !subject.isCounted { clause.polarity = random.chance(20) ? .negative : .affirmative }
        return clause
    }

    mutating func whereabouts() -> Clause {
        var style = Style.subject
        style.mayBeIndefinite = false
        var clause = Clause(
            subject: third(company.visible, style: style), predicate: .location(location()))
        clause.tense = random.pick(Tense.allCases)
        if !clause.subject.isCounted {
            clause.polarity = random.chance(20) ? .negative : .affirmative
        }
        return clause
    }

    /// "who ate the apple", "that Laura bought".
    mutating func relative(of noun: Noun, _ number: Number) -> Relative? {
        let antecedent = NounPhrase.pronoun(Referent(noun, number).namedBefore)
        let deeds = company.deeds[noun.index].filter { !$0.objects.contains(.human) }
        if !noun.isA(.animate), !deeds.isEmpty {
            let verb = random.pick(deeds)
            let subject = self.subject(company.people, style: .plain)
            var clause = Clause(subject: subject, predicate: .action(Action(verb: verb)))
            clause.tense = tense(verb, subject.referent.person, among: [.present, .past])
            return .asObject(clause)
        }
        guard noun.isA(.animate) else { return nil }
        let verbs = lexicon.verbs.filter { noun.isA($0.subjects) && $0.frame != .gift }
        return .asSubject(
            statement(
                random.pick(verbs), subject: antecedent, among: [.present, .past],
                mayBeNegative: random.chance(30), isPlain: true))
    }
}

extension NounPhrase {
    /// Counted subjects are not denied: "many boys did not" has two readings.
    var isCounted: Bool {
        guard case .common(let phrase) = self else { return false }
        return switch phrase.determiner {
        case .quantity, .each: true
        default: false
        }
    }
}
