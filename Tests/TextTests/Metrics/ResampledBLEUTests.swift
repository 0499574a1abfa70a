import Basics
import Testing
import Text

struct ResampledBLEUTests {
    private let references = [
        "the cat sat on the mat today", "a dog ran over the red bridge",
        "she reads a very long book", "we saw two birds in the tree",
    ]
    private let hypotheses = [
        "the cat sat on a mat today", "a dog ran over the bridge", "she reads a very long book",
        "we saw birds in a tree",
    ]

    @Test func aSampleIsTheScoreOfItsLines() throws {
        let bleu = BLEU()
        let found = try bleu.resampledScores(
            hypotheses: hypotheses, references: [references], samples: 20,
            random: RandomSource(seed: 7))
        var random = RandomSource(seed: 7)
        for sample in found.samples {
            let lines = (0..<4).map { _ in random.next(below: 4) }
            let expected = try bleu.corpusScore(
                hypotheses: lines.map { hypotheses[$0] },
                references: [lines.map { references[$0] }])
            #expect(abs(sample - expected.score) < 1e-9)
        }
        let whole = try bleu.corpusScore(hypotheses: hypotheses, references: [references])
        #expect(found.samples.count == 20 && abs(found.score - whole.score) < 1e-9)
    }

    @Test func differencesArePairedSampleBySample() throws {
        func scores(_ hypotheses: [String]) throws -> ResampledBLEU {
            try BLEU().resampledScores(
                hypotheses: hypotheses, references: [references], samples: 100,
                random: RandomSource(seed: 1))
        }
        let right = try scores(references)
        #expect(right.samples.allSatisfy { abs($0 - 100) < 1e-9 })
        let same = right.difference(from: try scores(references))
        #expect(same.value == 0 && same.lower == 0 && same.upper == 0)
        let worse = try scores(hypotheses).difference(from: right, confidence: 0.9)
        #expect(worse.confidence == 0.9)
        #expect(worse.lower < worse.value && worse.value < worse.upper && worse.value < 0)
    }

    @Test(arguments: [
        (1000, 0.95, 26.0, 975.0), (1000, 0.9, 51, 950), (10, 0.8, 2, 9), (3, 0.95, 1, 3),
        (1, 0.5, 1, 1), (2, 0, 1, 2),
    ])
    func anIntervalLeavesOutAsManyAtEachEnd(
        count: Int, confidence: Double, lower: Double, upper: Double
    ) {
        let samples = (1...count).map(Double.init).reversed()
        let interval = ConfidenceInterval(
            value: 0, samples: Array(samples), confidence: confidence)
        #expect(interval.lower == lower && interval.upper == upper)
    }

    @Test func nothingHasNoScore() {
        #expect(throws: CalqueError.self) {
            try BLEU().resampledScores(
                hypotheses: [], references: [[]], samples: 3, random: RandomSource(seed: 1))
        }
    }
}
