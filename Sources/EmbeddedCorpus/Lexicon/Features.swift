/// Grammatical gender.
package enum Gender: Sendable {
    case masculine, feminine
}

/// Grammatical number.
package enum Number: Int, Sendable {
    case singular, plural
}

/// What a verb agrees with. There is no second person plural: English "you" would then have two
/// translations.
package enum Person: Int, CaseIterable, Sendable {
    case firstSingular, secondSingular, thirdSingular, firstPlural, thirdPlural

    init(third number: Number) {
        self = number == .singular ? .thirdSingular : .thirdPlural
    }

    var number: Number {
        self == .firstPlural || self == .thirdPlural ? .plural : .singular
    }

    var isThird: Bool { self == .thirdSingular || self == .thirdPlural }
}

/// When a clause happens. The past is the English simple past; in French and Spanish it is the
/// passé composé and pretérito of events, the imparfait and imperfecto of states.
package enum Tense: Int, CaseIterable, Sendable {
    case present, past, future
}

/// Whether a clause is denied, and how.
package enum Polarity: Sendable {
    case affirmative, negative, never
}

/// One value for each language.
package struct Translations<Value: Sendable>: Sendable {
    package let english: Value
    package let french: Value
    package let spanish: Value

    package subscript(language: Language) -> Value {
        switch language {
        case .english: english
        case .french: french
        case .spanish: spanish
        }
    }
}

/// What a noun denotes, as far as it decides which verbs, adjectives and prepositions go with it.
package struct Traits: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let human = Traits(rawValue: 1 << 0)
    package static let animal = Traits(rawValue: 1 << 1)
    static let bird = Traits(rawValue: 1 << 2)
    static let institution = Traits(rawValue: 1 << 3)
    static let item = Traits(rawValue: 1 << 4)
    static let clothing = Traits(rawValue: 1 << 5)
    static let vehicle = Traits(rawValue: 1 << 6)
    static let food = Traits(rawValue: 1 << 7)
    static let drink = Traits(rawValue: 1 << 8)
    /// Not countable: no plural, a partitive article in French.
    static let mass = Traits(rawValue: 1 << 9)
    static let openable = Traits(rawValue: 1 << 10)
    static let readable = Traits(rawValue: 1 << 11)
    static let thought = Traits(rawValue: 1 << 12)
    static let audible = Traits(rawValue: 1 << 13)
    /// One can go to it.
    static let goal = Traits(rawValue: 1 << 14)
    /// One can be in it.
    static let inside = Traits(rawValue: 1 << 15)
    /// One can cross it.
    static let path = Traits(rawValue: 1 << 16)
    static let building = Traits(rawValue: 1 << 17)
    /// Things lie on it and under it.
    static let furniture = Traits(rawValue: 1 << 18)
    /// One can be near, behind or in front of it.
    static let landmark = Traits(rawValue: 1 << 19)
    /// A part of a building.
    static let part = Traits(rawValue: 1 << 20)
    static let nature = Traits(rawValue: 1 << 21)
    /// Better without "old" and "young", which the noun says already or which say something else.
    static let ageless = Traits(rawValue: 1 << 22)
    /// A relative: someone's.
    static let kin = Traits(rawValue: 1 << 23)
    /// Not to be said of as "my": "mi mujer" is a wife.
    static let unowned = Traits(rawValue: 1 << 24)
    /// Traffic goes over it.
    static let way = Traits(rawValue: 1 << 27)
    static let stream = Traits(rawValue: 1 << 28)
    /// A city or a country, by its name; no noun has it.
    static let geographic = Traits(rawValue: 1 << 26)
    /// One has one: "mis padres" are parents and not fathers.
    static let single = Traits(rawValue: 1 << 25)

    static let animate: Traits = [.human, .animal]

    /// The names of traits, alone and together, in the tables.
    static let names: [String: Traits] = [
        "animate": .animate, "goods": [.item, .food, .drink], "work": [.readable, .audible],
        "human": .human, "animal": .animal, "bird": .bird, "institution": .institution,
        "item": .item, "clothing": .clothing, "vehicle": .vehicle, "food": .food, "drink": .drink,
        "mass": .mass, "openable": .openable, "readable": .readable, "thought": .thought,
        "audible": .audible, "goal": .goal, "inside": .inside, "path": .path,
        "building": .building, "furniture": .furniture, "landmark": .landmark, "part": .part,
        "nature": .nature, "ageless": .ageless, "kin": .kin, "unowned": .unowned,
        "single": .single, "geographic": .geographic, "way": .way, "stream": .stream,
    ]

    func intersects(_ other: Traits) -> Bool {
        !isDisjoint(with: other)
    }
}
