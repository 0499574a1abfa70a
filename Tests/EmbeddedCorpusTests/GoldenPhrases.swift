import EmbeddedCorpus

extension Golden {
    static let phrases: [Golden] = [
        // Adjectives before and after the noun
        Golden("the red house", "la maison rouge", "la casa roja", the("red house")),
        Golden(
            "the small red house", "la petite maison rouge", "la pequeña casa roja",
            the("small red house")),
        Golden(
            "a new red Italian car", "une nouvelle voiture italienne rouge",
            "un nuevo coche italiano rojo", a("new red Italian car")),
        Golden(
            "the European Economic Zone", "la zone économique européenne",
            "la zona económica europea", the("European economic zone")),
        Golden(
            "the International Central Bank", "la banque centrale internationale",
            "el banco central internacional", the("international central bank")),
        // Forms before a vowel, apocope
        Golden("a beautiful tree", "un bel arbre", "un hermoso árbol", a("beautiful tree")),
        Golden("the new hotel", "le nouvel hôtel", "el nuevo hotel", the("new hotel")),
        Golden("the old friend", "le vieil ami", "el viejo amigo", the("old friend")),
        Golden("the old friends", "les vieux amis", "los viejos amigos", the(plural: "old friend")),
        Golden("a good book", "un bon livre", "un buen libro", a("good book")),
        Golden("good books", "de bons livres", "buenos libros", bare(plural: "good book")),
        Golden("a big city", "une grande ville", "una gran ciudad", a("big city")),
        Golden("the first book", "le premier livre", "el primer libro", the("first book")),
        Golden("the first letter", "la première lettre", "la primera carta", the("first letter")),
        // Indefinite articles
        Golden("small houses", "de petites maisons", "pequeñas casas", bare(plural: "small house")),
        Golden("red doors", "des portes rouges", "puertas rojas", bare(plural: "red door")),
        Golden("an apple", "une pomme", "una manzana", a("apple")),
        Golden("a European car", "une voiture européenne", "un coche europeo", a("European car")),
        Golden("a useful key", "une clé utile", "una llave útil", a("useful key")),
        Golden("an honest man", "un homme honnête", "un hombre honesto", a("honest man")),
        Golden("bread", "du pain", "pan", a("bread")),
        Golden("cold water", "de l'eau froide", "agua fría", a("cold water")),
        // Elision, and h that forbids it
        Golden("the story", "l'histoire", "la historia", the("story")),
        Golden("the hero", "le héros", "el héroe", the("hero")),
        Golden("the axes", "les haches", "las hachas", the(plural: "axe")),
        Golden("the axe", "la hache", "el hacha", the("axe")),
        Golden("the high walls", "les hauts murs", "los muros altos", the(plural: "high wall")),
        Golden("the other island", "l'autre île", "la otra isla", the("other island")),
        // Feminine nouns with "el"
        Golden("the cold water", "l'eau froide", "el agua fría", the("cold water")),
        Golden("a black eagle", "un aigle noir", "un águila negra", a("black eagle")),
        Golden("the small eagle", "le petit aigle", "la pequeña águila", the("small eagle")),
        Golden("the eagles", "les aigles", "las águilas", the(plural: "eagle")),
        Golden("this eagle", "cet aigle", "esta águila", this("eagle")),
        // Plurals
        Golden("the horses", "les chevaux", "los caballos", the(plural: "horse")),
        Golden("the mice", "les souris", "los ratones", the(plural: "mouse")),
        Golden("the knives", "les couteaux", "los cuchillos", the(plural: "knife")),
        Golden("ten planes", "dix avions", "diez aviones", count("ten", "plane")),
        Golden("the umbrellas", "les parapluies", "los paraguas", the(plural: "umbrella")),
        Golden(
            "brown shoes", "des chaussures marron", "zapatos marrones", bare(plural: "brown shoe")),
        Golden(
            "these German cars", "ces voitures allemandes", "estos coches alemanes",
            these("German car")),
        Golden(
            "the young actresses", "les jeunes actrices", "las jóvenes actrices",
            the(plural: "young actress")),
        // Determiners
        Golden("this hotel", "cet hôtel", "este hotel", this("hotel")),
        Golden("this hero", "ce héros", "este héroe", this("hero")),
        Golden(
            "many birds", "beaucoup d'oiseaux", "muchos pájaros", count("many", "bird")),
        Golden(
            "all the houses", "toutes les maisons", "todas las casas", count("all the", "house")),
        Golden("my story", "mon histoire", "mi historia", owned(by: .speaker, "story")),
        Golden("my axe", "ma hache", "mi hacha", owned(by: .speaker, "axe")),
        Golden(
            "our chairs", "nos chaises", "nuestras sillas", owned(by: .speakers, "chair", .plural)),
        // Possession and contraction
        Golden(
            "the boy's cat", "le chat du garçon", "el gato del niño", the("cat", of: the("boy"))),
        Golden(
            "the boys' cat", "le chat des garçons", "el gato de los niños",
            the("cat", of: the(plural: "boy"))),
        Golden(
            "the women's cat", "le chat des femmes", "el gato de las mujeres",
            the("cat", of: the(plural: "woman"))),
        Golden("Emma's bed", "le lit d'Emma", "la cama de Emma", the("bed", of: name("Emma"))),
        Golden(
            "the door of the hotel", "la porte de l'hôtel", "la puerta del hotel",
            the("door", of: the("hotel"))),
        Golden(
            "Laura and Iris", "Laura et Iris", "Laura e Iris", .pair(name("Laura"), name("Iris"))),
        // Relative clauses
        Golden(
            "the car that the boy bought", "la voiture que le garçon a achetée",
            "el coche que el niño compró",
            the("car", .asObject(act(the("boy"), "buy", in: .past)))),
        Golden(
            "the books that I took", "les livres que j'ai pris", "los libros que tomé",
            the(plural: "book", .asObject(act(i, "take", in: .past)))),
        Golden(
            "the girl who ate the apple", "la fille qui a mangé la pomme",
            "la niña que comió la manzana",
            the("girl", .asSubject(act(it(the("girl")), "eat", the("apple"), in: .past)))),
        Golden(
            "the turtle that fell", "la tortue qui est tombée", "la tortuga que cayó",
            the("turtle", .asSubject(act(it(the("turtle")), "fall", in: .past)))),
    ]
}
