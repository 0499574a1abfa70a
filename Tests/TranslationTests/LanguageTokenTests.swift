import Basics
import Testing
import Text
import Translation

/// Lines that ask for a language.
struct LanguageTokenTests {
    @Test(arguments: [">>yyy<< abc", ">>XXX<< abc", "  >>xx<<abc", ">>xxx-<<"])
    func aLanguageThatTheModelDoesNotKnowIsRefused(line: String) throws {
        var lines = ["abc", line, "def"][...]
        var texts: [String] = []
        let translator = try Translator.copying()
        let error = #expect(throws: CalqueError.self) {
            try translator.translate(
                .greedy, from: { lines.popFirst() }, to: { texts.append($0.text) })
        }
        // The lines before it are translated.
        #expect(texts == ["abc"])
        #expect(error?.message.contains("Line 2 asks for the language >>") == true)
        #expect(error?.message.contains("knows >>xxx<<") == true)
    }

    @Test func spaceBeforeALanguageIsNoMatter() throws {
        let translator = try Translator.copying()
        let plain = try translator.translate([">>xxx<< abc"])[0]
        let token = try #require(translator.tokenizer.source.vocabulary.id(of: ">>xxx<<"))
        #expect(plain.alternatives[0].tokens.first == token)
        for line in [" >>xxx<< abc", "\t\u{3000}>>xxx<< abc"] {
            #expect(try translator.translate([line]).map(\.alternatives) == [plain.alternatives])
        }
    }

    @Test(arguments: ["a >>yyy<<", ">>y y<< a", ">>yyy", "<<yyy>>"])
    func textMayHaveAngleBrackets(line: String) throws {
        _ = try Translator.copying().translate([line])
    }
}
