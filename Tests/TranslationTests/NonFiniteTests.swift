import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

/// Models whose numbers are none: they say so, whoever asks.
struct NonFiniteTests {
    private static let searches: [SearchOptions] = [
        .greedy, SearchOptions(), .with { $0.repetitionPenalty = 1.2 }, .sampling(.with()),
        .sampling(.with { $0.topK = 3 }),
    ]
    private static let numbers: [Float] = [
        .nan, .infinity, -.infinity, Float(bitPattern: 0xFFFF_FFFF),
    ]
    private let pool = WorkerPool(count: 2, precision: .float32)

    private func expectRefusal(_ body: () throws -> Void) {
        let error = #expect(throws: CalqueError.self) { try body() }
        #expect(error?.message.contains("numbers are not finite") == true)
        #expect(error?.kind == .model && error?.remedy == .giveFiniteWeights)
    }

    @Test(arguments: searches, numbers)
    func translatingIsRefused(options: SearchOptions, number: Float) throws {
        let translator = try Translator.copying()
        let vocabulary = translator.tokenizer.target.vocabulary
        let broken = Translator(
            ToyModel(vocabulary) { _, _ in [Float](repeating: number, count: vocabulary.count) },
            translator.tokenizer, on: pool)
        expectRefusal { _ = try broken.translate(["abc"], options) }
        expectRefusal {
            _ = try broken.translate(
                requests: [TranslationRequest("abc", targetPrefix: "ab")], options)
        }
        // Nothing is asked of the model for an empty line.
        #expect(try broken.translate([""], options).map(\.text) == [""])
    }

    @Test(arguments: searches)
    func oneNumberAmongManyIsEnough(options: SearchOptions) {
        for place in [0, 3, 39] {
            let model = ToyModel(vocabulary: 40) { _, prefix in
                var logits = (0..<40).map { Float($0 % 7) }
                if prefix.count == 2 { logits[place] = .nan }
                return logits
            }
            expectRefusal { _ = try TokenTranslator(model, on: pool).translate([[1, 0]], options) }
        }
    }

    @Test func oneHypothesisIsEnough() {
        let model = ToyModel(vocabulary: 6) { _, prefix in
            prefix.first == 2 ? [.nan, 0, 0, 0, 0, 0] : [-3, 2, 1, 0, 0, 0]
        }
        expectRefusal { _ = try TokenTranslator(model, on: pool).translate([[1, 0]]) }
    }

    @Test(arguments: numbers)
    func scoringIsRefused(number: Float) throws {
        let pair = EncodedPair(source: [1, 0], target: [2, 0])
        let broken = ToyModel.constant([Float](repeating: number, count: 5))
        let sound = ToyModel.random(vocabulary: 5, seed: 1)
        expectRefusal { _ = try Scorer(broken, on: pool).score([pair]) }
        let ensemble = try Ensemble([sound, broken])
        expectRefusal { _ = try Scorer(ensemble, on: pool).score([pair]) }
        expectRefusal { _ = try TokenTranslator(ensemble, on: pool).translate([[1, 0]]) }
    }

    /// Of real models, in every precision.
    @Test(arguments: [Precision.float32, .int8], [Float.nan, .infinity])
    func damagedWeightsAreSaid(precision: Precision, number: Float) throws {
        for name in ["model.encoder.layers.0.fc2.weight", "model.decoder.layers.0.fc2.bias"] {
            let model = TransformerConfiguration.tiny(vocabularySize: 40).makeModel(seed: 1)
            try #require(model.parameters[name]).values[3] = number
            model.prepare(for: precision)
            let pool = WorkerPool(count: 1, precision: precision)
            expectRefusal { _ = try TokenTranslator(model, on: pool).translate([[1, 2, 0]]) }
            expectRefusal {
                _ = try Scorer(model, on: pool).score([EncodedPair(source: [1, 0], target: [0])])
            }
        }
    }

    @Test func attentionIsRefused() throws {
        let tokenizer = try characterTokenizer()
        var model = ToyModel.random(vocabulary: tokenizer.target.vocabulary.count, seed: 1)
        model.attention = { source, _ in source.map { _ in .nan } }
        let reader = AttentionReader(model, tokenizer, on: pool)
        let pair = EncodedPair(source: "ab", target: "cd", tokenizer)
        expectRefusal { _ = try reader.alignments(of: [pair]) }
        expectRefusal { _ = try reader.attention(of: pair) }
    }

    @Test func whatIsImpossibleIsNotDamaged() throws {
        let model = ToyModel.constant([0, 1, -.infinity, -2])
        let score = try Scorer(model, on: pool).score([
            EncodedPair(source: [1, 0], target: [2, 0])
        ])
        #expect(score[0].logProbability == -.infinity)
        let found = try TokenTranslator(model, on: pool)
            .translate([[1, 0]], targetPrefixes: [[2]], .greedy)
        #expect(found[0][0].logProbability == -.infinity)
    }
}
