import Basics
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Fewer sentences than workers: the idle ones compute parts of each step.
struct SentenceOnAllCoresTests {
    private static let vocabulary = 1003
    private static let searches: [SearchOptions] = [
        .greedy, .with { $0.nBest = 4 }, .with { $0.beamSize = 2 },
    ]
    private static let sources: [[Int32]] = [
        [5, 17, 993, 4, 62, 0], [7, 0], Array(1..<40) + [0],
    ]

    /// With matrices that are worth being read by several.
    private static let model: Transformer = {
        var configuration = TransformerConfiguration(
            vocabularySize: vocabulary, specialTokens: SpecialTokens(padding: 1002))
        configuration.width = 256
        configuration.encoderLayers = 1
        configuration.decoderLayers = 2
        configuration.encoderInnerWidth = 1111
        configuration.decoderInnerWidth = 1111
        configuration.maximumLength = 64
        let model = Transformer(configuration, seed: 3)
        var random = RandomSource(seed: 4)
        model.parameters.addNoise(0.05, using: &random)
        model.prepare(for: .int8)
        return model
    }()

    @Test(arguments: searches, [2, 3, 5])
    func theTranslationsAreTheSameToTheLastBit(options: SearchOptions, workers: Int) throws {
        var options = options
        options.maximumLengthRatio = 0
        options.maximumLengthOffset = 12
        let alone = TokenTranslator(Self.model, on: WorkerPool(count: 1, precision: .int8))
        let together = TokenTranslator(
            Self.model, on: WorkerPool(count: workers, precision: .int8, cores: workers))
        for source in Self.sources {
            let expected = try alone.translate([source], options)
            for _ in 0..<3 { #expect(try together.translate([source], options) == expected) }
        }
        let expected = try alone.translate(Self.sources, options)
        #expect(try together.translate(Self.sources, options) == expected)
    }

    /// The output layer of a shortlist is laid out and computed by several, too.
    @Test(arguments: [2, 5])
    func withAShortlistTheyAreTheSame(workers: Int) throws {
        let model = ListedModel(model: Self.model)
        let alone = TokenTranslator(model, on: WorkerPool(count: 1, precision: .int8))
        let together = TokenTranslator(
            model, on: WorkerPool(count: workers, precision: .int8, cores: workers))
        for source in Self.sources {
            let expected = try alone.translate([source], .greedy)
            for _ in 0..<3 { #expect(try together.translate([source], .greedy) == expected) }
        }
    }
}

/// A model with a long shortlist for every sentence.
private struct ListedModel: WrappingModel {
    let model: Transformer

    var hasShortlist: Bool { true }

    func candidates(for source: [Int32]) -> [Int32]? {
        (source[0]..<source[0] + 901).filter { $0 % 5 != 0 || $0 == 0 }
    }

    func encode(_ source: PackedSentences, _ context: Context) -> Transformer.State {
        model.encode(source, context)
    }

    func encode(
        _ source: PackedSentences, outputs: [Int32]?, _ context: Context
    ) -> Transformer.State {
        model.encode(source, outputs: outputs, context)
    }

    func step(
        _ tokens: [Int32], _ state: inout Transformer.State, record: AttentionRecord?,
        _ context: Context
    ) -> Tensor {
        model.step(tokens, &state, record: record, context)
    }
}
