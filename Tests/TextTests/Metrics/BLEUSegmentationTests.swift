import Basics
import TestSupport
import Testing
import Text

struct BLEUSegmentationTests {
    @Test(
        "cuts Chinese as sacreBLEU does",
        arguments: [
            (
                "东京的猫在睡觉。", "东京的猫睡着了。",
                "38.26 75.0/42.9/33.3/20.0 (BP = 1.000 ratio = 1.000 hyp_len = 8 ref_len = 8)"
            ),
            (
                "他有3.5元，ok-go, U.S.", "他有 3.5 元,ok-go, U.S.",
                "70.17 90.9/80.0/66.7/50.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)"
            ),
            (
                " .5 ﹏ Ｈｅｌｌｏ☀", "5 ﹏ Ｈｅｌｏ☀",
                "48.11 75.0/71.4/50.0/20.0 (BP = 1.000 ratio = 1.143 hyp_len = 8 ref_len = 7)"
            ),
            (
                "\u{2A6D}0—‘a’ ㄅㄆ", "\u{2A6D}0 — ‘a’ ㄅㄅ",
                "84.09 87.5/85.7/83.3/80.0 (BP = 1.000 ratio = 1.000 hyp_len = 8 ref_len = 8)"
            ),
            (
                "&lt;b&gt; 𠀀𠀁字", "<b> 𠀀𠀁 字",
                "10.55 33.3/12.5/7.1/4.2 (BP = 1.000 ratio = 1.800 hyp_len = 9 ref_len = 5)"
            ),
        ])
    func chinese(hypothesis: String, reference: String, expected: String) throws {
        let score = try BLEU(tokenizer: .chinese)
            .sentenceScore(hypothesis: hypothesis, references: [reference])
        #expect(score.description == "BLEU = " + expected)
        #expect(score.signature.contains("|tok:zh|"))
    }

    /// Puts a space between all letters.
    private struct Spelling: LineSegmenter {
        let name = "spelling"
        func segmented(_ lines: [String]) throws -> [String] {
            lines.map { $0.map(String.init).joined(separator: " ") }
        }
    }

    @Test func aSegmenterCutsWhatIsScored() throws {
        let (hypotheses, references) = (["Abcd ef ", "gh"], [["abce ef", "gi"]])
        let characters = try BLEU(tokenizer: .characters, lowercase: true)
            .corpusScore(hypotheses: hypotheses, references: references)
        let spelling = BLEU(segmenter: Spelling(), lowercase: true)
        let found = try spelling.corpusScore(hypotheses: hypotheses, references: references)
        #expect(found.description == characters.description)
        #expect(found.signature.contains("|case:lc|eff:no|tok:spelling|"))
        let counted = try CountedTranslations(
            spelling, hypotheses: hypotheses, references: references)
        #expect(counted.score == found.score)
        let single = try spelling.sentenceScore(hypothesis: "abc", references: ["ABC"])
        #expect(single.score > 99)
    }

    @Test func aFileThatIsNoModelIsNamed() throws {
        let files = try TemporaryFolder()
        let file = try files.write(lines: ["no model"], to: "pieces.model")
        let error = #expect(throws: CalqueError.self) {
            try SentencePieceSegmenter(url: file)
        }
        #expect(error?.message.contains("pieces.model") == true)
        #expect(throws: CalqueError.self) {
            try SentencePieceSegmenter(url: files.file("none"))
        }
    }

    @Test func withoutMeCabASentenceSaysWhatToInstall() throws {
        let files = try TemporaryFolder()
        let error = #expect(throws: CalqueError.self) {
            try MeCabSegmenter(path: files.path("nothing"))
        }
        #expect(error?.message.contains("mecab-ipadic-utf8") == true)
    }

    @Test(.enabled(if: (try? MeCabSegmenter()) != nil))
    func cutsJapaneseAsSacreBLEUDoes() throws {
        let score = try BLEU(segmenter: MeCabSegmenter()).corpusScore(
            hypotheses: ["私は猫が好きです。", "明日は雨が降るでしょう。"],
            references: [["私は犬が大好きです。", "明日は雨が降るだろう。"]])
        #expect(
            score.description
                == """
                BLEU = 40.20 80.0/53.8/27.3/22.2 (BP = 1.000 ratio = 1.000 hyp_len = 15 ref_len = 15)
                """)
        #expect(score.signature.contains("|tok:ja-mecab-0.996-IPA|"))
        // A line of nothing stays one, and so does one with a carriage return.
        #expect(try MeCabSegmenter().segmented(["", "a\r", "b\nc"]).count == 3)
    }
}
