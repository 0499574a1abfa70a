import EmbeddedCorpus

extension Golden {
    /// Sentence case and the full stop, which every other golden sentence lacks.
    static let orthography: [Golden] = [
        Golden("The red house.", "La maison rouge.", "La casa roja.", the("red house"), .sentence),
        Golden("The red house", "La maison rouge", "La casa roja", the("red house"), .capital),
        Golden("the red house.", "la maison rouge.", "la casa roja.", the("red house"), .stop),
        Golden(
            "Small houses.", "De petites maisons.", "Pequeñas casas.", bare(plural: "small house"),
            .sentence),
        Golden("This eagle.", "Cet aigle.", "Esta águila.", this("eagle"), .sentence),
        // Names, institutions and "I" keep their capitals
        Golden(
            "the European Economic Zone.", "la zone économique européenne.",
            "la zona económica europea.", the("European economic zone"), .stop),
        Golden("Laura swims.", "Laura nage.", "Laura nada.", act(name("Laura"), "swim"), .sentence),
        Golden("I swim.", "Je nage.", "Nado.", act(i, "swim"), .sentence),
        Golden("I swim.", "je nage.", "nado.", act(i, "swim"), .stop),
        Golden("He swims.", "Il nage.", "Él nada.", act(he, "swim"), .sentence),
        // The first letter, whatever its word or mark
        Golden(
            "The man is tired.", "L'homme est fatigué.", "El hombre está cansado.",
            be(the("man"), "tired"), .sentence),
        Golden("I am hungry.", "J'ai faim.", "Tengo hambre.", feel(i, "hungry"), .sentence),
        Golden(
            "Did the boy eat the apple?", "Est-ce que le garçon a mangé la pomme ?",
            "¿Comió el niño la manzana?",
            .question(.whether, act(the("boy"), "eat", the("apple"), in: .past)), .sentence),
        Golden(
            "Where are the keys?", "Où sont les clés ?", "¿Dónde están las llaves?",
            .question(.whereabouts, Clause(subject: the(plural: "key"), predicate: .whereabouts)),
            .capital),
        Golden(
            "what did Laura look for?", "qu'est-ce que Laura a cherché ?", "¿qué buscó Laura?",
            .question(.what, act(name("Laura"), "look", in: .past)), .stop),
        // The stop after commas, apostrophes and adverbs
        Golden(
            "The house is small, but it is beautiful.",
            "La maison est petite, mais elle est belle.",
            "La casa es pequeña, pero es hermosa.",
            .linked(be(the("house"), "small"), .but, be(it(the("house")), "beautiful")), .sentence),
        Golden(
            "The boy will sleep today.", "Le garçon dormira aujourd'hui.",
            "El niño dormirá hoy.", act(the("boy"), "sleep", in: .future, time: "today"), .sentence),
        Golden(
            "There is a black cat in the garden.", "Il y a un chat noir dans le jardin.",
            "Hay un gato negro en el jardín.",
            .existence(a("black cat"), at("in", the("garden")), .present), .sentence),
    ]
}
