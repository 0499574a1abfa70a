import Comparison
import Models
import Testing
import Text

struct ContenderTests {
    @Test func namesAreThoseOfTheCommandLine() {
        for architecture in Architecture.allCases {
            let contender = Contender(rawValue: architecture.rawValue)
            #expect(contender == .architecture(architecture))
            #expect(contender?.rawValue == architecture.rawValue)
        }
        let learned = Contender(rawValue: "transformer-learned")
        #expect(learned == .transformerWithLearnedPositions)
        #expect(learned?.rawValue == "transformer-learned")
        #expect(Contender(rawValue: "perceptron") == nil)
        #expect(Set(Contender.all).isSuperset(of: Contender.standard))
    }

    @Test func learnedPositionsAreTheOnlyDifference() throws {
        let embeddings = EmbeddingConfiguration(
            vocabularySize: 50, specialTokens: SpecialTokens(start: 1, end: 0, padding: 1))
        let plain = Contender.architecture(.transformer).configuration(.tiny, embeddings)
        var learned = try #require(
            Contender.transformerWithLearnedPositions.configuration(.tiny, embeddings)
                as? TransformerConfiguration)
        #expect(learned.positions == .learned)
        learned.positions = .sinusoidal
        #expect(learned == plain as? TransformerConfiguration)
    }

    @Test func givenRatesGoBeforeTheDefaults() {
        let lstm = Contender.architecture(.lstm)
        let gru = Contender.architecture(.gru)
        let rates = LearningRates(given: [lstm: 0.5])
        #expect(rates.peak(of: lstm, width: 64) == 0.5)
        #expect(rates.peak(of: gru, width: 64) == LearningRates().peak(of: gru, width: 64))
    }

    @Test(arguments: Contender.all)
    func ratesFallWithTheRootOfTheWidth(contender: Contender) {
        let rates = LearningRates()
        let ratio = rates.peak(of: contender, width: 128) / rates.peak(of: contender, width: 512)
        #expect(abs(ratio - 2) < 1e-12)
    }
}
