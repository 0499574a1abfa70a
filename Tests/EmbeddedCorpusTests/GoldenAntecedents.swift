import EmbeddedCorpus

/// "did not cross", the one verb of most examples.
private func uncrossed(
    _ subject: NounPhrase, _ object: NounPhrase, in tense: Tense = .past
) -> Clause {
    act(subject, "cross", object, in: tense, .negative)
}

extension Golden {
    /// Pronouns that stand for a subject or for an object, of both genders.
    static let antecedents: [Golden] = [
        // For the subject: a sensation, which French and Spanish have
        Golden(
            "the cow did not cross the street because it was afraid",
            "la vache n'a pas traversé la rue parce qu'elle avait peur",
            "la vaca no cruzó la calle porque tenía miedo",
            because(
                uncrossed(the("cow"), the("street")), feel(it(the("cow")), "afraid", in: .past))),
        Golden(
            "the cow did not cross the bridge because it was hungry",
            "la vache n'a pas traversé le pont parce qu'elle avait faim",
            "la vaca no cruzó el puente porque tenía hambre",
            because(
                uncrossed(the("cow"), the("bridge")), feel(it(the("cow")), "hungry", in: .past))),
        Golden(
            "the girl does not cross the street because she is thirsty",
            "la fille ne traverse pas la rue parce qu'elle a soif",
            "la niña no cruza la calle porque tiene sed",
            because(
                uncrossed(the("girl"), the("street"), in: .present),
                feel(it(the("girl")), "thirsty"))),
        Golden(
            "the boy did not cross the street because he was sleepy",
            "le garçon n'a pas traversé la rue parce qu'il avait sommeil",
            "el niño no cruzó la calle porque tenía sueño",
            because(
                uncrossed(the("boy"), the("street")), feel(it(the("boy")), "sleepy", in: .past))),
        // For the subject: a mood, which agrees, in each language with its own gender
        Golden(
            "the dog did not cross the street because it was tired",
            "le chien n'a pas traversé la rue parce qu'il était fatigué",
            "el perro no cruzó la calle porque estaba cansado",
            because(uncrossed(the("dog"), the("street")), be(it(the("dog")), "tired", in: .past))),
        Golden(
            "the mouse did not cross the street because it was too tired",
            "la souris n'a pas traversé la rue parce qu'elle était trop fatiguée",
            "el ratón no cruzó la calle porque estaba demasiado cansado",
            because(
                uncrossed(the("mouse"), the("street")),
                be(it(the("mouse")), "tired", .too, in: .past))),
        Golden(
            "the snake did not cross the river because it was very nervous",
            "le serpent n'a pas traversé la rivière parce qu'il était très nerveux",
            "la serpiente no cruzó el río porque estaba muy nerviosa",
            because(
                uncrossed(the("snake"), the("river")),
                be(it(the("snake")), "nervous", .very, in: .past))),
        Golden(
            "the hens did not cross the bridges because they were furious",
            "les poules n'ont pas traversé les ponts parce qu'elles étaient furieuses",
            "las gallinas no cruzaron los puentes porque estaban furiosas",
            because(
                uncrossed(the(plural: "hen"), the(plural: "bridge")),
                be(it(the(plural: "hen")), "furious", in: .past))),
        // For the object
        Golden(
            "the chicken did not cross the road because it was too wide",
            "le poulet n'a pas traversé la route parce qu'elle était trop large",
            "el pollo no cruzó la carretera porque era demasiado ancha",
            because(
                uncrossed(the("chicken"), the("road")),
                be(it(the("road")), "wide", .too, in: .past))),
        Golden(
            "the cow did not cross the bridge because it was too narrow",
            "la vache n'a pas traversé le pont parce qu'il était trop étroit",
            "la vaca no cruzó el puente porque era demasiado estrecho",
            because(
                uncrossed(the("cow"), the("bridge")),
                be(it(the("bridge")), "narrow", .too, in: .past))),
        Golden(
            "the boy does not cross the street because it is wet",
            "le garçon ne traverse pas la rue parce qu'elle est mouillée",
            "el niño no cruza la calle porque está mojada",
            because(
                uncrossed(the("boy"), the("street"), in: .present),
                be(it(the("street")), "wet"))),
        Golden(
            "the frogs did not cross the roads because they were closed",
            "les grenouilles n'ont pas traversé les routes parce qu'elles étaient fermées",
            "las ranas no cruzaron las carreteras porque estaban cerradas",
            because(
                uncrossed(the(plural: "frog"), the(plural: "road")),
                be(it(the(plural: "road")), "closed", in: .past))),
        Golden(
            "the actress broke the glasses because they were dirty",
            "l'actrice a cassé les verres parce qu'ils étaient sales",
            "la actriz rompió los vasos porque estaban sucios",
            because(
                act(the("actress"), "break", the(plural: "glass"), in: .past),
                be(it(the(plural: "glass")), "dirty", in: .past))),
        // The adjectives beside their nouns
        Golden("a wide street", "une rue large", "una calle ancha", a("wide street")),
        Golden(
            "the narrow bridges", "les ponts étroits", "los puentes estrechos",
            the(plural: "narrow bridge")),
        Golden(
            "wet shoes", "des chaussures mouillées", "zapatos mojados", bare(plural: "wet shoe")),
        Golden("the closed door", "la porte fermée", "la puerta cerrada", the("closed door")),
    ]
}
