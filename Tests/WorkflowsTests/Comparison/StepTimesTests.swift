import Models
import TestSupport
import Testing
import Text
import Workflows

struct StepTimesTests {
    private static let configuration: any ModelConfiguration = {
        var configuration = Architecture.gru.configuration(
            .tiny,
            EmbeddingConfiguration(
                vocabularySize: 20, specialTokens: SpecialTokens(padding: 1))
        ).scaled(toWidth: 16)
        configuration.maximumLength = 16
        return configuration
    }()

    @Test func batchesHaveAsManyTokensAtEveryLength() {
        let points = StepTimes(lengths: [4, 8, 16], tokens: 64, precision: .float32)
            .measure(Self.configuration)
        #expect(points.map(\.length) == [4, 8, 16])
        #expect(points.map(\.tokens) == [64, 64, 64])
        #expect(points.allSatisfy { $0.seconds > 0 })
    }

    @Test func lengthsBeyondTheModelsAndTheBatchsAreMeasuredToo() {
        let points = StepTimes(lengths: [48, 96], tokens: 64, precision: .float32)
            .measure(Self.configuration)
        #expect(points.map(\.tokens) == [48, 96])
    }
}
