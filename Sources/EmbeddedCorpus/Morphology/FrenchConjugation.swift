extension FrenchMorphology {
    /// The forms of a verb, by `Person.rawValue`.
    struct Conjugation: Sendable {
        let infinitive: String
        let present: [String]
        let imperfect: [String]
        let future: [String]
        let participle: String
        /// Whether the passé composé takes "être", and so agrees with its subject.
        let takesEtre: Bool
        /// A state's past is the imparfait.
        let isState: Bool

        /// The finite verb where the tense is a single word; the passé composé is none.
        func form(_ tense: Tense, _ person: Person) -> String? {
            switch tense {
            case .present: present[person.rawValue]
            case .past: isState ? imperfect[person.rawValue] : nil
            case .future: future[person.rawValue]
            }
        }
    }

    /// Reads "arriver être": an infinitive and, if it is not "avoir", the auxiliary.
    static func conjugation(_ entry: String, isState: Bool) -> Conjugation {
        let words = entry.split(separator: " ").map(String.init)
        let infinitive = words[0]
        let principal = principalParts(of: infinitive)
        let stem = infinitive == "être" ? "ét" : String(principal.present[3].dropLast(3))
        return Conjugation(
            infinitive: infinitive,
            present: principal.present,
            imperfect: ["ais", "ais", "ait", "ions", "aient"].map { ending in
                let softG = stem.hasSuffix("ge") && ending.hasPrefix("i")
                return (softG ? String(stem.dropLast()) : stem) + ending
            },
            future: ["ai", "as", "a", "ons", "ont"].map { principal.futureStem + $0 },
            participle: principal.participle,
            takesEtre: words.count > 1,
            isState: isState)
    }

    private struct PrincipalParts {
        let present: [String]
        let futureStem: String
        let participle: String
    }

    private static func principalParts(of infinitive: String) -> PrincipalParts {
        if let listed = irregular[infinitive] { return listed }
        if infinitive.hasSuffix("er") { return firstGroup(infinitive) }
        if infinitive.hasSuffix("ir") {
            let stem = String(infinitive.dropLast())
            return PrincipalParts(
                present: ["s", "s", "t", "ssons", "ssent"].map { stem + $0 },
                futureStem: infinitive, participle: stem)
        }
        let stem = String(infinitive.dropLast(2))
        return PrincipalParts(
            present: ["s", "s", "", "ons", "ent"].map { stem + $0 },
            futureStem: String(infinitive.dropLast()), participle: stem + "u")
    }

    /// The stem before a mute ending, where it differs.
    private static let stressedStems = [
        "acheter": "achèt", "appeler": "appell", "nettoyer": "nettoi", "envoyer": "envoi",
    ]

    private static func firstGroup(_ infinitive: String) -> PrincipalParts {
        let stem = String(infinitive.dropLast(2))
        let stressed = stressedStems[infinitive] ?? stem
        let beforeO = stem.hasSuffix("g") ? stem + "e" : stem
        return PrincipalParts(
            present: [
                stressed + "e", stressed + "es", stressed + "e", beforeO + "ons", stressed + "ent",
            ],
            futureStem: infinitive == "envoyer" ? "enverr" : stressed + "er",
            participle: stem + "é")
    }

    private static let irregular = Dictionary(
        uniqueKeysWithValues: Table(irregularVerbs).rows.map { row in
            let parts = PrincipalParts(
                present: row.words(1), futureStem: row[2], participle: row[3])
            return (row[0], parts)
        })

    // Infinitive | present: je, tu, il, nous, ils | future stem | participle
    private static let irregularVerbs = """
        être       | suis es est sommes sont                | ser      | été
        avoir      | ai as a avons ont                      | aur      | eu
        aller      | vais vas va allons vont                | ir       | allé
        voir       | vois vois voit voyons voient           | verr     | vu
        vouloir    | veux veux veut voulons veulent         | voudr    | voulu
        pouvoir    | peux peux peut pouvons peuvent         | pourr    | pu
        devoir     | dois dois doit devons doivent          | devr     | dû
        prendre    | prends prends prend prenons prennent   | prendr   | pris
        comprendre | comprends comprends comprend comprenons comprennent | comprendr | compris
        boire      | bois bois boit buvons boivent          | boir     | bu
        lire       | lis lis lit lisons lisent              | lir      | lu
        écrire     | écris écris écrit écrivons écrivent    | écrir    | écrit
        ouvrir     | ouvre ouvres ouvre ouvrons ouvrent     | ouvrir   | ouvert
        dormir     | dors dors dort dormons dorment         | dormir   | dormi
        courir     | cours cours court courons courent      | courr    | couru
        venir      | viens viens vient venons viennent      | viendr   | venu
        suivre     | suis suis suit suivons suivent         | suivr    | suivi
        connaître  | connais connais connaît connaissons connaissent | connaîtr | connu
        construire | construis construis construit construisons construisent | construir | construit
        peindre    | peins peins peint peignons peignent    | peindr   | peint
        """
}
