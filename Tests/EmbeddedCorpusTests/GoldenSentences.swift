import EmbeddedCorpus

extension Golden {
    static let statements: [Golden] = [
        // Tenses
        Golden(
            "the boy eats an apple", "le garçon mange une pomme", "el niño come una manzana",
            act(the("boy"), "eat", a("apple"))),
        Golden(
            "the boy ate an apple", "le garçon a mangé une pomme", "el niño comió una manzana",
            act(the("boy"), "eat", a("apple"), in: .past)),
        Golden(
            "the boy will eat an apple", "le garçon mangera une pomme",
            "el niño comerá una manzana",
            act(the("boy"), "eat", a("apple"), in: .future)),
        Golden(
            "the boys had a dog", "les garçons avaient un chien", "los niños tenían un perro",
            act(the(plural: "boy"), "have", a("dog"), in: .past)),
        Golden("we swim", "nous nageons", "nadamos", act(we, "swim")),
        Golden(
            "I will send this letter", "j'enverrai cette lettre", "enviaré esta carta",
            act(i, "send", this("letter"), in: .future)),
        Golden(
            "you bought shoes", "tu as acheté des chaussures", "compraste zapatos",
            act(you, "buy", bare(plural: "shoe"), in: .past)),
        Golden(
            "she heard the song", "elle a entendu la chanson", "ella oyó la canción",
            act(she, "hear", the("song"), in: .past)),
        // être and its agreement
        Golden(
            "Laura went to the market", "Laura est allée au marché", "Laura fue al mercado",
            act(name("Laura"), "go", where: at("to", the("market")), in: .past)),
        Golden(
            "the girls entered the house", "les filles sont entrées dans la maison",
            "las niñas entraron en la casa",
            act(the(plural: "girl"), "enter", where: at("-", the("house")), in: .past)),
        Golden(
            "Laura and Samuel arrived yesterday", "Laura et Samuel sont arrivés hier",
            "Laura y Samuel llegaron ayer",
            act(.pair(name("Laura"), name("Samuel")), "arrive", in: .past, time: "yesterday")),
        Golden(
            "Laura and Nora did not arrive", "Laura et Nora ne sont pas arrivées",
            "Laura y Nora no llegaron",
            act(.pair(name("Laura"), name("Nora")), "arrive", in: .past, .negative)),
        // Places with a name
        Golden(
            "Leo lived in Paris", "Leo habitait à Paris", "Leo vivía en París",
            act(name("Leo"), "live", where: at("in", name("Paris")), in: .past)),
        Golden(
            "Leo lives in Italy", "Leo habite en Italie", "Leo vive en Italia",
            act(name("Leo"), "live", where: at("in", name("Italy")))),
        Golden(
            "Leo comes from Japan", "Leo vient du Japon", "Leo viene de Japón",
            act(name("Leo"), "come", where: at("from", name("Japan")))),
        Golden(
            "we go to Mexico", "nous allons au Mexique", "vamos a México",
            act(we, "go", where: at("to", name("Mexico")))),
        Golden(
            "he visits Spain", "il visite l'Espagne", "él visita España",
            act(he, "visit", name("Spain"))),
        // Negation
        Golden(
            "the boy does not sleep", "le garçon ne dort pas", "el niño no duerme",
            act(the("boy"), "sleep", in: .present, .negative)),
        Golden(
            "Emma did not buy an orange", "Emma n'a pas acheté d'orange",
            "Emma no compró una naranja",
            act(name("Emma"), "buy", a("orange"), in: .past, .negative)),
        Golden(
            "Emma never drinks milk", "Emma ne boit jamais de lait", "Emma nunca bebe leche",
            act(name("Emma"), "drink", a("milk"), in: .present, .never)),
        Golden(
            "I cannot open the door", "je ne peux pas ouvrir la porte", "no puedo abrir la puerta",
            act(i, "open", the("door"), modal: "can", in: .present, .negative)),
        Golden(
            "you do not want to cry", "tu ne veux pas pleurer", "no quieres llorar",
            act(you, "cry", modal: "want", in: .present, .negative)),
        // The Spanish "a" of people and animals
        Golden(
            "we see the cat", "nous voyons le chat", "vemos al gato", act(we, "see", the("cat"))),
        Golden(
            "the girl helps Bruno", "la fille aide Bruno", "la niña ayuda a Bruno",
            act(the("girl"), "help", name("Bruno"))),
        Golden(
            "we have a cat", "nous avons un chat", "tenemos un gato", act(we, "have", a("cat"))),
        // Recipients, adverbs
        Golden(
            "Nora gave the books to the boys", "Nora a donné les livres aux garçons",
            "Nora dio los libros a los niños",
            act(name("Nora"), "give", the(plural: "book"), to: the(plural: "boy"), in: .past)),
        Golden(
            "the turtle walks slowly", "la tortue marche lentement", "la tortuga camina lentamente",
            act(the("turtle"), "walk", manner: "slowly")),
        Golden(
            "Clara always reads the newspaper", "Clara lit toujours le journal",
            "Clara siempre lee el periódico",
            act(name("Clara"), "read", the("newspaper"), often: "always")),
        Golden(
            "the man looks for his keys", "l'homme cherche ses clés", "el hombre busca sus llaves",
            act(the("man"), "look", owned(by: the("man").referent, "key", .plural))),
        Golden(
            "the queen sold her house", "la reine a vendu sa maison", "la reina vendió su casa",
            act(the("queen"), "sell", owned(by: the("queen").referent, "house"), in: .past)),
        // To be
        Golden(
            "the house is very small", "la maison est très petite", "la casa es muy pequeña",
            be(the("house"), "small", .very)),
        Golden(
            "the glasses were dirty", "les verres étaient sales", "los vasos estaban sucios",
            be(the(plural: "glass"), "dirty", in: .past)),
        Golden(
            "the mice will be tired", "les souris seront fatiguées", "los ratones estarán cansados",
            be(the(plural: "mouse"), "tired", in: .future)),
        Golden(
            "I am hungry", "j'ai faim", "tengo hambre", feel(i, "hungry")),
        Golden(
            "the key is under the table", "la clé est sous la table",
            "la llave está debajo de la mesa", be(the("key"), at("under", the("table")))),
        Golden(
            "the cats were near the bridge", "les chats étaient près du pont",
            "los gatos estaban cerca del puente",
            be(the(plural: "cat"), at("near", the("bridge")), in: .past)),
    ]

    static let sentences: [Golden] = [
        // Pronouns with the gender of what they stand for
        Golden(
            "the chicken did not cross the road because it was afraid",
            "le poulet n'a pas traversé la route parce qu'il avait peur",
            "el pollo no cruzó la carretera porque tenía miedo",
            because(
                act(the("chicken"), "cross", the("road"), in: .past, .negative),
                feel(it(the("chicken")), "afraid", in: .past))),
        Golden(
            "the hen did not cross the road because it was afraid",
            "la poule n'a pas traversé la route parce qu'elle avait peur",
            "la gallina no cruzó la carretera porque tenía miedo",
            because(
                act(the("hen"), "cross", the("road"), in: .past, .negative),
                feel(it(the("hen")), "afraid", in: .past))),
        Golden(
            "the mouse runs because it is tired", "la souris court parce qu'elle est fatiguée",
            "el ratón corre porque está cansado",
            because(act(the("mouse"), "run"), be(it(the("mouse")), "tired"))),
        Golden(
            "Laura sold the car because it was expensive",
            "Laura a vendu la voiture parce qu'elle était chère",
            "Laura vendió el coche porque era caro",
            because(
                act(name("Laura"), "sell", the("car"), in: .past),
                be(it(the("car")), "expensive", in: .past))),
        Golden(
            "the painter danced because he was happy",
            "le peintre a dansé parce qu'il était heureux", "el pintor bailó porque estaba feliz",
            because(
                act(the("painter"), "dance", in: .past), be(it(the("painter")), "happy", in: .past))
        ),
        Golden(
            "the house is small, but it is beautiful", "la maison est petite, mais elle est belle",
            "la casa es pequeña, pero es hermosa",
            .linked(be(the("house"), "small"), .but, be(it(the("house")), "beautiful"))),
        // Pronouns as objects, with the participle that agrees
        Golden(
            "Laura bought the car and washed it", "Laura a acheté la voiture et l'a lavée",
            "Laura compró el coche y lo lavó",
            .shared(
                act(name("Laura"), "buy", the("car"), in: .past), .and,
                act(name("Laura"), "wash", it(the("car")), in: .past))),
        Golden(
            "the king saw the women and invited them", "le roi a vu les femmes et les a invitées",
            "el rey vio a las mujeres y las invitó",
            .shared(
                act(the("king"), "see", the(plural: "woman"), in: .past), .and,
                act(the("king"), "invite", it(the(plural: "woman")), in: .past))),
        Golden(
            "I called the nurse and waited for her", "j'ai appelé l'infirmière et l'ai attendue",
            "llamé a la enfermera y la esperé",
            .shared(
                act(i, "call", the("nurse"), in: .past), .and,
                act(i, "wait", it(the("nurse")), in: .past))),
        Golden(
            "Leo greets the man and invites him", "Leo salue l'homme et l'invite",
            "Leo saluda al hombre y lo invita",
            .shared(
                act(name("Leo"), "greet", the("man")), .and,
                act(name("Leo"), "invite", it(the("man"))))),
        Golden(
            "Leo took the book, but did not read it", "Leo a pris le livre, mais ne l'a pas lu",
            "Leo tomó el libro, pero no lo leyó",
            .shared(
                act(name("Leo"), "take", the("book"), in: .past), .but,
                act(name("Leo"), "read", it(the("book")), in: .past, .negative))),
        // There is
        Golden(
            "there is a black cat in the garden", "il y a un chat noir dans le jardin",
            "hay un gato negro en el jardín",
            .existence(a("black cat"), at("in", the("garden")), .present)),
        Golden(
            "there were three birds near the river",
            "il y avait trois oiseaux près de la rivière", "había tres pájaros cerca del río",
            .existence(count("three", "bird"), at("near", the("river")), .past)),
    ]
}
