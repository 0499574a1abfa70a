/// Someone or something spoken of.
package indirect enum NounPhrase: Sendable {
    case common(CommonNounPhrase)
    case name(Name)
    case pronoun(Referent)
    /// "Laura and Hugo".
    case pair(NounPhrase, NounPhrase)

    /// What a pronoun for this phrase agrees with.
    package var referent: Referent {
        switch self {
        case .common(let phrase): Referent(phrase.noun, phrase.number)
        case .name(let name): Referent(name)
        case .pronoun(let referent): referent
        case .pair(let first, let second): Referent(first.referent, and: second.referent)
        }
    }

    /// Whether the phrase is a person or an animal, whom Spanish objects mark with "a".
    var isAnimate: Bool {
        switch self {
        case .common(let phrase): phrase.noun.isA(.animate)
        case .name(let name): name.kind == .person
        case .pronoun: false
        case .pair(let first, _): first.isAnimate
        }
    }
}

/// A noun with what belongs to it.
package struct CommonNounPhrase: Sendable {
    var noun: Noun
    var number: Number
    var determiner: Determiner
    /// In the English order.
    var adjectives: [Adjective]
    /// "the boy's cat"; the determiner is then definite.
    var possessor: NounPhrase?
    var relative: Relative?

    package init(
        noun: Noun, number: Number = .singular, determiner: Determiner = .definite,
        adjectives: [Adjective] = [], possessor: NounPhrase? = nil, relative: Relative? = nil
    ) {
        self.noun = noun
        self.number = number
        self.determiner = determiner
        self.adjectives = adjectives
        self.possessor = possessor
        self.relative = relative
    }
}

/// A relative clause. Its subject is the noun (`asSubject`: "who ate the apple") or another
/// (`asObject`: "that Laura bought", whose clause has no object).
package enum Relative: Sendable {
    case asSubject(Clause)
    case asObject(Clause)

    var clause: Clause {
        switch self {
        case .asSubject(let clause), .asObject(let clause): clause
        }
    }
}

/// What stands before a noun and says which or how many.
package enum Determiner: Sendable {
    case definite
    /// "a"; before a plural or a mass noun nothing in English and Spanish, "des" or "du" in French.
    case indefinite
    case demonstrative
    case each
    case possessive(Referent)
    case quantity(Quantity)
}

/// Who or what a pronoun stands for, as far as its form goes.
package struct Referent: Sendable {
    let person: Person
    let frenchGender: Gender
    let spanishGender: Gender
    let isHuman: Bool
    /// The noun that names the referent, if one does.
    let noun: Noun?
    /// Whether the sentence names the referent before the pronoun; Spanish then drops the subject.
    var isNamedBefore = false

    private init(
        person: Person, french: Gender, spanish: Gender, isHuman: Bool, noun: Noun? = nil
    ) {
        self.person = person
        frenchGender = french
        spanishGender = spanish
        self.isHuman = isHuman
        self.noun = noun
    }

    package init(_ noun: Noun, _ number: Number) {
        self.init(
            person: Person(third: number), french: noun.forms.french.gender,
            spanish: noun.forms.spanish.gender, isHuman: noun.isA(.human), noun: noun)
    }

    init(_ name: Name) {
        self.init(
            person: .thirdSingular, french: name.gender, spanish: name.gender,
            isHuman: name.kind == .person)
    }

    /// Two together are masculine unless both are feminine.
    init(_ first: Referent, and second: Referent) {
        let bothFrench = first.frenchGender == .feminine && second.frenchGender == .feminine
        let bothSpanish = first.spanishGender == .feminine && second.spanishGender == .feminine
        self.init(
            person: .thirdPlural, french: bothFrench ? .feminine : .masculine,
            spanish: bothSpanish ? .feminine : .masculine, isHuman: first.isHuman)
    }

    private static func person(_ person: Person, _ gender: Gender = .masculine) -> Referent {
        Referent(person: person, french: gender, spanish: gender, isHuman: true)
    }

    package static let speaker = person(.firstSingular)
    package static let listener = person(.secondSingular)
    package static let speakers = person(.firstPlural)
    package static let he = person(.thirdSingular)
    package static let she = person(.thirdSingular, .feminine)

    package var namedBefore: Referent {
        var referent = self
        referent.isNamedBefore = true
        return referent
    }
}
