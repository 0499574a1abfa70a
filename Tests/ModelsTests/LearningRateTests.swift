import Models
import Testing

struct LearningRateTests {
    @Test(arguments: Architecture.allCases)
    func ratesFallWithTheRootOfTheWidth(architecture: Architecture) {
        let ratio = architecture.learningRate(width: 128) / architecture.learningRate(width: 512)
        #expect(abs(ratio - 2) < 1e-12)
    }
}
