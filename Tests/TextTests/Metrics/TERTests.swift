import Basics
import Testing
import Text

struct TERTests {
    private static let words = (0..<60).map { "w\($0)" }
    private static let digits = (0..<60).map(String.init)

    /// What sacreBLEU prints, and what it prints where capitals count.
    private static let cases: [([String], [[String]], String, String)] = [
        (["on the mat sat the cat"], [["the cat sat on the mat"]], "33.33", "33.33"),
        (["THE Cat, sat."], [["the cat, sat."]], "0.00", "66.67"),
        (["a b c d e f g h a b c d"], [["a b c d"]], "200.00", "200.00"),
        (
            ["the cat sat down", "x"],
            [["a cat sat", "x y"], ["the cat was sitting down there", "y z w"]], "42.86", "42.86"
        ),
        (["", "a b"], [["a b c", ""]], "166.67", "166.67"),
        ([""], [[""]], "0.00", "0.00"),
        (["c d e f a b g h i j"], [["a b c d e f g j i h"]], "30.00", "30.00"),
        // The two words would have to move farther than phrases may.
        (
            [(["a", "a"] + words).joined(separator: " ")],
            [[(words + ["a", "a"]).joined(separator: " ")]], "6.45", "6.45"
        ),
        (["a"], [[(digits + ["a"]).joined(separator: " ")]], "98.36", "98.36"),
    ]

    @Test("agrees with sacreBLEU", arguments: cases)
    func corpora(
        hypotheses: [String], references: [[String]], expected: String, caseSensitive: String
    ) throws {
        let score = try TER().corpusScore(hypotheses: hypotheses, references: references)
        #expect(score.description == "TER = " + expected)
        let sensitive = try TER(caseSensitive: true)
            .corpusScore(hypotheses: hypotheses, references: references)
        #expect(sensitive.description == "TER = " + caseSensitive)
        #expect(score.signature.hasPrefix("nrefs:\(references.count)|case:lc|tok:tercom"))
    }

    @Test func signsAsSacreBLEUDoes() throws {
        let score = try TER().sentenceScore(hypothesis: "a", references: ["a"])
        #expect(
            score.signature
                == "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0")
        #expect(throws: CalqueError.self) {
            try TER().sentenceScore(hypothesis: "", references: [])
        }
    }

    /// What sacreBLEU's tokenizer makes of lines, for its options normalized, no_punct and
    /// asian_support.
    private static let cut: [(String, [Bool], String)] = [
        (
            "He said: 'it's 3.5-4 (about) $1,000.00.' &quot;Yes&amp;lt;b&gt;&quot;!",
            [true, false, false],
            "he said : 'it 's 3.5 - 4 ( about ) $ 1,000.00 . ' \" yes < b > \" !"
        ),
        (
            "He said: 'it's 3.5-4 (about) $1,000.00.' &quot;Yes!", [false, true, false],
            "he said 'it's 35-4 about $100000' &quotyes"
        ),
        (
            "a,b .c, 1,2.,3 x-y 3-4 -5 's", [true, false, false],
            "a , b . c , 1,2 . , 3 x-y 3 - 4 -5 's"
        ),
        ("a,b .c, 1,2.,3 x-y 3-4 -5 's", [true, true, false], "a b c 12 3 x-y 3 - 4 -5 's"),
        ("Well... ,,. 5.,", [true, false, true], "well . . . , , . 5 . ,"),
        (
            "水。木、 ABC・ひらがなカタカナ ㊀㍿ ［x］！？", [true, false, false],
            "水。木、 abc・ひらがなカタカナ ㊀㍿ ［x］！？"
        ),
        (
            "水。木、 ABC・ひらがなカタカナ ㊀㍿ ［x］！？", [true, false, true],
            "水 。 木 、 abc ・ ひらがなカタカナ ㊀ ㍿ ［x］ ！ ？"
        ),
        (
            "水。木、 ABC・ひらがなカタカナ ㊀㍿ ［x］！？", [false, true, true],
            "水木 abcひらがなカタカナ ㊀㍿ ［x］"
        ),
    ]

    @Test("cuts as sacreBLEU does", arguments: cut)
    func options(line: String, options: [Bool], words: String) throws {
        let ter = TER(
            normalized: options[0], dropsPunctuation: options[1], supportsAsian: options[2])
        let score = try ter.sentenceScore(hypothesis: line, references: [words])
        #expect(score.edits == 0)
        #expect(score.referenceLength == Double(words.split(separator: " ").count))
        func word(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }
        let signature =
            "norm:\(word(options[0]))|punct:\(word(!options[1]))|asian:\(word(options[2]))"
        #expect(score.signature.contains(signature))
    }

    /// It preprocesses references when it caches them, and again when it counts them.
    @Test func referencesAreCutTwice() throws {
        let score = try TER(normalized: true).sentenceScore(
            hypothesis: "it's\u{2028}5", references: ["it's\u{2028}5"])
        #expect(score.edits == 2 && score.referenceLength == 3)
    }

    /// Moves only save edits: never more of them than words that were moved or changed.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func aMovedPhraseIsOneEdit(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let count = 4 + random.next(below: 30)
        let reference = (0..<count).map { "w\($0)" }
        let start = random.next(below: count)
        let length = 1 + random.next(below: min(10, count - start))
        var hypothesis = reference
        hypothesis.removeSubrange(start..<start + length)
        hypothesis.insert(
            contentsOf: reference[start..<start + length],
            at: random.next(below: hypothesis.count + 1))
        let score = try TER().sentenceScore(
            hypothesis: hypothesis.joined(separator: " "),
            references: [reference.joined(separator: " ")])
        #expect(score.edits == (hypothesis == reference ? 0 : 1))
        #expect(score.referenceLength == Double(count))
    }
}
