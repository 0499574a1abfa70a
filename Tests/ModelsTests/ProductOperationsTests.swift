import Models
import TestSupport
import Testing
import Text

/// The multiplications and additions of products, counted by hand for 4 source and 3 target tokens.
struct ProductOperationsTests {
    private static let embeddings = EmbeddingConfiguration(
        vocabularySize: 20, specialTokens: SpecialTokens(padding: 19))

    private func operations(_ configuration: some ModelConfiguration) -> Double {
        configuration.productOperations(
            of: Batch(sentences([4]), sentences([3], seed: 2), configuration.makeModel()))
    }

    @Test func ofLSTMs() {
        var configuration = RecurrentConfiguration(Self.embeddings)
        configuration.width = 2
        configuration.embeddingWidth = 1
        // Four gates of 2 states, of 1 input and 2 states; the readout of 2 + 1; 20 pieces.
        let (cell, readout, output) = (2 * 4 * 2 * 3, 2 * 3, 2 * 20)
        #expect(operations(configuration) == Double(4 * cell + 3 * (cell + readout + output)))
    }

    @Test func ofAdditiveAttention() {
        var configuration = RecurrentConfiguration(Self.embeddings)
        configuration.cell = .gru
        configuration.width = 2
        configuration.embeddingWidth = 1
        configuration.reading = .both
        configuration.attention = .additive
        configuration.attentionWidth = 5
        // Both ways three gates of 2 states, of 1 + 2; annotations of 4; U h of every source token.
        let source = 2 * (2 * 3 * 2 * 3) + 2 * 5 * 4
        // Three gates of 2 states, of 1 + 4 + 2; W s; the readout of 2 + 4 + 1; 20 pieces.
        let target = 2 * 3 * 2 * 7 + 2 * 5 * 2 + 2 * 7 + 2 * 20
        // v · tanh(…), and the mean of the annotations.
        let pair = 2 * 5 + 2 * 4
        #expect(operations(configuration) == Double(4 * source + 3 * target + 12 * pair))
    }

    @Test func ofNeuralTuringMachines() {
        var configuration = NeuralTuringTranslationConfiguration(Self.embeddings)
        configuration.width = 2
        configuration.embeddingWidth = 1
        configuration.slots = 3
        configuration.slotWidth = 2
        // Four gates of 2 states, of 1 input, 2 numbers read and 2 states.
        let controller = 2 * 4 * 2 * 5
        // Two heads with a key of 2, three shifts and three numbers; an erase and an add vector.
        let heads = 2 * 2 * (2 * 8 + 4)
        // Two comparisons with 3 slots of 2; erasing, adding, reading.
        let access = 2 * 6 * (2 + 2 + 1)
        let token = controller + heads + access
        #expect(operations(configuration) == Double(7 * token + 3 * (2 * 5 + 2 * 20)))
    }
}

struct LearningRateTests {
    @Test(arguments: Architecture.allCases)
    func ratesFallWithTheRootOfTheWidth(architecture: Architecture) {
        let ratio = architecture.learningRate(width: 128) / architecture.learningRate(width: 512)
        #expect(abs(ratio - 2) < 1e-12)
    }
}
