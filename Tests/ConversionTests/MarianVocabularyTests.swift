import Basics
import Conversion
import TestSupport
import Testing

struct MarianVocabularyTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ text: String, _ name: String = "vocab.yml") throws -> MarianVocabulary {
        try MarianVocabulary(url: folder.write(text.utf8, to: name))
    }

    @Test func everyWayToWriteAKeyOfYAMLIsRead() throws {
        let vocabulary = try read(
            #"""
            ---
            "</s>": 0
            '<unk>': 1
            ▁the: 2
            'it''s': 3
            "a:b": 4
            "\"\\\x07\u2581\U0001F600\t\N": 5
            ? "a long one"
            : 6
            null: 7
            '~': 8
            a: b: 9
            """#)
        #expect(
            vocabulary.entries.map(\.piece) == [
                "</s>", "<unk>", "▁the", "it's", "a:b", "\"\\\u{7}▁😀\t\u{85}", "a long one",
                "null", "~", "a: b",
            ])
        #expect(vocabulary.entries.map(\.id) == Array(0...9))
        #expect(vocabulary.count == 10)
    }

    @Test func piecesThatDifferInTheirBytesAloneStayApart() throws {
        let vocabulary = try read("\u{E9}: 0\ne\u{301}: 1\n")
        #expect(vocabulary.entries.map { Array($0.piece.utf8).count } == [2, 3])
    }

    @Test func listsAndJSONAreReadToo() throws {
        let list = try read("</s>\n<unk>\n▁a\n", "vocab.txt")
        #expect(list.entries.map(\.piece) == ["</s>", "<unk>", "▁a"])
        #expect(list.entries.map(\.id) == [0, 1, 2])
        let object = try read(#"{"</s>": 0, "\u2581a": 1}"#, "vocab.json")
        #expect(object.entries.map(\.piece) == ["</s>", "▁a"])
    }

    @Test func bytesThatAreNoTextAreExplained() throws {
        let url = try folder.write([0x61, 0x0A, 0xE9, 0x0A], to: "vocab.txt")
        let error = #expect(throws: CalqueError.self) { try MarianVocabulary(url: url) }
        #expect(error?.message.contains("vocab.txt, line 2: this is not UTF-8") == true)
        #expect(error?.remedy == nil && error?.kind == .model)
    }

    @Test func thePaddingTokenMayNotLieFarAfterTheOthers() throws {
        let vocabulary = try read("</s>: 0\n<unk>: 1\n")
        #expect(try vocabulary.vocabulary(paddingID: 1029).paddingID == 1029)
        let error = #expect(throws: CalqueError.self) {
            try vocabulary.vocabulary(paddingID: 1030)
        }
        #expect(error?.message.contains("has 2 pieces") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("larger table has 1030 rows") == true)
    }

    @Test(arguments: [
        ("a: 0\nb\n", "line 2: a colon is missing"), ("a: x\n", "line 1: an id is missing"),
        ("\"a: 0\n", "line 1: a quote is missing"), ("\"\\q\": 0\n", "the escape \\q"),
        ("\"\\xZZ\": 0\n", "the escape \\xZZ"), ("\"\\ud800\": 0\n", "the escape \\ud800"),
        ("\"a\\\": 0\n", "an escape is cut off"), ("- a\n- b\n", "a colon is missing"),
    ])
    func unsoundLinesAreNamed(text: String, says: String) {
        let error = #expect(throws: CalqueError.self) { try read(text) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("vocab.yml") == true)
    }
}
