import Models
import TestSupport
import Testing
import Text
import Workflows

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
            vocabularySize: 50, specialTokens: SpecialTokens(padding: 1))
        let plain = Contender.architecture(.transformer).configuration(.tiny, embeddings)
        var learned = try #require(
            Contender.transformerWithLearnedPositions.configuration(.tiny, embeddings)
                as? TransformerConfiguration)
        #expect(learned.positions == .learned)
        learned.positions = .sinusoidal
        #expect(learned == plain as? TransformerConfiguration)
    }
}
