import Basics
import TestSupport
import Testing
import Text

struct VocabularyTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func loaded(_ json: String) throws -> Vocabulary {
        try Vocabulary.load(folder.write(json.utf8, to: "vocab.json"))
    }

    @Test func piecesAreNumberedAsMarianDoes() throws {
        let english = try SentencePieceModel.train(TestText.options(), on: TestText.english)
        let german = try SentencePieceModel.train(TestText.options(), on: TestText.german)
        let vocabulary = try Vocabulary(models: [english, german], languageTokens: [">>deu<<"])
        let last = Int32(vocabulary.count - 1)
        #expect(vocabulary.endID == 0)
        #expect(vocabulary.unknownID == 1)
        #expect(vocabulary.paddingID == last)
        #expect(vocabulary.id(of: ">>deu<<") == last - 1)
        #expect(vocabulary.languageTokens == [">>deu<<"])
        // The models' own first two pieces are special.
        #expect(vocabulary.piece(of: 2) == english.piece(2))
        for model in [english, german] {
            #expect((2..<model.pieceCount).allSatisfy { vocabulary.id(of: model.piece($0)) != nil })
        }
        let shared = Set((2..<english.pieceCount).map(english.piece))
            .intersection((2..<german.pieceCount).map(german.piece))
        #expect(
            vocabulary.count == 4 + english.pieceCount - 2 + german.pieceCount - 2 - shared.count)
    }

    /// Padding is a token, but text has none.
    @Test func textEndsBeforeThePaddingAtTheEnd() throws {
        let first = try loaded(#"{"</s>": 0, "<unk>": 1, "<pad>": 2, "a": 3, "b": 4}"#)
        #expect(first.textCount == 5)
        let last = try loaded(#"{"</s>": 0, "<unk>": 1, "a": 2, "b": 3, "<pad>": 9}"#)
        #expect(last.textCount == 4 && last.count == 10)
    }

    @Test func vocabulariesOfTwoSidesPadAlike() throws {
        let options = TestText.options()
        let small = try SentencePieceModel.train(options, on: TestText.english)
        var larger = options
        larger.vocabularySize = options.vocabularySize + 20
        let large = try SentencePieceModel.train(larger, on: TestText.german)
        let sides = try [
            Vocabulary(ofSide: large, languageTokens: [">>deu<<"]), Vocabulary(ofSide: small),
        ]
        #expect(sides[0].count > sides[1].count)
        #expect(sides.map(\.paddingID) == [2, 2] && sides.map(\.endID) == [0, 0])
        #expect(sides[0].id(of: ">>deu<<") == Int32(sides[0].count - 1))
        for (side, model) in zip(sides, [large, small]) {
            #expect((2..<model.pieceCount).allSatisfy { side.id(of: model.piece($0)) != nil })
        }
    }

    @Test func vocabulariesSurviveTheirFile() throws {
        let pieces = [
            "</s>", "<unk>", "▁the", "\"", "\\", "\u{1}", "\u{E9}", "e\u{301}", "😀", "\u{85}",
            "<pad>",
        ]
        let vocabulary = try Vocabulary(
            pieces.enumerated().map { ($0.element, Int32($0.offset)) }, name: "test")
        let file = folder.file("vocab.json")
        try vocabulary.save(to: file)
        #expect(try Vocabulary.load(file) == vocabulary)
        let text = try folder.text("vocab.json")
        #expect(
            text.hasPrefix("{\n  \"</s>\": 0,\n  \"<unk>\": 1,\n  \"▁the\": 2,\n  \"\\\"\": 3,"))
        #expect(try jsonObject(text.utf8)["▁the"] as? Int == 2)
    }

    @Test func piecesAreToldApartByTheirBytes() throws {
        let vocabulary = try loaded(
            #"{"</s>": 0, "\u00e9": 1, "e\u0301": 2, "<unk>": 3, "<pad>": 4}"#)
        #expect(vocabulary.id(of: "\u{E9}") == 1)
        #expect(vocabulary.id(of: "e\u{301}") == 2)
    }

    @Test func specialIDsAreReadFromTheFile() throws {
        let vocabulary = try loaded(
            #"{ "<pad>" : 2,"a":0 , "<unk>":4, "\ud83d\ude00\n":1, "</s>": 3 }"# + "\n")
        #expect(vocabulary.paddingID == 2)
        #expect(vocabulary.endID == 3)
        #expect(vocabulary.unknownID == 4)
        #expect(vocabulary.piece(of: 1) == "😀\n")
        #expect(vocabulary.piece(of: 5) == nil)
        #expect(vocabulary.piece(of: -1) == nil)
        #expect(vocabulary.count == 5)
    }

    @Test(arguments: [
        ("[1]", "“{” is missing at byte 0"),
        ("{\"</s>\": 0, \"<unk>\": 1", "“}” is missing at byte 22"),
        ("{\"</s>\": 0.5}", "“}” is missing"),
        ("{\"</s>\": \"0\"}", "whole number"),
        ("{\"</s>\": 0, \"<unk>\": 1, \"<pad>\": 2} x", "something follows the end"),
        ("{\"</s>\": 0, \"a\": 0}", "both \"</s>\" and \"a\""),
        ("{\"</s>\": 0, \"a\": 1, \"a\": 2}", "the ids 1 and 2"),
        ("{\"</s>\": 0, \"<unk>\": 1}", "lacks the piece <pad>"),
        ("{\"</s>\": 0, \"<unk>\": 1, \"<pad>\": 2000000000}", "without gaps"),
        ("{\"</s>\": -1}", "whole number, not negative"),
        ("{\"</s>\": 5000000000}", "too large"),
        ("{\"\\ud800\": 0}", "half a character"),
        ("{\"\\ud800\\u0041\": 0}", "half a character"),
        ("{\"\\udc00\\ud800\": 0}", "half a character"),
        ("{\"\\ud800\\u\": 0}", "four hexadecimal digits"),
        ("{\"abc", "the end of a string is missing"),
        ("{}", "lacks the piece </s>"),
        ("", "“{” is missing"),
    ])
    func wrongFilesAreExplained(_ json: String, _ expected: String) {
        let error = #expect(throws: CalqueError.self) { try loaded(json) }
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("vocab.json") == true)
    }
}
