import Basics
import Testing
import Text

struct SubwordTokenizerTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try TestText.jointTokenizer().source
    }

    /// MarianTokenizer's way: the pieces as strings, each looked up.
    private func reference(_ text: String) -> [Int32] {
        let vocabulary = tokenizer.vocabulary
        return tokenizer.model.pieces(of: text).map {
            vocabulary.id(of: $0) ?? vocabulary.unknownID
        }
            + [vocabulary.endID]
    }

    @Test(
        arguments: TestText.english + TestText.german + [
            "", " ", "  two  spaces ", "\tthe\r", "水車 and 水車", "mill☃☃ river", "the\0mill", "▁the",
            "e\u{301}",
        ])
    func idsAreThoseOfThePieces(_ text: String) {
        #expect(tokenizer.encode(text) == reference(text))
    }

    @Test func decodingUndoesEncoding() {
        for sentence in TestText.english + TestText.german {
            #expect(tokenizer.decode(tokenizer.encode(sentence)) == sentence)
        }
    }

    @Test func decodingDropsSpecialTokensAndSpacesAround() {
        let vocabulary = tokenizer.vocabulary
        let mill = tokenizer.encode("mill").dropLast()
        let ids = [vocabulary.paddingID, vocabulary.unknownID] + mill + [vocabulary.endID, 99_999]
        #expect(tokenizer.decode(ids) == "mill")
        #expect(tokenizer.decode([]) == "")
        #expect(tokenizer.pieces(ofIDs: [vocabulary.endID, 99_999]) == ["</s>", "<unk>"])
    }

    @Test(arguments: ["</s>", "<pad>", "<unk>", "the </s> mill"])
    func textCannotSpellOutSpecialTokens(_ text: String) {
        let ids = tokenizer.encode(text).dropLast()
        #expect(!ids.contains(tokenizer.vocabulary.endID))
        #expect(!ids.contains(tokenizer.vocabulary.paddingID))
    }

    @Test func languageTokensAreOnePiece() throws {
        let deu = try #require(tokenizer.vocabulary.id(of: ">>deu<<"))
        let unknown = tokenizer.vocabulary.unknownID
        #expect(tokenizer.encode(">>deu<< the mill") == [deu] + reference("the mill"))
        #expect(tokenizer.encode(">>deu<<the mill") == [deu] + reference("the mill"))
        #expect(tokenizer.encode(">>xyz<< the mill") == [unknown] + reference("the mill"))
        #expect(tokenizer.encode(">>deu<<") == [deu, tokenizer.vocabulary.endID])
        #expect(tokenizer.pieces(of: ">>deu<< mill").first == ">>deu<<")
        #expect(tokenizer.encode(" \t>>deu<< the mill") == [deu] + reference("the mill"))
        for plain in ["the >>deu<< mill", ">> the << mill", ">>deu the mill"] {
            #expect(tokenizer.encode(plain) == reference(plain))
        }
    }

    @Test func aTextIsPartedFromItsLanguageToken() {
        let parted = tokenizer.parted("\u{3000} >>deu<< the")
        #expect(parted.languageToken == ">>deu<<" && parted.rest == " the")
        #expect(parted.languageTokenPlace == 4..<11 && parted.restStart == 11)
        for plain in [" the >>deu<<", " >>d eu<<", ">>deu<", "", " "] {
            let parted = tokenizer.parted(plain)
            #expect(parted.languageToken == nil && parted.languageTokenPlace == nil)
            #expect(parted.rest == plain && parted.restStart == 0)
        }
    }

    @Test func withoutLanguageTokensAngleBracketsAreText() throws {
        let model = try TestText.jointModel()
        let tokenizer = try SubwordTokenizer(model: model, vocabulary: Vocabulary(models: [model]))
        let ids = tokenizer.encode(">>the<< mill")
        #expect(ids.suffix(2) == tokenizer.encode("mill").suffix(2))
        #expect(tokenizer.pieces(of: ">>the<< mill") == model.pieces(of: ">>the<< mill"))
        try tokenizer.checkLanguageToken(of: ">>the<< mill", name: "It")
    }

    @Test func languagesThatTheVocabularyLacksAreNamed() throws {
        for line in [">>xyz<< mill", " >>DEU<<"] {
            let error = #expect(throws: CalqueError.self) {
                try tokenizer.checkLanguageToken(of: line, name: "It")
            }
            #expect(error?.message.hasPrefix("It asks for the language >>") == true)
            #expect(error?.message.contains("knows >>deu<<.") == true)
        }
        for line in [">>deu<< mill", "mill >>xyz<<", ""] {
            try tokenizer.checkLanguageToken(of: line, name: "It")
        }
    }

    @Test func unknownTextMayBeInASharedVocabulary() throws {
        let english = try SentencePieceModel.train(TestText.options(), on: TestText.english)
        let german = try SentencePieceModel.train(TestText.options(), on: TestText.german)
        let vocabulary = try Vocabulary(models: [english, german])
        let side = try SubwordTokenizer(model: english, vocabulary: vocabulary)
        let id = try #require(vocabulary.id(of: "ü"))
        #expect(side.encode("ü").contains(id))
    }

    @Test func aForeignVocabularyIsRefused() throws {
        let other = try SentencePieceModel.train(
            TestText.options(pieces: 40), on: ["кто там стоит", "это кот и там дом"])
        let error = #expect(throws: CalqueError.self) {
            try SubwordTokenizer(
                model: tokenizer.model, vocabulary: Vocabulary(models: [other]), name: "source.spm")
        }
        #expect(error?.message.contains("source.spm does not belong") == true)
    }
}

struct TextPiecesTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try TestText.jointTokenizer().source
    }

    /// One piece after the other.
    private func reference(_ text: [UInt8]) -> [(token: Int32, bytes: [UInt8])] {
        let (model, vocabulary) = (tokenizer.model, tokenizer.vocabulary)
        return (0..<model.pieceCount).compactMap { id in
            let piece = model.piece(id)
            guard model.kind(id) == .normal, let token = vocabulary.id(of: piece),
                zip(piece.utf8, text).allSatisfy({ $0 == $1 })
            else { return nil }
            return (token, Array(piece.utf8))
        }
    }

    @Test(
        arguments: TestText.english + TestText.german + [
            "", "▁", "\u{96}", "▁the", "▁th", "t", "水", "▁a▁river", "é",
        ])
    func theyAreThoseThatAgreeWithTheText(text: String) {
        let spaced = Array(text.replacing(" ", with: "▁").utf8)
        for start in 0...min(spaced.count, 8) {
            let found = tokenizer.textPieces.pieces(alongside: spaced[start...])
            let expected = reference(Array(spaced[start...]))
            #expect(found.map(\.token) == expected.map(\.token))
            #expect(found.map(\.bytes) == expected.map(\.bytes))
        }
    }
}
