import Basics

/// Draws meanings. What it draws depends on the seed alone.
package struct Sampler {
    var random: RandomSource
    let lexicon = Lexicon.shared
    let company = Company.shared

    package init(seed: UInt64) {
        random = RandomSource(seed: seed)
    }

    /// The kinds of sentences, each as often as the corpus has it.
    private enum Kind {
        case phrase, institution, statement, description, whereabouts, existence, reason
        case reasonOfObject, antecedent, contrast, sharedSubject, whether, why, when, who, what
        case findspot, placeQuestion
    }

    package mutating func utterance() -> Utterance {
        let kind: Kind = random.pick(weighted: [
            .phrase: 13, .institution: 4, .statement: 34, .description: 8, .whereabouts: 4,
            .existence: 5, .reason: 7, .reasonOfObject: 4, .antecedent: 9, .contrast: 3,
            .sharedSubject: 7, .whether: 7, .why: 2, .when: 2, .who: 3, .what: 2, .findspot: 1,
            .placeQuestion: 2,
        ])
        return switch kind {
        case .phrase: .phrase(lonePhrase())
        case .institution: .phrase(institution())
        case .statement: .statement(statement())
        case .description: .statement(description())
        case .whereabouts: .statement(whereabouts())
        case .existence: existence()
        case .reason: reason()
        case .reasonOfObject: reasonOfObject()
        case .antecedent:
            reason(by: random.pick(company.animates), of: random.pick(Antecedent.allCases))
        case .contrast: contrast()
        case .sharedSubject: sharedSubject()
        case .whether: .question(.whether, questioned())
        case .why: .question(.why, questioned(mayBeNegative: true))
        case .when: .question(.when, questionOfTime())
        case .who: .question(.who, questionOfSubject())
        case .what: .question(.what, questionOfObject())
        case .findspot: .question(.whereabouts, questionOfPlace())
        case .placeQuestion: .question(.whereabouts, questionOfWhereabouts())
        }
    }

    /// How a sentence is written: in half of the draws with a capital letter, in half with a full
    /// stop, and mostly with both or neither.
    package mutating func orthography() -> Orthography {
        let hasCapital = random.chance(50)
        return Orthography(
            hasCapital: hasCapital, hasStop: random.chance(80) ? hasCapital : !hasCapital)
    }

    /// A tense in which the present and the past of the verb cannot be mistaken for each other, and
    /// in which no agreement tells whether the speaker is a woman or a man.
    mutating func tense(
        _ verb: Verb, _ person: Person, among tenses: [Tense] = Tense.allCases
    ) -> Tense {
        let tellsGender =
            verb.french.takesEtre && (person == .firstSingular || person == .secondSingular)
        let hasPast = verb.hasDistinctPast(person) && !tellsGender
        let possible = tenses.filter { $0 != .past || hasPast }
        guard !possible.isEmpty else { return .present }
        if possible.contains(.past), random.chance(30) { return .past }
        return random.pick(possible)
    }
}

extension RandomSource {
    /// True in `percent` of a hundred draws.
    mutating func chance(_ percent: Int) -> Bool {
        next(below: 100) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[next(below: elements.count)]
    }

    /// One of the keys, each as often as its weight says.
    mutating func pick<Key>(weighted choices: KeyValuePairs<Key, Int>) -> Key {
        var draw = next(below: choices.reduce(0) { $0 + $1.value })
        for (key, weight) in choices {
            if draw < weight { return key }
            draw -= weight
        }
        preconditionFailure("RandomSource.pick drew beyond the sum of the weights by \(draw)")
    }
}
