/// A noun and its forms.
package final class Noun: Sendable {
    /// The forms of one language, and the gender they ask of the words that agree with them.
    package struct Forms: Sendable {
        package let singular: String
        let plural: String
        package let gender: Gender

        subscript(number: Number) -> String {
            number == .singular ? singular : plural
        }
    }

    let index: Int
    package let forms: Translations<Forms>
    let traits: Traits
    /// Whether the Spanish singular, though feminine, takes "el" and "un" (el agua fría).
    let hasStressedA: Bool

    init(index: Int, row: Table.Row) {
        self.index = index
        traits = row.traits(3)
        let french = Noun.romance(row, column: 1, plural: FrenchMorphology.plural(of:))
        let spanish = Noun.romance(row, column: 2, plural: SpanishMorphology.plural(of:))
        let english = row.forms(0)
        forms = Translations(
            english: Forms(
                singular: english[0],
                plural: english.count > 1 ? english[1] : EnglishMorphology.plural(of: english[0]),
                gender: spanish.gender),
            french: french, spanish: spanish)
        hasStressedA = SpanishMorphology.feminineWithStressedA.contains(spanish.singular)
    }

    /// Reads "cheval/chevaux m".
    private static func romance(
        _ row: Table.Row, column: Int, plural: (String) -> String
    ) -> Forms {
        let words = row.words(column)
        precondition(words.count == 2, "a noun is a form and m or f, got \(row.cells)")
        let forms = words[0].split(separator: "/").map(String.init)
        return Forms(
            singular: forms[0],
            plural: forms.count > 1 ? forms[1] : plural(forms[0]),
            gender: words[1] == "f" ? .feminine : .masculine)
    }

    package func isA(_ wanted: Traits) -> Bool { traits.intersects(wanted) }

    // English | French | Spanish | traits
    static let table = """
        # people
        boy            | garçon m         | niño m          | human ageless unowned
        girl           | fille f          | niña f          | human ageless unowned
        man/men        | homme m          | hombre m        | human ageless unowned
        woman/women    | femme f          | mujer f         | human ageless unowned
        teacher        | professeur m     | profesor m      | human
        doctor         | médecin m        | médico m        | human
        nurse          | infirmière f     | enfermera f     | human
        neighbour      | voisin m         | vecino m        | human
        friend         | ami m            | amigo m         | human
        king           | roi m            | rey m           | human unowned
        queen          | reine f          | reina f         | human unowned
        farmer         | fermier m        | granjero m      | human
        painter        | peintre m        | pintor m        | human
        writer         | écrivain m       | escritor m      | human
        actress        | actrice f        | actriz f        | human
        hero/heroes    | héros m          | héroe m         | human ageless unowned
        brother        | frère m          | hermano m       | human ageless kin
        sister         | sœur f           | hermana f       | human ageless kin
        mother         | mère f           | madre f         | human ageless kin single
        father         | père m           | padre m         | human ageless kin single
        aunt           | tante f          | tía f           | human ageless kin
        uncle          | oncle m          | tío m           | human ageless kin
        # animals
        cat            | chat m           | gato m          | animal
        dog            | chien m          | perro m         | animal
        chicken        | poulet m         | pollo m         | animal
        hen            | poule f          | gallina f       | animal
        horse          | cheval m         | caballo m       | animal
        bird           | oiseau m         | pájaro m        | animal bird
        cow            | vache f          | vaca f          | animal
        fox            | renard m         | zorro m         | animal unowned
        mouse/mice     | souris f         | ratón m         | animal
        frog           | grenouille f     | rana f          | animal
        turtle         | tortue f         | tortuga f       | animal
        rabbit         | lapin m          | conejo m        | animal
        wolf/wolves    | loup m           | lobo m          | animal unowned
        bear           | ours m           | oso m           | animal unowned
        goat           | chèvre f         | cabra f         | animal
        duck           | canard m         | pato m          | animal bird
        elephant       | éléphant m       | elefante m      | animal unowned
        owl            | hibou/hiboux m   | búho m          | animal bird unowned
        bee            | abeille f        | abeja f         | animal bird unowned
        eagle          | aigle m          | águila f        | animal bird unowned
        snake          | serpent m        | serpiente f     | animal unowned
        # things
        book           | livre m          | libro m         | item readable openable
        letter         | lettre f         | carta f         | item readable
        newspaper      | journal m        | periódico m     | item readable
        map            | carte f          | mapa m          | item readable
        story          | histoire f       | historia f      | readable thought audible
        song           | chanson f        | canción f       | thought audible
        idea           | idée f           | idea f          | thought
        problem        | problème m       | problema m      | thought
        question       | question f       | pregunta f      | thought audible
        key            | clé f            | llave f         | item
        bottle         | bouteille f      | botella f       | item openable
        glass          | verre m          | vaso m          | item
        cup            | tasse f          | taza f          | item
        knife/knives   | couteau m        | cuchillo m      | item
        axe            | hache f          | hacha f         | item
        painting       | tableau m        | cuadro m        | item
        bag            | sac m            | bolso m         | item openable
        box            | boîte f          | caja f          | item openable furniture
        lamp           | lampe f          | lámpara f       | item
        clock          | horloge f        | reloj m         | item
        phone          | téléphone m      | teléfono m      | item
        computer       | ordinateur m     | ordenador m     | item
        guitar         | guitare f        | guitarra f      | item
        umbrella       | parapluie m      | paraguas/paraguas m | item openable
        flower         | fleur f          | flor f          | item nature
        stone          | pierre f         | piedra f        | item nature unowned
        tree           | arbre m          | árbol m         | nature landmark unowned
        table          | table f          | mesa f          | item furniture landmark
        chair          | chaise f         | silla f         | item furniture landmark
        bed            | lit m            | cama f          | item furniture landmark
        door           | porte f          | puerta f        | openable part landmark
        window         | fenêtre f        | ventana f       | openable part landmark
        wall           | mur m            | muro m          | part landmark
        hat            | chapeau m        | sombrero m      | item clothing
        shirt          | chemise f        | camisa f        | item clothing
        shoe           | chaussure f      | zapato m        | item clothing
        dress          | robe f           | vestido m       | item clothing
        coat           | manteau m        | abrigo m        | item clothing
        car            | voiture f        | coche m         | item vehicle landmark
        bicycle        | vélo m           | bicicleta f     | item vehicle
        boat           | bateau m         | barco m         | vehicle landmark
        train          | train m          | tren m          | vehicle landmark
        plane          | avion m          | avión m         | vehicle landmark
        # food and drink
        apple          | pomme f          | manzana f       | food
        orange         | orange f         | naranja f       | food
        egg            | œuf m            | huevo m         | food
        cake           | gâteau m         | pastel m        | food
        tomato/tomatoes | tomate f        | tomate m        | food
        onion          | oignon m         | cebolla f       | food
        pear           | poire f          | pera f          | food
        bread          | pain m           | pan m           | food mass
        cheese         | fromage m        | queso m         | food mass
        rice           | riz m            | arroz m         | food mass
        meat           | viande f         | carne f         | food mass
        soup           | soupe f          | sopa f          | food mass
        water          | eau f            | agua f          | drink mass
        milk           | lait m           | leche f         | drink mass
        coffee         | café m           | café m          | drink mass
        tea            | thé m            | té m            | drink mass
        wine           | vin m            | vino m          | drink mass
        # places
        house          | maison f         | casa f          | building inside landmark
        school         | école f          | escuela f       | building inside landmark goal
        church         | église f         | iglesia f       | building inside landmark goal unowned
        museum         | musée m          | museo m         | building inside landmark goal unowned
        hospital       | hôpital m        | hospital m      | building inside landmark goal unowned
        hotel          | hôtel m          | hotel m         | building inside landmark goal
        library        | bibliothèque f   | biblioteca f    | building inside landmark goal
        castle         | château m        | castillo m      | building inside landmark goal
        restaurant     | restaurant m     | restaurante m   | building inside landmark goal
        theatre        | théâtre m        | teatro m        | building inside landmark goal unowned
        shop           | magasin m        | tienda f        | building inside landmark goal
        farm           | ferme f          | granja f        | building inside landmark goal
        station        | gare f           | estación f      | building inside landmark goal unowned
        tower          | tour f           | torre f         | building inside landmark
        office         | bureau m         | oficina f       | building inside landmark goal
        bridge         | pont m           | puente m        | building path way landmark unowned
        kitchen        | cuisine f        | cocina f        | inside
        garden         | jardin m         | jardín m        | inside landmark
        park           | parc m           | parque m        | inside landmark goal path unowned
        market         | marché m         | mercado m       | landmark goal unowned
        village        | village m        | pueblo m        | inside landmark goal unowned
        city           | ville f          | ciudad f        | inside unowned
        street         | rue f            | calle f         | path way inside unowned
        road           | route f          | carretera f     | path way landmark unowned
        river          | rivière f        | río m           | path stream nature landmark unowned
        forest         | forêt f          | bosque m        | path nature inside landmark unowned
        field          | champ m          | campo m         | path nature inside landmark
        mountain       | montagne f       | montaña f       | path nature landmark unowned
        beach          | plage f          | playa f         | nature landmark goal unowned
        island         | île f            | isla f          | nature unowned
        # institutions: capitalised in English
        zone           | zone f           | zona f          | institution
        bank           | banque f         | banco m         | institution
        council        | conseil m        | consejo m       | institution
        commission     | commission f     | comisión f      | institution
        committee      | comité m         | comité m        | institution
        institute      | institut m       | instituto m     | institution
        agency         | agence f         | agencia f       | institution
        community      | communauté f     | comunidad f     | institution
        centre         | centre m         | centro m        | institution
        """
}
