import Basics
import Testing
import Text

struct SentenceSplitterTests {
    /// Texts with "|" where a sentence ends and another begins.
    private func check(_ marked: String, _ language: String?) throws {
        let expected = marked.split(separator: "|").map { $0.trimmed }
        let text = marked.split(separator: "|").joined()
        let sentences = try SentenceSplitter(language: language).sentences(in: text)
        #expect(sentences.map(String.init) == expected)
    }

    @Test(
        arguments: [
            "A man sleeps. |Two dogs run.", "Who is it? |It is me! |Come in.", "A man sleeps",
            "A man sleeps.", "Wait... |He left.", "Wait… |He left.", "Wait... he left.",
            // In words, numbers, addresses and names.
            "It costs 3.50 or 4,000.75 today. |Pay now.",
            "See www.Example.Com/a?B=1&C=2! |It works.",
            "Ask at a.b@c.De now. |He knows.", "Use Node.Js and file.Txt here.",
            // No cut before a lower-case letter.
            "\"Who?\" he asked. |Nobody.", "He works at Yahoo! in Texas. |She does not.",
            // Abbreviations, and sentences that end with one.
            "Dr. Smith and Mr. Jones left. |They ran.", "MR. SMITH LEFT. |HE RAN.",
            "See e.g. Berlin, i.e. The city. |It is big.", "He met J. S. Bach. |They talked.",
            "He met J. S. |He was glad.", "It was I. |He knew.",
            "At 5 p.m. |He left for the U.S. |It was far.",
            "In the U.S. Senate she won. |Now go.", "By Ursula K. Le Guin. |A book.",
            "No. 5 is up. |No. 6 Men are down.", "Do you? |No. |I do not.",
            "See Fig. 3. |It is p. 12.",
            "I met Joe. |He left.",
            "They rest. |2 men run on Jan. 5 in ver. 2 of it. |10 dogs bark.",
            "He is by the Arch. |Young men run.", "They sell cats, dogs, etc. |The shop is open.",
            // Labels belong to what they label.
            "1. Open the door. |2. Close it.", "A. First one. |B) Second one.",
            "IV. The end. |It is.",
            // What is left out of a quote is no end.
            "He said [...] This and that. |Good.", "It (…) Never ends. |Good.",
            "He left. |[...] She came.",
            // What closes stays with what it closes.
            "\"Go.\" |She went.", "(He left.) |She came.", "“Go!” |She went.",
            "He said “Go.” |‘No.’ |She went.",
            "He left. |\"Go!\" she said. |(It was late.) |Then she went.",
            "« Bonjour ! » |He left.", "« Bonjour ! » he said.", "(See it. ) |He left.",
            "Is it?! |It is!!! |Oh.",
            // Marks of footnotes belong to what they are about.
            "It was known.[12] |Later it was not.", "It ended.[1][2] |Then more came.",
            "It ended.¹ |Then more came.", "He said “Go.”[3] |She went.",
            "It was known.[12] or not.", "See [12] Smith. |It is there.", "He met Dr.[4] Smith.",
            "It is 5 m² Now. |It is x[1] Now.",
        ])
    func english(text: String) throws {
        try check(text, "en")
    }

    @Test(arguments: [
        ("de", "Er lief langsam. |Dann lief er z. B. Die Straße am 3. Oktober. |Ein Mann schläft."),
        ("de", "Mit der Nummer 42. |Ein Mann lacht. |Ludwig XIV. Baute es. |Das ist alles."),
        ("de", "Siehe Nr. 5 und S. 12, usw. |Der Rest fehlt. |»Komm!« |Sie kam. |„Geh.“ |Er ging."),
        ("de", "500 v. Chr. Geboren, d. h. Er lebte. |Am Hbf. Köln hält er."),
        ("fr", "M. Dupont et Mme Durand dorment. |Elle aime la mer. |Bébé dort. |Le chien court."),
        ("fr", "« Bonjour ! » |Il part. |« Oui. » dit-il. |L'homme, p. ex. Jean, rit."),
        ("fr", "Né en 50 av. J.-C. Rome. |C'est loin. |Voir le n° 5. |Oui."),
        ("es", "¿Quién es? |¡Soy yo! |El Sr. López duerme. |EE. UU. Ganó. |¿Sí?"),
        ("es", "En el mar. |Un hombre nada. |Pág. 5. |No."),
        ("it", "Il sig. Rossi e la dott.ssa Bianchi dormono. |È tardi. |Ecc. ecc. |Il cane corre."),
        ("pt", "O Sr. Silva dorme. |À noite, a Dra. Costa lê. |É o fim."),
        ("nl", "Dhr. Jansen slaapt. |Het is d.w.z. Laat. |Zie nr. 5. |Een hond rent."),
        ("sv", "Hr. Ek sover, t.ex. Här. |Det är sent."),
        ("pl", "Np. Jan i prof. Nowak śpią. |Jest późno."),
        ("cs", "Např. Jan a Ing. Novák spí. |Je pozdě."),
        ("ru", "Проф. Иванов спит, т. е. Дома. |Это всё. |Да."),
        ("el", "Τι κάνεις; |Καλά."), ("tr", "Ali uyuyor. |Ayşe koşuyor."),
        ("ka", "კაცს სძინავს. |ძაღლი დარბის."), ("hi", "यह घर है। |वह सोता है।"),
        ("ar", "ما هذا؟ |هذا كتاب. |شكرا."),
        ("zh", "你好。|再见！|他说：“走吧。”|好吗？ |3.5元。"), ("zh", "你好!|再见?|好.|我……我不知道。"),
        ("zh", "请看www.a.com！|谢谢。|“好！”|“再见。”"), ("ja", "「行くよ。」と言った。|そうか。|（笑）はい！　|犬だ。"),
        ("th", "สวัสดี ลาก่อน"),
        ("hu", "Kb. Három ember jött, a dr. Nagy is. |Az 3. Magyar hadsereg. |Ez az."),
        ("tr", "Bkz. Prof. Dr. Ali. |Bu bir ev."), ("ro", "Dl. Popescu doarme. |E târziu."),
        ("el", "Ο κ. Νίκος κοιμάται, π.χ. Εδώ. |Είναι αργά."),
        ("ca", "El Sr. Puig dorm. |És tard."), ("et", "Nt. Tallinn on suur. |See on ilus."),
        ("lt", "Pvz. Vilnius yra didelis. |Taip."), ("lv", "Piem. Rīga ir liela. |Tā ir."),
        ("bg", "Напр. София е голяма. |Да."), ("sk", "Napr. Ján spí. |Je neskoro."),
        ("hr", "Npr. Ivan spava. |Kasno je."), ("sl", "Npr. Janez spi. |Pozno je."),
        ("cs", "Bylo to ve 2. Světové válce. |Je jich 42. |Pak šel."),
    ])
    func otherLanguages(language: String, text: String) throws {
        try check(text, language)
    }

    @Test(arguments: [
        "A man sleeps. |Two dogs run.", "Mr. Smith and Mme. Dupont left. |They ran.",
        "Prof. Dr. Ernst schläft. |Ein Hund rennt.", "Elle aime la mer. |Le chien court.",
        "He met J. S. Bach. |He sang.", "你好。|再见。",
    ])
    func anUnknownLanguageHasWhatIsCommon(text: String) throws {
        for language in [nil, "", "xx", "tlh-Latn", "?"] { try check(text, language) }
    }

    /// Names that other programs give a language.
    @Test(arguments: ["de", "deu", "de-AT", "de_DE", "deu_Latn", "DE"])
    func aLanguageHasManyNames(language: String) throws {
        try check("Er lief z. B. Die Straße entlang. |Am Hbf. Köln hält er.", language)
    }

    /// ICU alone takes the end of a longer word for an abbreviation: "am." in "langsam."
    @Test func anAbbreviationIsAWholeWord() throws {
        try check("Er lief langsam. |So war das Programm. |Am Kop. Hans", "de")
    }

    @Test func separatorsOfParagraphsEndSentences() throws {
        try check("A title\r|A man sleeps\u{2028}|and dreams\n|of it\r\n|.", "en")
    }

    @Test(arguments: ["", " ", "\t\u{3000}\n", "\u{A0}"])
    func whiteSpaceIsNoSentence(text: String) throws {
        #expect(try SentenceSplitter().sentences(in: text).isEmpty)
    }

    @Test(arguments: [
        "", "A b. C d.", "  A b.  \t C d!\u{3000}\u{3000}E.  ", "。。。 。", "... ! ? … \" ' ) » .",
        "A\u{0}. B.",
        "e\u{301}. E\u{301}. \u{301}", "👩‍👩‍👧‍👦. 🇩🇪! A.", "1. 2. 3. A. B. C.", "\u{FEFF}A. B.",
    ])
    func nothingButWhiteSpaceIsBetweenSentences(text: String) throws {
        let sentences = try SentenceSplitter(language: "en").sentences(in: text)
        var rest = text.unicodeScalars[...]
        for sentence in sentences {
            rest = rest.drop(while: \.properties.isWhitespace)
            #expect(rest.starts(with: sentence.unicodeScalars) && !sentence.isEmpty)
            #expect(sentence.trimmed == sentence)
            rest = rest.dropFirst(sentence.unicodeScalars.count)
        }
        #expect(rest.allSatisfy { $0.properties.isWhitespace })
    }

    /// Ends without number, and candidates that are none: the time grows with the length alone.
    @Test(arguments: [
        "A b. ", "a. ", "1. ", "... ", "a?B", "! »", "。", "a.", "\" ", "Mr. ", "(A. ", "[...] ",
        "你!",
    ])
    func longTextsAreQuick(part: String) throws {
        let text = String(repeating: part, count: 20_000 / part.utf8.count)
        let start = ContinuousClock.now
        #expect(try !SentenceSplitter(language: "en").sentences(in: text).isEmpty)
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test func manyThreadsUseOneSplitter() async {
        let splitter = SentenceSplitter(language: "en")
        await withTaskGroup(of: Bool.self) { group in
            for count in 1...32 {
                group.addTask {
                    let text = String(repeating: "Dr. A is here. ", count: count * 20)
                    return (try? splitter.sentences(in: text))?.count == count * 20
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    /// As where the library's data were cut down; only whoever cuts text has to know.
    @Test func rulesThatAreMissingAreAnErrorOfWhoNeedsThem() throws {
        let splitter = SentenceSplitter(language: "en") { _ in nil }
        let error = #expect(throws: CalqueError.self) { try splitter.sentences(in: "A b. C d.") }
        #expect(error?.message.contains("ICU") == true)
        _ = SentenceSplitter(language: "en") { _ in
            Issue.record("opened before there is a text")
            return nil
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var scalars = String.UnicodeScalarView(
            unicodeScalars.drop(while: \.properties.isWhitespace))
        while scalars.last?.properties.isWhitespace ?? false { scalars.removeLast() }
        return String(scalars)
    }
}
