/// Which lemmas go together, worked out once.
struct Company: Sendable {
    /// By `Verb.index`: the nouns that can be its subject, and its object or place.
    let subjects: [[Noun]]
    let objects: [[Noun]]
    /// By `Noun.index`: the adjectives that can be said of it.
    let adjectives: [[Adjective]]
    let predicates: [[Adjective]]
    /// By `Noun.index`: the events with it as their object that people bring about.
    let deeds: [[Verb]]
    /// Nouns with two deeds or more.
    let objectsOfDeeds: [Noun]
    /// By `Noun.index`: qualities that no person or animal has: "because it was expensive".
    let reasons: [[Adjective]]
    let objectsWithReasons: [Noun]
    /// By `Verb.index`: its objects that have such qualities.
    let objectsWithReasonsOf: [[Noun]]
    /// What people and animals do, but not to each other.
    let activities: [Verb]
    /// By `Noun.index`: the activities of which it can be the subject, with an object that has such
    /// qualities.
    let handlings: [[Verb]]
    let crossing: Verb
    let moods: [Adjective]
    let people: [Noun]
    let animates: [Noun]
    let described: [Noun]
    let institutions: [Noun]
    let buildings: [Noun]
    let visible: [Noun]
    /// What one may meet anywhere.
    let strangers: [Noun]
    /// Prepositions of where things happen.
    let scenes: [Preposition]

    static let shared = Company(.shared)

    private init(_ lexicon: Lexicon) {
        let nouns = lexicon.nouns
        subjects = lexicon.verbs.map { verb in
            nouns.filter { $0.isA(verb.subjects) }
        }
        objects = lexicon.verbs.map { verb in
            nouns.filter { $0.isA(verb.objects) }
        }
        let adjectives = nouns.map { noun in
            lexicon.adjectives.filter { $0.suits(noun) }
        }
        self.adjectives = adjectives
        let predicates = adjectives.map { $0.filter { $0.copula != nil } }
        self.predicates = predicates
        let deeds = nouns.map { noun in
            lexicon.verbs.filter { verb in
                (verb.frame == .object || verb.frame == .unmarked) && !verb.isState
                    && verb.subjects.contains(.human) && noun.isA(verb.objects)
            }
        }
        self.deeds = deeds
        objectsOfDeeds = nouns.filter { deeds[$0.index].count > 1 }
        let reasons = nouns.map { noun in
            predicates[noun.index].filter { adjective in
                adjective.suits.isDisjoint(with: .animate)
                    && (adjective.rank == .size || adjective.rank == .quality)
            }
        }
        self.reasons = reasons
        objectsWithReasons = nouns.filter { noun in
            noun.isA([.item, .food, .drink, .vehicle]) && !reasons[noun.index].isEmpty
        }
        let objectsWithReasonsOf = objects.map { $0.filter { !reasons[$0.index].isEmpty } }
        self.objectsWithReasonsOf = objectsWithReasonsOf
        activities = lexicon.verbs.filter { verb in
            verb.subjects.intersects(.animate) && verb.objects.isDisjoint(with: .animate)
                && !verb.isState
        }
        let handled = activities.filter {
            $0.frame == .object && !objectsWithReasonsOf[$0.index].isEmpty
        }
        handlings = nouns.map { noun in handled.filter { noun.isA($0.subjects) } }
        guard let crossing = handled.first(where: { $0.english.base == "cross" }) else {
            preconditionFailure("the lexicon lacks the verb \"cross\"")
        }
        self.crossing = crossing
        moods = lexicon.adjectives.filter(\.isMood)
        people = nouns.filter { $0.isA(.human) }
        animates = nouns.filter { $0.isA(.animate) }
        described = nouns.filter { predicates[$0.index].count > 1 && !$0.isA(.institution) }
        institutions = nouns.filter { $0.isA(.institution) }
        buildings = nouns.filter { $0.isA(.building) && $0.isA(.inside) }
        let visible = nouns.filter {
            $0.isA([.animal, .item, .human, .food]) && !$0.isA(.mass)
        }
        self.visible = visible
        strangers = visible.filter { !$0.isA(.kin) }
        scenes = Preposition.locations.filter { $0.places != .furniture }
    }

    /// The nouns that a preposition's places are.
    static let places: [Traits.RawValue: [Noun]] = Dictionary(
        (Preposition.locations + [.to, .from, .into, .serving]).map { preposition in
            let nouns = Lexicon.shared.nouns.filter { $0.isA(preposition.places) }
            return (preposition.places.rawValue, nouns)
        }, uniquingKeysWith: { first, _ in first })
}
