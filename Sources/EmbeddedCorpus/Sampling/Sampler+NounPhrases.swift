extension Sampler {
    /// How a noun phrase may look in its role.
    struct Style {
        /// The chance of an adjective, in a hundred.
        var adjectives = 35
        var mayBeIndefinitePlural = true
        var mayBeIndefinite = true
        /// Also "many", "three", "all the".
        var mayCount = true
        var mayHaveRelative = false
        var mayHavePossessor = true
        /// Whose "his", "her", "its" and "their" would be; nil for none of them.
        var owner: Referent?

        static let subject = Style(
            adjectives: 25, mayBeIndefinitePlural: false, mayHaveRelative: true)
        static let plain = Style(
            adjectives: 0, mayBeIndefinitePlural: false, mayBeIndefinite: false, mayCount: false,
            mayHavePossessor: false)
        /// What a clause denies: "pas de pomme" would hide the number of "souris".
        static let denied = Style(mayBeIndefinitePlural: false, mayCount: false)
        static let known = Style(mayBeIndefinite: false, mayCount: false)
        static let place = Style(
            adjectives: 20, mayBeIndefinitePlural: false, mayCount: false,
            mayHavePossessor: false)
    }

    mutating func phrase(_ noun: Noun, _ style: Style) -> NounPhrase {
        if noun.isA(.institution) { return institution(noun) }
        var phrase = CommonNounPhrase(noun: noun)
        phrase.number = !noun.isA([.mass, .single]) && random.chance(30) ? .plural : .singular
        phrase.determiner = determiner(noun, phrase.number, style)
        if random.chance(style.adjectives) {
            phrase.adjectives = adjectives(of: noun, phrase.determiner)
        }
        if case .definite = phrase.determiner, phrase.adjectives.first?.rank != .order {
            if style.mayHavePossessor, random.chance(14) {
                phrase.possessor = possessor(of: noun)
            } else if style.mayHaveRelative, phrase.adjectives.isEmpty, random.chance(16) {
                phrase.relative = relative(of: noun, phrase.number)
            }
        }
        return .common(phrase)
    }

    private mutating func determiner(
        _ noun: Noun, _ number: Number, _ style: Style
    ) -> Determiner {
        if noun.isA(.mass) {
            if style.mayBeIndefinitePlural, style.mayBeIndefinite, random.chance(60) {
                return .indefinite
            }
            return random.chance(20) ? .demonstrative : .definite
        }
        if noun.isA(.kin) { return .possessive(owner(style.owner, of: noun)) }
        let isPlural = number == .plural
        let mayBeIndefinite =
            style.mayBeIndefinite
            && (!isPlural || (style.mayBeIndefinitePlural && !noun.isA(.animate)))
        let draw = random.next(below: 100)
        switch draw {
        case ..<22: return mayBeIndefinite ? .indefinite : .definite
        case ..<38:
            return noun.isA(.unowned) ? .definite : .possessive(owner(style.owner, of: noun))
        case ..<46: return .demonstrative
        case ..<58:
            guard style.mayCount else { return .definite }
            if isPlural { return .quantity(random.pick(Quantity.all)) }
            return draw < 49 ? .each : .definite
        default: return .definite
        }
    }

    /// The one named by the sentence half of the time, else "my", "your" or "our".
    private mutating func owner(_ named: Referent?, of noun: Noun) -> Referent {
        if let named, named.person.isThird, named.isHuman || !noun.isA(.human), random.chance(60) {
            return named
        }
        return random.pick([.speaker, .listener, .speakers])
    }

    private mutating func adjectives(of noun: Noun, _ determiner: Determiner) -> [Adjective] {
        let mayBeOrdered = if case .definite = determiner { true } else { false }
        let suiting = company.adjectives[noun.index].filter { mayBeOrdered || $0.rank != .order }
        guard !suiting.isEmpty else { return [] }
        let first = random.pick(suiting)
        guard first.rank == .size, random.chance(35) else { return [first] }
        let others = suiting.filter { other in
            other.rank != .order && other.rank != .size && !other.french.standsBeforeNoun
        }
        guard !others.isEmpty else { return [first] }
        let second = random.pick(others)
        guard second.rank == .colour, random.chance(15) else { return [first, second] }
        let origins = suiting.filter { $0.rank == .origin }
        return origins.isEmpty ? [first, second] : [first, second, random.pick(origins)]
    }

    /// "the European Economic Zone": a name made of a noun and one or two adjectives.
    mutating func institution(_ noun: Noun? = nil) -> NounPhrase {
        let noun = noun ?? random.pick(company.institutions)
        let suiting = company.adjectives[noun.index]
        var adjectives: [Adjective] = []
        let draw = random.next(below: 100)
        if draw < 75 { adjectives.append(random.pick(suiting.filter { $0.rank == .origin })) }
        if draw >= 25 { adjectives.append(random.pick(suiting.filter { $0.rank == .domain })) }
        return .common(CommonNounPhrase(noun: noun, adjectives: adjectives))
    }

    /// A phrase that is a whole utterance: adjectives are what it is for.
    mutating func lonePhrase() -> NounPhrase {
        var style = Style(adjectives: 85, mayHaveRelative: true)
        style.mayBeIndefinitePlural = false
        return phrase(random.pick(lexicon.nouns), style)
    }

    /// A person or an animal that owns, or the building that a part belongs to.
    private mutating func possessor(of noun: Noun) -> NounPhrase? {
        if noun.isA(.part) { return phrase(random.pick(company.buildings), .plain) }
        guard noun.isA([.item, .vehicle, .animal, .clothing]) else { return nil }
        if random.chance(35) { return .name(random.pick(lexicon.people)) }
        return phrase(random.pick(company.people), .plain)
    }

    /// Someone who does something: "I", "Laura", "the small boy", "Laura and Samuel".
    mutating func subject(_ nouns: [Noun], style: Style = .subject) -> NounPhrase {
        let isHuman = nouns.contains { $0.isA(.human) }
        let draw = random.next(below: 100)
        if isHuman {
            switch draw {
            case ..<8: return .pronoun(.speaker)
            case ..<12: return .pronoun(.listener)
            case ..<17: return .pronoun(.speakers)
            case ..<22: return .pronoun(random.chance(50) ? .he : .she)
            case ..<37: return .name(random.pick(lexicon.people))
            case ..<42: return pair(nouns.filter { $0.isA(.human) })
            default: break
            }
        }
        return phrase(random.pick(nouns), style)
    }

    private mutating func pair(_ people: [Noun]) -> NounPhrase {
        let first = random.pick(lexicon.people)
        if random.chance(50) {
            let second = random.pick(lexicon.people.filter { $0.index != first.index })
            return .pair(.name(first), .name(second))
        }
        return .pair(.name(first), phrase(random.pick(people), .plain))
    }

    /// Someone of whom one can speak in the third person without "he" or "she".
    mutating func third(_ nouns: [Noun], style: Style = .subject) -> NounPhrase {
        while true {
            let subject = subject(nouns, style: style)
            if case .pronoun = subject { continue }
            return subject
        }
    }
}
