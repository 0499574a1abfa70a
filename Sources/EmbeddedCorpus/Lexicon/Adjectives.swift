/// An adjective and its forms.
package final class Adjective: Sendable {
    /// Where an adjective stands among others: English sets them before the noun in this order.
    enum Rank: String, Sendable {
        /// "first": only with a definite article.
        case order
        case size
        case quality
        case colour
        case origin
        case domain
    }

    /// Which of the two Spanish verbs for "to be" goes with it.
    enum Copula: String, Sendable {
        case ser, estar
    }

    /// The forms of French or Spanish.
    package struct Forms: Sendable {
        let masculine: Noun.Forms
        let feminine: Noun.Forms
        /// Directly before a singular noun: French "bel hôtel", Spanish "buen libro".
        let masculineBeforeNoun: String
        let feminineBeforeNoun: String
        let standsBeforeNoun: Bool

        package subscript(gender: Gender, number: Number) -> String {
            gender == .masculine ? masculine[number] : feminine[number]
        }
    }

    let index: Int
    package let english: String
    package let french: Forms
    package let spanish: Forms
    let rank: Rank
    /// None when the adjective is never a predicate.
    let copula: Copula?
    /// What it can be said of.
    let suits: Traits
    /// Whether "very" goes with it.
    let isGradable: Bool
    private let suitsAgeless: Bool

    init(index: Int, row: Table.Row) {
        self.index = index
        english = row[0]
        let nature = row.words(3)
        guard let rank = Rank(rawValue: nature[0]) else {
            preconditionFailure("an adjective has no rank \"\(nature[0])\": \(row.cells)")
        }
        self.rank = rank
        copula = Copula(rawValue: nature[1])
        let usual = rank == .order || rank == .size ? "before" : "after"
        let positions =
            nature.count > 2 ? nature[2].split(separator: "/") : [usual[...], usual[...]]
        french = FrenchMorphology.adjective(
            row.forms(1), standsBeforeNoun: positions[0] == "before")
        spanish = SpanishMorphology.adjective(
            row.forms(2), standsBeforeNoun: positions[1] == "before")
        suits = row.traits(4)
        isGradable =
            (rank == .size || rank == .quality)
            && !["delicious", "open", "closed", "empty"].contains(english)
        suitsAgeless = english != "old" && english != "young"
    }

    /// A state that passes, of people and animals alone: "because it was tired".
    var isMood: Bool {
        copula == .estar && suits.isSubset(of: .animate)
    }

    func suits(_ noun: Noun) -> Bool {
        guard suits.intersects(noun.traits) else { return false }
        return suitsAgeless || !noun.isA(.ageless)
    }

    // English | French: masculine/feminine/masculine before a vowel
    //   | Spanish: masculine/feminine/masculine before a noun/feminine before a noun
    //   | rank, copula, and where it stands if the rank does not say | suits
    static let table = """
        first       | premier | primero/primera/primer | order - | item building readable food
        last        | dernier        | último         | order -       | item building readable food
        same        | même | mismo | order - | animate item path building thought food
        other       | autre | otro | order - | animate item path building thought food
        small       | petit | pequeño | size ser | animal item vehicle building inside path food
        big         | grand          | grande/grande/gran/gran | size ser | landmark inside nature
        good        | bon/bonne | bueno/buena/buen | size ser | human thought readable food drink
        bad         | mauvais        | malo/mala/mal  | size ser      | thought readable food drink
        new | nouveau/nouvelle/nouvel | nuevo | size ser | human item vehicle building thought path
        old         | vieux/vieille/vieil | viejo | size ser | human item vehicle building
        young       | jeune          | joven          | size ser      | human
        beautiful | beau/belle/bel | hermoso | size ser | item building nature inside vehicle animal
        pretty      | joli           | bonito         | size ser      | item building inside
        long        | long/longue    | largo          | size ser      | work path clothing
        high        | haut           | alto           | quality ser before/after | building part
        red         | rouge          | rojo           | colour ser    | item vehicle building part
        blue        | bleu | azul | colour ser | item vehicle building part bird
        green       | vert           | verde          | colour ser    | item vehicle building part
        white       | blanc/blanche | blanco | colour ser | animal item vehicle building part
        black       | noir           | negro          | colour ser    | animal item vehicle part
        yellow      | jaune          | amarillo       | colour ser    | item vehicle building part
        grey        | gris | gris | colour ser | animal item vehicle building part
        brown       | marron!        | marrón         | colour ser    | animal item
        clean       | propre         | limpio         | quality estar | item vehicle inside path
        dirty       | sale           | sucio          | quality estar | item vehicle inside path
        empty       | vide           | vacío          | quality estar | inside vehicle furniture
        open        | ouvert         | abierto        | quality estar | openable building
        closed      | fermé          | cerrado        | quality estar | openable building way
        wet         | mouillé        | mojado         | quality estar | clothing way
        wide        | large          | ancho          | quality ser   | way stream
        narrow      | étroit         | estrecho       | quality ser   | way stream
        expensive   | cher/chère     | caro           | quality ser   | item vehicle food drink
        heavy       | lourd          | pesado         | quality ser   | item
        modern      | moderne        | moderno        | quality ser   | item vehicle building
        strange     | étrange        | extraño        | quality ser   | item building thought
        useful      | utile          | útil           | quality ser   | item vehicle thought
        interesting | intéressant    | interesante    | quality ser   | readable thought building
        important   | important      | importante     | quality ser   | thought readable building
        difficult   | difficile      | difícil        | quality ser   | thought
        dangerous   | dangereux      | peligroso      | quality ser   | path nature
        quiet       | tranquille     | tranquilo      | quality ser   | inside path
        delicious   | délicieux      | delicioso      | quality estar | food drink
        cold        | froid          | frío           | quality estar | mass
        hot         | chaud          | caliente       | quality estar | mass
        fresh       | frais/fraîche  | fresco         | quality -     | food
        public      | public/publique | público        | quality ser   | building inside
        rich        | riche          | rico           | quality ser   | human
        poor        | pauvre         | pobre          | quality ser   | human
        famous      | célèbre        | famoso         | quality ser   | human building
        intelligent | intelligent    | inteligente    | quality ser   | animate
        honest      | honnête        | honesto        | quality ser   | human
        serious     | sérieux        | serio          | quality ser   | human
        brave       | courageux      | valiente       | quality ser   | animate
        curious     | curieux        | curioso        | quality ser   | animate
        strong      | fort           | fuerte         | quality ser   | animate
        slow        | lent           | lento          | quality ser   | animal vehicle
        tired       | fatigué        | cansado        | quality estar | animate
        sick        | malade         | enfermo        | quality estar | animate
        happy       | heureux        | feliz          | quality estar | animate
        sad         | triste         | triste         | quality estar | animate
        furious     | furieux        | furioso        | quality estar | animate
        nervous     | nerveux        | nervioso       | quality estar | animate
        French      | français | francés/francesa | origin ser | human clothing vehicle work drink
        Spanish     | espagnol | español/española | origin ser | human clothing vehicle work drink
        Italian     | italien | italiano | origin ser | human clothing vehicle work drink
        German      | allemand       | alemán/alemana | origin ser    | human clothing vehicle work
        English     | anglais        | inglés/inglesa | origin ser    | human clothing vehicle work
        Japanese    | japonais | japonés/japonesa | origin ser | human clothing vehicle readable
        American    | américain | americano | origin ser | human vehicle readable institution
        European    | européen       | europeo        | origin ser    | human vehicle institution
        African     | africain       | africano       | origin ser    | human institution
        national    | national       | nacional       | origin -      | institution
        international | international  | internacional  | origin -      | institution
        economic    | économique     | económico      | domain -      | institution
        scientific  | scientifique   | científico     | domain -      | institution
        cultural    | culturel       | cultural       | domain -      | institution
        agricultural | agricole       | agrícola       | domain -      | institution
        political   | politique      | político       | domain -      | institution
        medical     | médical        | médico         | domain -      | institution
        industrial  | industriel     | industrial     | domain -      | institution
        financial   | financier      | financiero     | domain -      | institution
        central     | central        | central        | domain -      | institution
        """
}
