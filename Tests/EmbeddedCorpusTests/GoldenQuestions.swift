import EmbeddedCorpus

extension Golden {
    static let questions: [Golden] = [
        Golden(
            "did the boy eat the apple?", "est-ce que le garçon a mangé la pomme ?",
            "¿comió el niño la manzana?",
            .question(.whether, act(the("boy"), "eat", the("apple"), in: .past))),
        Golden(
            "does Emma want to buy the house?", "est-ce qu'Emma veut acheter la maison ?",
            "¿quiere Emma comprar la casa?",
            .question(.whether, act(name("Emma"), "buy", the("house"), modal: "want"))),
        Golden(
            "do you have a car?", "est-ce que tu as une voiture ?", "¿tienes un coche?",
            .question(.whether, act(you, "have", a("car")))),
        Golden(
            "is the boy tired?", "est-ce que le garçon est fatigué ?", "¿está cansado el niño?",
            .question(.whether, be(the("boy"), "tired"))),
        Golden(
            "will the girls be hungry?", "est-ce que les filles auront faim ?",
            "¿tendrán hambre las niñas?",
            .question(.whether, feel(the(plural: "girl"), "hungry", in: .future))),
        Golden(
            "why did the chicken not cross the road?",
            "pourquoi est-ce que le poulet n'a pas traversé la route ?",
            "¿por qué no cruzó el pollo la carretera?",
            .question(.why, act(the("chicken"), "cross", the("road"), in: .past, .negative))),
        Golden(
            "when will the train arrive?", "quand est-ce que le train arrivera ?",
            "¿cuándo llegará el tren?",
            .question(.when, act(the("train"), "arrive", in: .future))),
        Golden(
            "who bought the car?", "qui a acheté la voiture ?", "¿quién compró el coche?",
            .question(.who, act(he, "buy", the("car"), in: .past))),
        Golden(
            "what did Laura look for?", "qu'est-ce que Laura a cherché ?", "¿qué buscó Laura?",
            .question(.what, act(name("Laura"), "look", in: .past))),
        Golden(
            "where are the keys?", "où sont les clés ?", "¿dónde están las llaves?",
            .question(.whereabouts, Clause(subject: the(plural: "key"), predicate: .whereabouts))),
        Golden(
            "where did the man find his hat?", "où est-ce que l'homme a trouvé son chapeau ?",
            "¿dónde encontró el hombre su sombrero?",
            .question(
                .whereabouts,
                act(the("man"), "find", owned(by: the("man").referent, "hat"), in: .past))),
    ]
}
