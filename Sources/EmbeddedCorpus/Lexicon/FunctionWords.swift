/// A word or phrase that never changes: its words in each language.
package struct Invariable: Sendable {
    package let words: Translations<[String]>

    init(_ row: Table.Row) {
        words = Translations(english: row.words(0), french: row.words(1), spanish: row.words(2))
    }
}

/// When something happens, as the last words of a clause.
package struct TimeAdverb: Sendable {
    package let phrase: Invariable
    let tenses: Set<Tense>

    package static let all = Table(
        """
        yesterday  | hier           | ayer           | past
        last night | hier soir      | anoche         | past
        on Monday  | lundi          | el lunes       | past future
        on Friday  | vendredi       | el viernes     | past future
        today      | aujourd'hui    | hoy            | present past future
        now        | maintenant     | ahora          | present
        every day  | tous les jours | todos los días | present
        tomorrow   | demain         | mañana         | future
        soon       | bientôt        | pronto         | future
        """
    ).rows.map { row in
        let names: [String: Tense] = ["present": .present, "past": .past, "future": .future]
        return TimeAdverb(
            phrase: Invariable(row), tenses: Set(row.words(3).compactMap { names[$0] }))
    }
}

/// How often something happens.
package enum Frequency {
    package static let all = Table(
        """
        always    | toujours | siempre
        often     | souvent  | a menudo
        sometimes | parfois  | a veces
        """
    ).rows.map(Invariable.init)
}

/// How something is done.
package enum Manner {
    package static let all = Table(
        """
        slowly  | lentement   | lentamente
        quickly | rapidement  | rápidamente
        calmly  | calmement   | tranquilamente
        """
    ).rows.map(Invariable.init)
}

/// A place that needs no noun.
package enum PlaceAdverb {
    package static let all = Table(
        """
        here    | ici     | aquí
        there   | là-bas  | allí
        outside | dehors  | fuera
        """
    ).rows.map(Invariable.init)
}

/// A condition English says with "to be" and an adjective, French and Spanish with "to have" and a
/// noun: "is afraid", "a peur", "tiene miedo".
package enum Sensation {
    package static let all = Table(
        """
        afraid  | peur    | miedo
        hungry  | faim    | hambre
        thirsty | soif    | sed
        sleepy  | sommeil | sueño
        """
    ).rows.map(Invariable.init)
}

/// How much of a quality.
package enum Degree: Sendable {
    case very, too

    var words: Translations<String> {
        switch self {
        case .very: Translations(english: "very", french: "très", spanish: "muy")
        case .too: Translations(english: "too", french: "trop", spanish: "demasiado")
        }
    }
}

/// A preposition and the places it goes with.
package struct Preposition: Sendable {
    package let phrase: Invariable
    let places: Traits

    private init(_ row: String) {
        let row = Table(row).rows[0]
        phrase = Invariable(row)
        places = row.traits(3)
    }

    /// Where something is.
    package static let locations =
        [within]
        + [
            "on          | sur        | sobre       | furniture",
            "under       | sous       | debajo de   | furniture",
            "behind      | derrière   | detrás de   | landmark",
            "in front of | devant     | delante de  | landmark",
            "near        | près de    | cerca de    | landmark",
        ].map(Preposition.init)

    package static let within = Preposition("in | dans | en | inside")
    package static let to = Preposition("to | à | a | goal")
    package static let from = Preposition("from | de | de | goal")
    package static let into = Preposition("- | dans | en | inside")
    static let serving = Preposition("for | pour | para | institution")
}

/// How many.
package struct Quantity: Sendable {
    /// The words with the noun's gender: masculine first.
    package let english: [String]
    let french: Translation
    let spanish: Translation

    struct Translation: Sendable {
        let masculine: [String]
        let feminine: [String]

        subscript(gender: Gender) -> [String] {
            gender == .masculine ? masculine : feminine
        }

        init(_ row: Table.Row, column: Int) {
            let forms = row.forms(column).map { $0.split(separator: " ").map(String.init) }
            masculine = forms[0]
            feminine = forms.count > 1 ? forms[1] : forms[0]
        }
    }

    package static let all = Table(
        """
        two     | deux                 | dos
        three   | trois                | tres
        four    | quatre               | cuatro
        five    | cinq                 | cinco
        six     | six                  | seis
        ten     | dix                  | diez
        many    | beaucoup de          | muchos/muchas
        some    | quelques             | algunos/algunas
        several | plusieurs            | varios/varias
        all the | tous les/toutes les  | todos los/todas las
        """
    ).rows.map { row in
        Quantity(
            english: row.words(0), french: Translation(row, column: 1),
            spanish: Translation(row, column: 2))
    }

    /// "all the" names known things and cannot stand where something is first mentioned.
    var isDefinite: Bool { english.count > 1 }
}
