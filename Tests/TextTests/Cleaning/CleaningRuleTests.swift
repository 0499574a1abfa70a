import Basics
import Testing
import Text

/// Every rule alone: what it refuses, what it keeps, and near misses that have to stay.
@Suite struct CleaningRuleTests {
    /// Tests one pair by one rule.
    private func isRefused(
        _ source: String, _ target: String, by rule: CleaningRule, languages: Bool = false
    ) -> Bool {
        var rules = CleaningRules.none
        rules[rule] = rule.standard
        var cleaner = Cleaner(
            rules, sourceLanguage: languages ? "en" : nil, targetLanguage: languages ? "de" : nil)
        cleaner.begin("text")
        let refusals = cleaner.refusals(of: [.init(1, source, target)])
        return refusals == [rule]
    }

    @Test(
        arguments: [
            (.minimumWords, "", "Ein Hund."), (.minimumWords, "A dog.", " \u{3000}\t"),
            (.maximumWords, words(151), "Ein Hund."),
            (.maximumWords, "A dog.", String(repeating: "狗", count: 303)),
            (.wordLength, letters(151), "Ein Hund."),
            (.lengthRatio, words(20), "Ein Hund."), (.lengthRatio, "A dog.", words(20)),
            (.equal, "This is not translated at all.", "This is not translated at all."),
            (.controlCharacters, "A \u{7}dog.", "Ein Hund."),
            (.controlCharacters, "A dog.", "Ein H\u{FFFD}nd."),
            (.controlCharacters, "A dog.", "Ein \u{F8FF} Hund."),
            (.mojibake, "A small dog", "Ein kleines HÃ¼ndchen"),
            (.mojibake, "\u{e2}\u{20ac}\u{153}A dog\u{e2}\u{20ac}\u{9d}", "„Ein Hund“"),
            (.mojibake, "5 °C", "5 Â°C"), (.mojibake, "Hello", "ÐŸÑ€Ð¸Ð²ÐµÑ‚"),
            (.html, "A <b>dog</b>.", "Ein Hund."), (.html, "Dog & cat", "Hund &amp; Katze"),
            (.html, "A dog.", "Ein Hund.<br/>"), (.html, "It's me", "Ich bin&#39;s"),
            (.addresses, "See https://example.com/a.", "Siehe unten."),
            (.addresses, "See www.example.com", "Siehe www.example.org"),
            (.addresses, "Write to a.b@example.com", "Schreiben Sie an c@example.com"),
            (.letters, "12345 67890 12345 67890 === 12", "12345 67890 12345 67890 === 12"),
            (.letterWords, "a - - - - - - - - - - -", "ein - - - - - - - - - - -"),
            (.repeatedCharacters, "A dooooooooooog.", "Ein Hund."),
            (.repeatedCharacters, "Contents ............ 4", "Inhalt 4"),
            (.repeatedWords, "A dog.", "Ein Ein Ein Ein Hund."),
            (.repeatedWords, "It is so.", "so ist es so ist es so ist es so ist es"),
            (.casing, "A DOG IS RUNNING HOME", "Ein Hund läuft nach Hause"),
            (.brackets, "A dog (a small one.", "Ein Hund, ein kleiner."),
            (.brackets, "\"Hello, he said.", "Hallo, sagte er."),
            (.brackets, "A dog.", "Ein Hund ]."),
            (.numbers, "In 1984 it began.", "In 1985 begann es."),
            (.numbers, "It costs 250 euros.", "Es kostet viel."),
            (.numbers, "12 dogs", "13 Hunde"),
        ] as [(CleaningRule, String, String)])
    func refuses(rule: CleaningRule, source: String, target: String) {
        #expect(isRefused(source, target, by: rule))
    }

    /// Short lines, names, numbers that are written as words or in another way, and the like.
    @Test(
        arguments: [
            (.minimumWords, "A", "Ein"), (.minimumWords, "…", "…"), (.minimumWords, "是", "Ja"),
            (.maximumWords, words(150), words(150)),
            (.maximumWords, "那", String(repeating: "狗", count: 300)),
            (.wordLength, letters(150), "x"),
            (.wordLength, String(repeating: "狗", count: 400), "x"),
            (.lengthRatio, "Yes.", "Ja, natürlich, gern."), (.lengthRatio, "OK", "In Ordnung"),
            (.lengthRatio, "The international conference begins tomorrow", "国际会议明天开始"),
            (.lengthRatio, "你好", "Hello, how do you do?"),
            (.equal, "Berlin", "Berlin"), (.equal, "Harry Potter", "Harry Potter"),
            (.equal, "New York City", "New York City"),
            (.equal, "A dog is here.", "A dog is there."),
            (.controlCharacters, "A\tdog", "Ein\u{A0}Hund"),
            (.controlCharacters, "می\u{200C}خواهم", "I want 👍🏽"),
            (.mojibake, "« Déjà », dit-il", "“ALREADY”"), (.mojibake, "NÃO", "SÃO PAULO"),
            (.mojibake, "im „MENÜ“", "MENÜ»"), (.mojibake, "Ísland, Ðað", "Ñandú"),
            (.html, "I <3 dogs, 1 < 2", "Ich mag Hunde"),
            (.html, "<b>A</b> dog", "<b>Ein</b> Hund"),
            (.html, "AT&T; R & D", "AT&T"),
            (.addresses, "See https://example.com/en", "Siehe http://www.example.com/de/."),
            (.addresses, "Follow @dog, and/or read it", "Folge @hund"),
            (.addresses, "(a@example.com)", "A@Example.com,"),
            (.letters, "10:30", "10.30 Uhr"), (.letters, "$5.99", "5,99 $"),
            (.letters, "Hi!!!", "Na?!"),
            (.letters, "हिन्दी में", "auf Hindi"),
            (.letterWords, "5 + 5", "5 + 5"), (.letterWords, "12 km", "12 km"),
            (.repeatedCharacters, "1000000000", "Mmmmmmm!"),
            (.repeatedCharacters, "Wait...", "Warte..."),
            (.repeatedWords, "No, no, no, no!", "Nein, nein, nein, nein!"),
            (.repeatedWords, "very very very good", "sehr gut"),
            (.casing, "NATO", "NATO"), (.casing, "USA", "Vereinigte Staaten"),
            (.casing, "STOP AT THE RED LIGHT", "AN DER ROTEN AMPEL HALTEN"),
            (.casing, "HOW ARE YOU TODAY", "你今天好吗"),
            (.brackets, "a) A dog", "a) Ein Hund"),
            (.brackets, "A 27\" screen", "Ein 27-Zoll-Monitor"),
            (.brackets, "“Yes,” he said.", "„Ja“, sagte er."), (.brackets, "(a) [b]", "{c}"),
            (.brackets, "the dog's", "des Hundes"),
            (.numbers, "Two dogs", "2 Hunde"), (.numbers, "thirty-three", "33"),
            (.numbers, "1,000.50 dollars", "1.000,50 Dollar"),
            (.numbers, "10,000 people", "10 000 personnes"),
            (.numbers, "In 1984, 2 of 3", "1984: zwei von drei"),
            (.numbers, "٣٤٥ أشخاص", "345 persons"),
            (.numbers, "at 07:30", "um 7.30 Uhr"), (.numbers, "no numbers", "keine Zahlen"),
        ] as [(CleaningRule, String, String)])
    func keeps(rule: CleaningRule, source: String, target: String) {
        #expect(!isRefused(source, target, by: rule))
    }

    @Test(
        arguments: [
            (.script, "The dog runs home quickly today", "Собака бежит домой сегодня"),
            (.script, "Собака бежит домой сегодня", "Der Hund läuft heute nach Hause"),
            (
                .language, "Der Hund läuft heute schnell nach Hause zurück.",
                "Der Hund läuft nach Hause."
            ),
            (.language, "The dog runs home.", "The dog is running back home quickly today."),
            (.language, "The dog runs home.", "Le chien rentre aujourd'hui très vite à la maison."),
        ] as [(CleaningRule, String, String)])
    func refusesOtherLanguages(rule: CleaningRule, source: String, target: String) {
        #expect(isRefused(source, target, by: rule, languages: true))
    }

    @Test(
        arguments: [
            (.script, "Αθήνα", "Athen"), (.script, "Hello", "Привет"), (.script, "123", "123"),
            (.language, "Bonjour", "Merci"), (.language, "The dog.", "Der Hund."),
            (
                .language, "He calls it Weltschmerz, and goes home.",
                "Er nennt es Weltschmerz und geht heim."
            ),
            (
                .language, "The meeting about the update is cancelled.",
                "Das Meeting zum Update ist gecancelt."
            ),
            (.language, "12345678901234567890", "Jean-Claude Van Damme"),
        ] as [(CleaningRule, String, String)])
    func keepsShortLinesAndForeignWords(rule: CleaningRule, source: String, target: String) {
        #expect(!isRefused(source, target, by: rule, languages: true))
    }

    @Test(arguments: CleaningRule.allCases.filter(\.isOptional))
    func goodPairsPassEveryRule(rule: CleaningRule) {
        let pairs = [
            (
                "A man in a blue shirt is standing on a ladder.",
                "Ein Mann in einem blauen Hemd steht auf einer Leiter."
            ),
            ("Yes.", "Ja."), ("Paris, 2024", "Paris, 2024"), ("Chapter 5", "Kapitel 5"),
        ]
        for (source, target) in pairs {
            #expect(!isRefused(source, target, by: rule, languages: true), "\(source)")
        }
    }
}

private func words(_ count: Int) -> String {
    (0..<count).map { "word\($0 % 7)" }.joined(separator: " ")
}

private func letters(_ count: Int) -> String {
    String((0..<count).map { "abcdefg"[$0 % 7] })
}

extension String {
    fileprivate subscript(place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}

extension ParallelLine {
    /// A line of two sentences.
    init(_ number: Int, _ source: String, _ target: String) {
        self.init(number: number, source: source, target: target)
    }
}
