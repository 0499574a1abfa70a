import Foundation
import Testing
import Text

@Suite struct LanguageIdentifierTests {
    private static let european = LanguageIdentifier(
        languages: ["en", "de", "fr", "es", "pt-BR", "it", "pl", "ru", "uk"])
    private static let many = LanguageIdentifier()

    @Test(arguments: [
        ("Where is the nearest station?", "en"), ("Hello", "en"), ("Die Katze schläft.", "de"),
        ("Je ne sais pas.", "fr"), ("No lo sé, pregúntale a él.", "es"),
        ("Você já viu isso?", "pt-BR"), ("Non lo so ancora", "it"), ("Dzień dobry", "pl"),
        ("Где здесь вокзал?", "ru"), ("Де тут вокзал і що це?", "uk"),
    ])
    func shortTextIsKnownAmongSomeLanguages(text: String, code: String) {
        let guesses = Self.european.guesses(of: text)
        #expect(guesses.first?.code == code, "\(guesses)")
    }

    @Test(arguments: [
        ("Καλημέρα", "el"), ("สวัสดี", "th"), ("안녕하세요", "ko"), ("שלום", "he"), ("Բարեւ", "hy"),
        ("გამარჯობა", "ka"), ("こんにちは", "ja"),
    ])
    func aScriptOfOneLanguageIsCertain(text: String, code: String) throws {
        let guess = try #require(Self.many.guesses(of: text).first)
        #expect(guess.code == code && guess.probability > 0.95, "\(guess)")
    }

    @Test(arguments: [
        ("这里有什么问题？请联系我们的网站管理员。", "zh-Hans"), ("這裡有什麼問題？請聯繫我們的網站管理員。", "zh-Hant"),
    ])
    func chineseIsToldApartByItsCharacters(text: String, code: String) {
        #expect(Self.many.guesses(of: text).first?.code == code)
    }

    @Test(arguments: ["", " ", "123 + 4", "😀😀", "?!"])
    func nothingIsSaidOfTextWithoutLetters(text: String) {
        #expect(Self.many.guesses(of: text).isEmpty)
    }

    @Test func nothingIsSaidOfAScriptThatNoneOfTheLanguagesHas() {
        #expect(Self.european.guesses(of: "สวัสดีครับ").isEmpty)
        #expect(LanguageIdentifier(languages: []).guesses(of: "Hello").isEmpty)
    }

    @Test func probabilitiesAreInOrderAndAddUpToOneAtMost() {
        for text in ["data", "Hotel", "the house", "casa"] {
            let guesses = Self.european.guesses(of: text).map(\.probability)
            #expect(guesses == guesses.sorted(by: >))
            #expect(guesses.reduce(0, +) <= 1.000001 && (guesses.first ?? 0) > 0)
        }
    }

    @Test func codesAreThoseThatWereAskedForEachOnce() {
        let identifier = LanguageIdentifier(languages: ["PB", "en", "pt_br", "zt"])
        #expect(identifier.languages == ["pt-BR", "en", "zh-Hant"])
        #expect(identifier.guesses(of: "obrigado, você também").first?.code == "pt-BR")
    }

    @Test func aTextOfAnyLengthIsRead() {
        let long = String(repeating: "Das ist ein sehr langer Satz über nichts. ", count: 20_000)
        #expect(Self.european.guesses(of: long).first?.code == "de")
        #expect(Self.european.guesses(of: "a\u{0}b der die das\u{0}").count > 0)
    }

    @Test func manyThreadsMayAskAtOnce() async {
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<64 {
                let text =
                    number.isMultiple(of: 2) ? "die Katze und der Hund" : "le chat et le chien"
                group.addTask { Self.european.guesses(of: text).first?.code }
            }
            var codes: Set<String?> = []
            for await code in group { codes.insert(code) }
            #expect(codes == ["de", "fr"])
        }
    }
}

@Suite struct LanguageCodeTests {
    @Test(arguments: [
        ("pb", "pt-BR"), ("PT_br", "pt-BR"), ("pt", "pt"), ("zh", "zh-Hans"), ("zt", "zh-Hant"),
        ("ZH-HANS", "zh-Hans"), ("zh_TW", "zh-Hant"), ("fra", "fr"), ("EN", "en"), ("deu", "de"),
        ("iw", "he"), ("cmn_Hans", "zh-Hans"), ("xx", "xx"), ("no code!", "no code!"), ("", ""),
    ])
    func codesHaveOneForm(code: String, canonical: String) {
        #expect(LanguageCode.canonical(code) == canonical)
        #expect(LanguageCode.canonical(canonical) == canonical)
    }

    @Test(arguments: [
        ("en", "English"), ("de", "German"), ("pt-BR", "Portuguese (Brazil)"),
        ("zh-Hans", "Chinese"),
        ("zh-Hant", "Chinese (traditional)"), ("qqq", "qqq"),
    ])
    func languagesHaveEnglishNames(code: String, name: String) {
        #expect(LanguageCode.englishName(of: code) == name)
    }
}
