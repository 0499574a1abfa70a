import Testing
import Text

struct PairedTestTests {
    private let references = [
        Self.repeated(
            "the cat sat on the mat today", "a dog ran over the red bridge",
            "she reads a very long book", "we saw two birds in the tree", then: "it rains")
    ]
    private let first = Self.repeated(
        "the cat sat on a mat today", "a dog ran over the bridge", "she reads a very long book",
        "we saw birds in a tree", then: "rain it")
    private let second = Self.repeated(
        "on the mat sat the cat today", "a dog ran over the red bridge",
        "she is reading a very long book", "two birds in the tree we saw", then: "it rains")

    private static func repeated(_ lines: String..., then last: String) -> [String] {
        (0..<3).flatMap { _ in lines } + [last]
    }

    /// What sacreBLEU's `PairedTest` has, from the same seed.
    private static let expected:
        [(PairedTest.Method, any CorpusMetric, mean: [Double], margin: [Double], p: Double)] = [
            (.bootstrap, BLEU(), [57.771052, 63.447536], [16.090133, 15.205398], 0.246753247),
            (.bootstrap, TER(), [16.976068, 17.88211], [6.580882, 7.232043], 0.32067932),
            (
                .bootstrap, ChrF(wordOrder: 2), [72.926315, 83.41669], [10.476547, 6.8837814],
                0.094905095
            ),
            (.randomization, BLEU(), [57.771052, 63.480686], [16.090133, 15.248645], 0.66113389),
            (.randomization, TER(), [16.976068, 17.88373], [6.580882, 6.9312544], 0.69743026),
            (
                .randomization, ChrF(wordOrder: 2), [72.926315, 83.409424], [10.476547, 6.7379265],
                0.20797921
            ),
        ]

    @Test(arguments: expected.indices)
    func findsWhatSacreBLEUFinds(number: Int) throws {
        let (method, metric, mean, margin, p) = Self.expected[number]
        let systems = try [first, second].map {
            try CountedTranslations(metric, hypotheses: $0, references: references)
        }
        let outcomes = PairedTest(method).outcomes(systems)
        // sacreBLEU sums in float32.
        for (outcome, (mean, margin)) in zip(outcomes, zip(mean, margin)) {
            #expect(abs(outcome.mean - mean) < 1e-4 && abs(outcome.margin - margin) < 1e-4)
        }
        #expect(outcomes.map(\.score) == systems.map(\.score))
        #expect(outcomes[0].p == nil && abs((outcomes[1].p ?? 0) - p) < 1e-6)
    }

    @Test func whatIsDrawnStandsInTheSignature() {
        let own = TER().signature(referenceCount: 1)
        #expect(
            PairedTest(.bootstrap).signature(own)
                == """
                nrefs:1|bs:1000|seed:12345|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0
                """)
        #expect(
            PairedTest(.randomization, samples: 50).signature(own)
                .hasPrefix("nrefs:1|bs:1000|ar:50|seed:12345|case:lc|"))
    }

    @Test func countsOfLinesAddUpToTheScoreOfTheCorpus() throws {
        let metrics: [any CorpusMetric] = [BLEU(), ChrF(), ChrF(wordOrder: 2), TER()]
        for metric in metrics {
            let all = try CountedTranslations(metric, hypotheses: first, references: references)
            let some = try CountedTranslations(
                metric, hypotheses: [first[1], first[1], first[12]],
                references: [[references[0][1], references[0][1], references[0][12]]])
            #expect(abs(all.score(ofLines: [1, 12, 1]) - some.score) < 1e-9)
        }
        #expect(
            try CountedTranslations(BLEU(), hypotheses: first, references: references).score
                == BLEU().corpusScore(hypotheses: first, references: references).score)
    }
}
