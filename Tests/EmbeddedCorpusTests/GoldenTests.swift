import EmbeddedCorpus
import Testing

/// One meaning in three languages, as a native reader would write it.
struct Golden: Sendable, CustomTestStringConvertible {
    let english: String
    let french: String
    let spanish: String
    let meaning: Utterance
    let orthography: Orthography

    init(
        _ english: String, _ french: String, _ spanish: String, _ meaning: Utterance,
        _ orthography: Orthography = .plain
    ) {
        self.english = english
        self.french = french
        self.spanish = spanish
        self.meaning = meaning
        self.orthography = orthography
    }

    init(
        _ english: String, _ french: String, _ spanish: String, _ phrase: NounPhrase,
        _ orthography: Orthography = .plain
    ) {
        self.init(english, french, spanish, .phrase(phrase), orthography)
    }

    init(
        _ english: String, _ french: String, _ spanish: String, _ clause: Clause,
        _ orthography: Orthography = .plain
    ) {
        self.init(english, french, spanish, .statement(clause), orthography)
    }

    var testDescription: String { english }
}

struct GoldenTests {
    @Test(
        arguments: [
            Golden.phrases, Golden.statements, Golden.sentences, Golden.questions,
            Golden.antecedents, Golden.orthography,
        ].flatMap { $0 })
    func meaningHasItsSentenceInEveryLanguage(_ golden: Golden) {
        let (meaning, orthography) = (golden.meaning, golden.orthography)
        #expect(meaning.text(in: .english, orthography) == golden.english)
        #expect(meaning.text(in: .french, orthography) == golden.french)
        #expect(meaning.text(in: .spanish, orthography) == golden.spanish)
    }
}
