/// An adjective said of a noun, beside it ("the red house") or through a verb ("the house is red").
struct Combination: Sendable {
    let adjective: Adjective
    let noun: Noun
}

extension Utterance {
    /// Every adjective with the noun that it is said of, also by way of a pronoun.
    var combinations: [Combination] {
        var found: [Combination] = []
        switch self {
        case .phrase(let phrase): phrase.collect(into: &found)
        case .statement(let clause), .question(_, let clause): clause.collect(into: &found)
        case .linked(let first, _, let second), .shared(let first, _, let second):
            first.collect(into: &found)
            second.collect(into: &found)
        case .existence(let phrase, let location, _):
            phrase.collect(into: &found)
            location.collect(into: &found)
        }
        return found
    }
}

extension NounPhrase {
    fileprivate func collect(into found: inout [Combination]) {
        switch self {
        case .name, .pronoun: break
        case .pair(let first, let second):
            first.collect(into: &found)
            second.collect(into: &found)
        case .common(let phrase):
            for adjective in phrase.adjectives {
                found.append(Combination(adjective: adjective, noun: phrase.noun))
            }
            phrase.possessor?.collect(into: &found)
            phrase.relative?.clause.collect(into: &found)
        }
    }
}

extension Location {
    fileprivate func collect(into found: inout [Combination]) {
        if case .phrase(_, let phrase) = self { phrase.collect(into: &found) }
    }
}

extension Clause {
    fileprivate func collect(into found: inout [Combination]) {
        subject.collect(into: &found)
        switch predicate {
        case .sensation, .whereabouts: break
        case .location(let location): location.collect(into: &found)
        case .quality(let adjective, _):
            if let noun = subject.referent.noun {
                found.append(Combination(adjective: adjective, noun: noun))
            }
        case .action(let action):
            action.object?.collect(into: &found)
            action.recipient?.collect(into: &found)
            action.location?.collect(into: &found)
        }
    }
}
