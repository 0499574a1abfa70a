import Basics
import Testing
import Text

struct BLEUTests {
    @Test("agrees with sacreBLEU", arguments: LineSet.all)
    func corpora(lines: LineSet) throws {
        for (tokenizer, expected) in lines.bleu {
            let score = try BLEU(tokenizer: tokenizer).corpusScore(
                hypotheses: lines.hypotheses, references: lines.references)
            #expect(score.description == "BLEU = " + expected, "\(tokenizer)")
        }
    }

    @Test(
        "agrees with sacreBLEU for every smoothing",
        arguments: [
            (BLEU.Smoothing, String, String)
        ]([
            (.exponential, "exp", "8.83 21.4/9.1/6.2/5.0"),
            (.none, "none", "0.00 21.4/9.1/0.0/0.0"),
            (.floor(), "floor[0.10]", "4.70 21.4/9.1/1.2/2.0"),
            (.floor(0.01), "floor[0.01]", "1.49 21.4/9.1/0.1/0.2"),
            (.addK(), "add-k[1.00]", "16.04 21.4/16.7/11.1/16.7"),
            (.addK(0.5), "add-k[0.50]", "11.06 21.4/13.0/5.9/9.1"),
        ]))
    func smoothings(smoothing: BLEU.Smoothing, name: String, expected: String) throws {
        let score = try BLEU(smoothing: smoothing).corpusScore(
            hypotheses: LineSet.capitals.hypotheses, references: LineSet.capitals.references)
        #expect(score.description.hasPrefix("BLEU = \(expected) (BP = 1.000 "))
        #expect(score.signature.contains("|smooth:\(name)|"))
    }

    @Test(
        "agrees with sacreBLEU's sentence_bleu for single lines",
        arguments: [
            (LineSet, String)
        ]([
            (
                .plain,
                "48.89 85.7/66.7/40.0/25.0 (BP = 1.000 ratio = 1.000 hyp_len = 7 ref_len = 7)"
            ),
            (
                .twoReferences,
                "51.54 100.0/83.3/60.0/25.0 (BP = 0.867 ratio = 0.875 hyp_len = 7 ref_len = 8)"
            ),
            (
                .oneWord,
                "100.00 100.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 1 ref_len = 1)"
            ),
            (.disjoint, "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 4 ref_len = 4)"),
            (.combining, "0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000 hyp_len = 3 ref_len = 3)"),
            (.empty, "0.00 0.0/0.0/0.0/0.0 (BP = 0.000 ratio = 0.000 hyp_len = 0 ref_len = 3)"),
        ]))
    func sentences(lines: LineSet, expected: String) throws {
        let score = try BLEU().sentenceScore(
            hypothesis: lines.hypotheses[0], references: lines.references.map { $0[0] })
        #expect(score.description == "BLEU = " + expected)
    }

    @Test("lower-cases as Python does", arguments: BLEU.Tokenizer.allCases)
    func lowerCase(tokenizer: BLEU.Tokenizer) throws {
        let score = try BLEU(tokenizer: tokenizer, lowercase: true).corpusScore(
            hypotheses: LineSet.capitals.hypotheses, references: LineSet.capitals.references)
        #expect(score.precisions == [100, 100, 100, 100])
    }

    @Test("signs as sacreBLEU does")
    func signatures() throws {
        let one = ["a b c d"]
        let corpus = try BLEU().corpusScore(hypotheses: one, references: [one])
        #expect(
            corpus.signature == "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0")
        let other = try BLEU(tokenizer: .international, lowercase: true)
            .sentenceScore(hypothesis: one[0], references: one + one)
        #expect(other.signature == "nrefs:2|case:lc|eff:yes|tok:intl|smooth:exp|version:2.6.0")
    }

    @Test("counts a match no more often than the reference that has it most often")
    func clippedMatches() throws {
        // The example of the paper's section 2.1, whose modified precision is 2/7.
        let score = try BLEU().sentenceScore(
            hypothesis: "the the the the the the the",
            references: ["the cat is on the mat", "there is a cat on the mat"])
        #expect(score.matches == [2, 0, 0, 0])
        #expect(score.totals == [7, 6, 5, 4])
        #expect(score.referenceLength == 7)
    }

    @Test("takes the shorter of two references that are equally near in length")
    func nearestReference() throws {
        let score = try BLEU().sentenceScore(hypothesis: "a b c", references: ["a b c d", "a b"])
        #expect(score.referenceLength == 2)
        #expect(score.brevityPenalty == 1)
    }

    @Test("counts lines of any length")
    func longLine() throws {
        let words = (0..<20_000).map { "w\($0 % 9_973)" }
        let score = try BLEU(tokenizer: .none).sentenceScore(
            hypothesis: words.joined(separator: " "),
            references: [words.reversed().joined(separator: " ")])
        #expect(score.matches == [20_000, 0, 0, 0])
        #expect(score.totals == [20_000, 19_999, 19_998, 19_997])
    }

    @Test("refuses references of another length, and nothing")
    func errors() {
        #expect(
            throws: CalqueError(
                """
                There are 2 hypotheses, but reference 2 has 1 lines. Give a line of every reference \
                for each hypothesis, in the same order.
                """, kind: .input)
        ) {
            try BLEU().corpusScore(hypotheses: ["a", "b"], references: [["a", "b"], ["a"]])
        }
        #expect(throws: CalqueError.self) {
            try BLEU().corpusScore(hypotheses: [], references: [[]])
        }
        #expect(throws: CalqueError.self) {
            try BLEU().sentenceScore(hypothesis: "a", references: [])
        }
    }
}

struct BLEUSpacingTests {
    @Test(arguments: [
        (["A man in a blue shirt stands on a ladder.", "Two dogs run."], BLEU.Tokenizer.thirteenA),
        (["Donaudampfschifffahrtsgesellschaft und der Kapitän ist an Bord"], .thirteenA),
        (["两 只 狗 在 草地 上 跑 。"], .thirteenA),
        (["两只狗在草地上跑。", "一个男人。"], .characters),
        (["犬が二匹、草の上を走っている。"], .characters),
        (
            ["สุนัขสองตัววิ่งเล่นบนสนามหญ้า และเด็กผู้ชายคนหนึ่งยืนดูอยู่ข้างรั้ว แล้วหัวเราะเสียงดัง"],
            .characters
        ),
        (["ខ្ញុំចូលចិត្តឆ្កែ", "ຂ້ອຍມັກໝາ", "ကျွန်တော်ခွေးကိုချစ်တယ်"], .characters),
        (["house", "red", "to run"], .characters),
        ([], .thirteenA), (["", " "], .thirteenA),
    ])
    func textWithHardlyAnySpacesIsScoredByCharacters(
        references: [String], tokenizer: BLEU.Tokenizer
    ) {
        #expect(BLEU.Tokenizer.suited(to: references) == tokenizer)
    }
}
