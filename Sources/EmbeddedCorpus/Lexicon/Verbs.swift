/// A verb, its forms, and the company it keeps.
package final class Verb: Sendable {
    /// What follows the verb.
    enum Frame: String, Sendable {
        /// Nothing: "sleeps".
        case alone
        /// An object; in Spanish with "a" when it is a person or an animal.
        case object
        /// An object that is had, wanted or drawn: in Spanish never with "a" (tiene un gato).
        case unmarked
        /// An object and a recipient, to whom Spanish leaves the "a": "gives the book to the girl".
        case gift
        /// A place: "goes to the market".
        case to
        /// A place entered: "enters the house", French "dans", Spanish "en".
        case into
        /// A place lived in.
        case within = "in"
        /// A place of origin.
        case from
        /// An institution: "works for the European Bank".
        case serving = "for"
    }

    let index: Int
    package let english: EnglishMorphology.Conjugation
    let french: FrenchMorphology.Conjugation
    let spanish: SpanishMorphology.Conjugation
    /// A state ("has", "knows") and not an event: its past is imparfait and imperfecto.
    let isState: Bool
    let frame: Frame
    let subjects: Traits
    let objects: Traits

    init(index: Int, row: Table.Row) {
        self.index = index
        let nature = row.words(4)
        isState = nature.last == "state"
        english = EnglishMorphology.conjugation(row[0])
        french = FrenchMorphology.conjugation(row[1], isState: isState)
        spanish = SpanishMorphology.conjugation(row[2], isState: isState)
        subjects = row.traits(3)
        guard let frame = Frame(rawValue: nature[0]) else {
            preconditionFailure("a verb has no frame \"\(nature[0])\": \(row.cells)")
        }
        self.frame = frame
        objects = frame == .alone ? [] : row.traits(5)
    }

    /// Whether the past differs from the present in every language: not so in "they read" and
    /// "compramos".
    func hasDistinctPast(_ person: Person) -> Bool {
        english.form(.present, person) != english.form(.past, person)
            && spanish.form(.present, person) != spanish.form(.past, person)
    }

    // English/past, particle after "+" | French, with "être" if that forms its passé composé
    //   | Spanish | subjects | frame, and "state" for what is not an event | objects
    static let table = """
        buy/bought | acheter | comprar | human institution | unmarked | goods vehicle building
        sell/sold | vendre | vender | human institution | unmarked | goods vehicle building
        have/had | avoir | tener | human | unmarked state | item vehicle animal thought
        want/wanted   | vouloir    | querer    | animate | unmarked state | goods
        find/found    | trouver    | encontrar | animate | object   | item food animal thought
        lose/lost     | perdre     | perder    | human   | object   | item vehicle
        look+for      | chercher   | buscar    | animate | object   | animate item food building
        open          | ouvrir     | abrir     | human   | object   | openable
        close         | fermer     | cerrar    | human   | object   | openable
        break/broke   | casser     | romper    | animate | object   | item
        clean         | nettoyer   | limpiar   | human   | object   | item vehicle inside
        wash          | laver      | lavar     | human   | object   | clothing vehicle food
        paint         | peindre    | pintar    | human   | object   | furniture part building
        hide/hid      | cacher     | esconder  | animate | object   | item food
        take/took     | prendre    | tomar     | animate | object   | item food
        bring/brought | apporter   | traer     | human   | object   | goods
        forget/forgot | oublier    | olvidar   | human   | object   | item thought human
        keep/kept     | garder     | guardar   | human   | object   | item food
        carry         | porter     | llevar    | animate | object   | item food
        choose/chose  | choisir    | elegir    | human institution | object | item thought building
        draw/drew     | dessiner   | dibujar   | human   | unmarked | animal building nature part
        prepare       | préparer   | preparar  | human   | object   | food drink
        read/read     | lire       | leer      | human   | object   | readable
        write/wrote   | écrire     | escribir  | human   | object   | readable
        eat/ate       | manger     | comer     | animate | object   | food
        drink/drank   | boire      | beber     | animate | object   | drink
        build/built   | construire | construir | human institution | object   | building
        cross         | traverser  | cruzar    | animate | object   | path
        visit         | visiter    | visitar   | human   | object   | building inside geographic
        understand/understood | comprendre | comprender | human | object | thought
        see/saw | voir | ver | animate | object | animate building nature item vehicle
        hear/heard    | entendre   | oír       | animate | object   | animate audible
        look+at | regarder | mirar | animate | object | animate building nature item vehicle
        follow        | suivre     | seguir    | animate | object   | animate
        help          | aider      | ayudar    | human institution | object   | human
        call          | appeler    | llamar    | human   | object   | human
        wait+for      | attendre   | esperar   | human   | object   | human vehicle
        listen+to     | écouter    | escuchar  | human   | object   | human audible
        invite        | inviter    | invitar   | human   | object   | human
        greet         | saluer     | saludar   | human   | object   | human
        know/knew     | connaître  | conocer   | human   | object state | human building audible
        adore | adorer | adorar | animate | object state | animate food drink building
        give/gave     | donner     | dar       | human   | gift     | item food
        show/showed   | montrer    | mostrar   | human   | gift     | item building animal
        send/sent     | envoyer    | enviar    | human   | gift     | readable item
        sleep/slept   | dormir     | dormir    | animate | alone
        run/ran       | courir     | correr    | animate | alone
        sing/sang     | chanter    | cantar    | human bird | alone
        dance         | danser     | bailar    | human   | alone
        swim/swam     | nager      | nadar     | animate | alone
        cry           | pleurer    | llorar    | human   | alone
        speak/spoke   | parler     | hablar    | human   | alone
        walk          | marcher    | caminar   | animate | alone
        jump          | sauter     | saltar    | animate | alone
        fly/flew      | voler      | volar     | bird    | alone
        fall/fell     | tomber être | caer      | animate item | alone
        arrive        | arriver être | llegar    | animate vehicle | alone
        go/went       | aller être | ir        | animate | to       | goal
        return        | retourner être | volver    | animate | to       | goal
        enter         | entrer être | entrar    | animate | into     | building inside
        come/came     | venir être | venir     | human   | from     | goal
        live          | habiter    | vivir     | animate | in state | inside
        work          | travailler | trabajar  | human   | for      | institution
        """

    static let copula = Verb(
        index: -1, row: Table("be | être | ser | human | alone state").rows[0])
    static let copulaOfStates = Verb(
        index: -2, row: Table("be | être | estar | human | alone state").rows[0])
    static let possession = Verb(
        index: -3, row: Table("have/had | avoir | tener | human | alone state").rows[0])
}

/// A verb that takes another verb's infinitive.
package final class Modal: Sendable {
    /// The English words before the infinitive, affirmative and denied, where English has no
    /// infinitive of the modal: "could", "could not". None for "want", which is a verb like others.
    struct English: Sendable {
        let affirmative: String
        let negative: [String]
    }

    package let verb: Verb
    private let english: [Tense: English]
    let tenses: [Tense]

    private init(_ row: String, english: [Tense: English], tenses: [Tense]) {
        verb = Verb(index: -4, row: Table(row).rows[0])
        self.english = english
        self.tenses = tenses
    }

    func english(_ tense: Tense) -> English? { english[tense] }

    package static let all = [
        Modal(
            "want/wanted+to | vouloir | querer | human | alone state",
            english: [:], tenses: Tense.allCases),
        Modal(
            "can | pouvoir | poder | human | alone state",
            english: [
                .present: English(affirmative: "can", negative: ["cannot"]),
                .past: English(affirmative: "could", negative: ["could", "not"]),
            ],
            tenses: [.present, .past]),
        Modal(
            "must | devoir | deber | human | alone state",
            english: [.present: English(affirmative: "must", negative: ["must", "not"])],
            tenses: [.present]),
    ]
}
