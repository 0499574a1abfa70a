import TestSupport
import Testing
import Text

extension SubwordTokenizer {
    /// Cuts text into characters.
    fileprivate static func characters() throws -> SubwordTokenizer {
        try TranslationTokenizer(
            sharing: .characters(of: "abc defg hij"), languageTokens: [">>xxx<<"]
        ).source
    }
}

struct SubwordWordsTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try .characters()
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

/// The words of a text as it is written, whatever normalisation makes of it.
struct TextWordsTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try .characters()
    }

    /// Normalisation makes spaces of these, drops them, or makes several characters of one.
    @Test(arguments: [
        "ab c", "l´ab c", "ab¨c d", "ab\u{200B}c d", "a ▁ b", "▁ a", "a▁b c", "  a \t b\u{A0}c ",
        "a \u{200B} b", "ﬁ ½ ㎏ c", "☃ ab☃c", "a\u{0}b c", "a \u{AD} b", "e\u{301} a",
        "你 a\u{3000}b", "",
    ])
    func wordsAreWhatWhiteSpaceSeparates(text: String) {
        let words = tokenizer.words(of: text)
        let expected = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
        #expect(words.map(\.text) == expected.map { String($0) })
        // Every token but the end belongs to a word, in order.
        let count = tokenizer.encode(text).count - 1
        #expect(words.flatMap(\.tokens) == (words.isEmpty ? [] : Array(0..<count)))
    }

    @Test func everyWordHasTheTokensThatSpellIt() {
        let words = tokenizer.words(of: "a l´ab\u{200B}c d")
        let pieces = tokenizer.pieces(of: "a l´ab\u{200B}c d")
        let spelled = words.map { pieces[$0.tokens].joined() }
        #expect(spelled.count == 3)
        #expect(spelled[0] == "▁a" && spelled[2] == "▁d")
        #expect(spelled[1].hasSuffix("ab▁c"))
    }

    @Test func aLanguageTokenIsAWordIfSpaceFollows() {
        let words = tokenizer.words(of: ">>xxx<< ab c")
        #expect(words.map(\.text) == [">>xxx<<", "ab", "c"])
        #expect(words.map(\.isLanguageToken) == [true, false, false])
        #expect(words.map(\.tokens) == [0..<1, 1..<4, 4..<6])
        let joined = tokenizer.words(of: ">>xxx<<ab c")
        #expect(joined.map(\.text) == [">>xxx<<ab", "c"])
        #expect(joined.map(\.tokens) == [1..<4, 4..<6] && !joined[0].isLanguageToken)
    }
}
