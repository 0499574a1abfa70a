import Testing
import Text

struct SubwordWordsTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        var options = SentencePieceTrainerOptions()
        options.type = .char
        options.characterCoverage = 1
        let model = try SentencePieceModel.train(options, on: ["abc defg hij"])
        let vocabulary = try Vocabulary(models: [model], languageTokens: [">>xxx<<"])
        tokenizer = try SubwordTokenizer(model: model, vocabulary: vocabulary)
    }

    private func words(_ text: String) -> [SubwordWord] {
        tokenizer.words(ofIDs: tokenizer.encode(text))
    }

    @Test func wordsAreWhatSpacesSeparate() {
        let words = words("ab  cde\tf")
        #expect(words.map(\.text) == ["ab", "cde", "f"])
        // Each has its space before it, and the end token is part of none.
        #expect(words.map(\.tokens) == [0..<3, 3..<7, 7..<9])
        #expect(words.allSatisfy { !$0.isLanguageToken })
    }

    @Test func aLanguageTokenIsAWordOfItsOwn() {
        let words = words(">>xxx<< ab c")
        #expect(words.map(\.text) == [">>xxx<<", "ab", "c"])
        #expect(words.map(\.tokens) == [0..<1, 1..<4, 4..<6])
        #expect(words.map(\.isLanguageToken) == [true, false, false])
    }

    @Test func charactersWithoutAPieceKeepTheirWord() {
        let words = words("☃ ab☃c")
        #expect(words.count == 2)
        #expect(words[0].text.contains("<unk>") && words[1].text == "abc")
    }

    @Test func spacesThatStandAloneBelongToWhatFollows() throws {
        let space = try #require(tokenizer.vocabulary.id(of: "\u{2581}"))
        let a = try #require(tokenizer.vocabulary.id(of: "a"))
        let words = tokenizer.words(ofIDs: [space, space, a, space, a, tokenizer.vocabulary.endID])
        #expect(words.map(\.tokens) == [0..<3, 3..<5])
    }

    @Test func nothingHasNoWords() {
        #expect(words("").isEmpty)
        #expect(tokenizer.words(ofIDs: []).isEmpty)
    }
}
