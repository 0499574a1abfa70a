import EmbeddedCorpus
import Testing

/// One meaning in three languages, as a native reader would write it.
struct Golden: Sendable, CustomTestStringConvertible {
    let english: String
    let french: String
    let spanish: String
    let meaning: Utterance

    init(_ english: String, _ french: String, _ spanish: String, _ meaning: Utterance) {
        self.english = english
        self.french = french
        self.spanish = spanish
        self.meaning = meaning
    }

    init(_ english: String, _ french: String, _ spanish: String, _ phrase: NounPhrase) {
        self.init(english, french, spanish, .phrase(phrase))
    }

    init(_ english: String, _ french: String, _ spanish: String, _ clause: Clause) {
        self.init(english, french, spanish, .statement(clause))
    }

    var testDescription: String { english }
}

struct GoldenTests {
    @Test(arguments: Golden.phrases + Golden.statements + Golden.sentences + Golden.questions)
    func meaningHasItsSentenceInEveryLanguage(_ golden: Golden) {
        #expect(golden.meaning.text(in: .english) == golden.english)
        #expect(golden.meaning.text(in: .french) == golden.french)
        #expect(golden.meaning.text(in: .spanish) == golden.spanish)
    }
}
