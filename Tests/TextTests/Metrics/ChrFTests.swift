import Basics
import Testing
import Text

struct ChrFTests {
    @Test("agrees with sacreBLEU", arguments: LineSet.all)
    func corpora(lines: LineSet) throws {
        let score = try ChrF().corpusScore(
            hypotheses: lines.hypotheses, references: lines.references)
        #expect(score.description == "chrF2 = " + lines.chrF)
    }

    @Test(
        "agrees with sacreBLEU for every option",
        arguments: [
            (ChrF, LineSet, String)
        ]([
            (ChrF(wordOrder: 2), .plain, "chrF2++ = 61.66"),
            (ChrF(wordOrder: 2), .punctuation, "chrF2++ = 62.89"),
            (ChrF(wordOrder: 2), .capitals, "chrF2++ = 21.88"),
            (ChrF(wordOrder: 2), .twoReferences, "chrF2++ = 64.75"),
            (ChrF(wordOrder: 2), .oneWord, "chrF2++ = 100.00"),
            (ChrF(whitespace: true), .plain, "chrF2 = 68.78"),
            (ChrF(whitespace: true), .whitespace, "chrF2 = 40.35"),
            (ChrF(whitespace: true), .twoReferences, "chrF2 = 70.16"),
            (ChrF(epsilonSmoothing: true), .plain, "chrF2 = 61.17"),
            (ChrF(epsilonSmoothing: true), .oneWord, "chrF2 = 50.00"),
            (ChrF(epsilonSmoothing: true), .disjoint, "chrF2 = 3.03"),
            (ChrF(epsilonSmoothing: true), .emptyReference, "chrF2 = 0.00"),
            (ChrF(lowercase: true), .plain, "chrF2 = 61.17"),
            (ChrF(lowercase: true), .capitals, "chrF2 = 100.00"),
            (ChrF(lowercase: true), .twoReferences, "chrF2 = 65.80"),
            (
                ChrF(characterOrder: 3, wordOrder: 1, beta: 1), .plain, "chrF1+ = 78.30"
            ),
            (
                ChrF(characterOrder: 3, wordOrder: 1, beta: 1), .punctuation, "chrF1+ = 75.21"
            ),
        ]))
    func options(metric: ChrF, lines: LineSet, expected: String) throws {
        let score = try metric.corpusScore(
            hypotheses: lines.hypotheses, references: lines.references)
        #expect(score.description == expected)
    }

    @Test("signs as sacreBLEU does")
    func signatures() throws {
        let one = ["a b c d"]
        let plain = try ChrF().corpusScore(hypotheses: one, references: [one])
        #expect(plain.signature == "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0")
        let other = try ChrF(
            wordOrder: 2, lowercase: true, whitespace: true, epsilonSmoothing: true
        ).sentenceScore(hypothesis: one[0], references: one + one)
        #expect(other.signature == "nrefs:2|case:lc|eff:no|nc:6|nw:2|space:yes|version:2.6.0")
    }

    @Test("counts each line against the reference that scores highest")
    func bestReference() throws {
        let score = try ChrF().corpusScore(
            hypotheses: ["a house", "two boats"],
            references: [["a house", "something"], ["anything", "two boats"]])
        #expect(score.score == 100)
    }

    @Test("refuses references of another length")
    func errors() {
        #expect(throws: CalqueError.self) {
            try ChrF().corpusScore(hypotheses: ["a", "b"], references: [["a"]])
        }
        #expect(throws: CalqueError.self) {
            try ChrF().sentenceScore(hypothesis: "a", references: [])
        }
    }
}
