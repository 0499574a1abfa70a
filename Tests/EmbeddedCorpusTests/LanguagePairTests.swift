import Basics
import EmbeddedCorpus
import Testing

struct LanguagePairTests {
    @Test func readsWhatItWrites() throws {
        let pair = try LanguagePair(parsing: "es-en")
        #expect(pair.source == .spanish && pair.target == .english)
        #expect(pair.description == "es-en")
        #expect(try LanguagePair(parsing: "en-fr") == .englishToFrench)
    }

    @Test(arguments: ["", "en", "en-", "en-en", "en-de", "en-fr-es"])
    func whatIsNoPairIsRefused(text: String) {
        let error = #expect(throws: CalqueError.self) { try LanguagePair(parsing: text) }
        #expect(error?.kind == .configuration)
    }
}
