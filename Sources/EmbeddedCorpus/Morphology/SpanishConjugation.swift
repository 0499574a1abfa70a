extension SpanishMorphology {
    /// The forms of a verb, by `Person.rawValue`. The past is the pretérito of an event and the
    /// imperfecto of a state.
    struct Conjugation: Sendable {
        let infinitive: String
        let present: [String]
        let past: [String]
        let future: [String]

        func form(_ tense: Tense, _ person: Person) -> String {
            switch tense {
            case .present: present[person.rawValue]
            case .past: past[person.rawValue]
            case .future: future[person.rawValue]
            }
        }
    }

    static func conjugation(_ infinitive: String, isState: Bool) -> Conjugation {
        let futureStem = futureStems[infinitive] ?? withoutAccent(infinitive)
        return Conjugation(
            infinitive: infinitive,
            present: irregularPresents[infinitive] ?? present(of: infinitive),
            past: isState
                ? imperfect(of: infinitive)
                : irregularPreterites[infinitive] ?? preterite(of: infinitive),
            future: ["é", "ás", "á", "emos", "án"].map { futureStem + $0 })
    }

    private static func withoutAccent(_ infinitive: String) -> String {
        infinitive.hasSuffix("ír") ? infinitive.dropLast(2) + "ir" : infinitive
    }

    private static func present(of infinitive: String) -> [String] {
        let stem = String(infinitive.dropLast(2))
        let stressed = stressedStems[infinitive] ?? stem
        let endings =
            switch infinitive.suffix(2) {
            case "ar": ["o", "as", "a", "amos", "an"]
            case "er": ["o", "es", "e", "emos", "en"]
            default: ["o", "es", "e", "imos", "en"]
            }
        return endings.map { ending in
            (ending.hasSuffix("mos") ? stem : stressed) + ending
        }
    }

    private static func preterite(of infinitive: String) -> [String] {
        let stem = String(infinitive.dropLast(2))
        guard infinitive.hasSuffix("ar") else {
            return ["í", "iste", "ió", "imos", "ieron"].map { stem + $0 }
        }
        return [stemBeforeE(stem) + "é"] + ["aste", "ó", "amos", "aron"].map { stem + $0 }
    }

    /// The spelling that keeps the stem's sound: busqué, llegué, crucé.
    private static func stemBeforeE(_ stem: String) -> String {
        if stem.hasSuffix("c") { return stem.dropLast() + "qu" }
        if stem.hasSuffix("g") { return stem + "u" }
        if stem.hasSuffix("z") { return stem.dropLast() + "c" }
        return stem
    }

    private static func imperfect(of infinitive: String) -> [String] {
        if infinitive == "ser" { return ["era", "eras", "era", "éramos", "eran"] }
        let stem = String(infinitive.dropLast(2))
        return infinitive.hasSuffix("ar")
            ? ["aba", "abas", "aba", "ábamos", "aban"].map { stem + $0 }
            : ["ía", "ías", "ía", "íamos", "ían"].map { stem + $0 }
    }

    /// The stem under stress, where its vowel breaks.
    private static let stressedStems = [
        "cerrar": "cierr", "encontrar": "encuentr", "perder": "pierd", "poder": "pued",
        "querer": "quier", "volver": "vuelv", "mostrar": "muestr", "volar": "vuel",
        "dormir": "duerm",
    ]

    private static let futureStems = [
        "tener": "tendr", "querer": "querr", "poder": "podr", "venir": "vendr",
    ]

    private static func forms(_ text: String) -> [String: [String]] {
        Dictionary(uniqueKeysWithValues: Table(text).rows.map { ($0[0], $0.words(1)) })
    }

    private static let irregularPresents = forms(
        """
        ser       | soy eres es somos son
        estar     | estoy estás está estamos están
        tener     | tengo tienes tiene tenemos tienen
        ir        | voy vas va vamos van
        ver       | veo ves ve vemos ven
        dar       | doy das da damos dan
        traer     | traigo traes trae traemos traen
        caer      | caigo caes cae caemos caen
        oír       | oigo oyes oye oímos oyen
        construir | construyo construyes construye construimos construyen
        venir     | vengo vienes viene venimos vienen
        conocer   | conozco conoces conoce conocemos conocen
        seguir    | sigo sigues sigue seguimos siguen
        elegir    | elijo eliges elige elegimos eligen
        enviar    | envío envías envía enviamos envían
        """)

    private static let irregularPreterites = forms(
        """
        ir        | fui fuiste fue fuimos fueron
        ver       | vi viste vio vimos vieron
        dar       | di diste dio dimos dieron
        traer     | traje trajiste trajo trajimos trajeron
        caer      | caí caíste cayó caímos cayeron
        leer      | leí leíste leyó leímos leyeron
        oír       | oí oíste oyó oímos oyeron
        construir | construí construiste construyó construimos construyeron
        venir     | vine viniste vino vinimos vinieron
        seguir    | seguí seguiste siguió seguimos siguieron
        elegir    | elegí elegiste eligió elegimos eligieron
        dormir    | dormí dormiste durmió dormimos durmieron
        """)
}
