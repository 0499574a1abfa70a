import Basics
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

struct WidthSearchTests {
    private static let embeddings = EmbeddingConfiguration(
        vocabularySize: 2000, specialTokens: SpecialTokens(padding: 1))

    private static func parameters(of configuration: any ModelConfiguration) -> Int {
        configuration.makeModel().parameters.trainableCount
    }

    @Test(arguments: Contender.all, [500_000, 1_700_000, 12_000_000])
    func everyContenderComesWithinTenPerCent(contender: Contender, wanted: Int) throws {
        let fitted = try WidthSearch(parameterCount: wanted).fitted(
            contender.configuration(.tiny, Self.embeddings), name: "model")
        let count = Self.parameters(of: fitted)
        #expect(abs(count - wanted) <= wanted / 10)
        #expect(fitted.width % 8 == 0)
        // No other multiple of eight is nearer.
        for width in [fitted.width - 8, fitted.width + 8] where width > 0 {
            let other = Self.parameters(of: fitted.scaled(toWidth: width))
            #expect(abs(other - wanted) >= abs(count - wanted))
        }
    }

    @Test func theSizeItselfIsFound() throws {
        for size in [ModelSize.tiny, .small, .base] {
            let configuration = Architecture.transformer.configuration(size, Self.embeddings)
            let fitted = try WidthSearch(parameterCount: Self.parameters(of: configuration))
                .fitted(configuration, name: "transformer")
            #expect(
                fitted as? TransformerConfiguration == configuration as? TransformerConfiguration)
        }
    }

    @Test func headsDivideTheWidth() throws {
        let configuration = Architecture.transformer.configuration(.big, Self.embeddings)
        let fitted = try WidthSearch(parameterCount: 50_000_000).fitted(configuration, name: "big")
        #expect(fitted.width % 16 == 0)
    }

    @Test func tooFewParametersAreRefused() throws {
        let search = WidthSearch(parameterCount: 1000)
        let error = #expect(throws: CalqueError.self) {
            try search.fitted(
                Architecture.lstm.configuration(.tiny, Self.embeddings), name: "lstm")
        }
        let message = try #require(error).message
        for part in ["lstm", "1000 parameters", "at width 8"] {
            #expect(message.contains(part), "\(message)")
        }
    }
}
