import Foundation
import Models
import TestSupport
import Tensors
import Testing
import Translation
import Workflows

/// Runs whose products compute with what eight bits leave of the weights.
struct EightBitTrainingTests {
    private let folder: TemporaryFolder
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        recipe = try TinyRun.recipe(in: folder).with {
            $0.optimization.roundsToEightBits = true
            $0.limits.updates = 20
            $0.validation.interval = 5
        }
    }

    private var url: URL { folder.file("run") }

    /// Mean −log p of a validation target's token.
    private func loss(_ directory: ModelDirectory, _ precision: Precision) throws -> Double {
        let translator = try Translator(model: directory, workers: 1, precision: precision)
        let pairs = zip(ReversedText.sources, ReversedText.targets).prefix(6)
        let scores = try translator.scores(of: pairs.map { (source: $0, target: $1) })
        return -scores.reduce(0) { $0 + $1.logProbability }
            / Double(scores.reduce(0) { $0 + $1.tokenCount })
    }

    /// What a validation said of the model, which it measured as training computes, is true of the model
    /// in eight bits.
    @Test func aModelInEightBitsLosesNothing() throws {
        let best = try #require(try TrainingRun(recipe, in: url).train().best)
        let trained = ModelDirectory(url)
        let stored = ModelDirectory(folder.file("int8"))
        try stored.write(
            trained.loadModel(precision: .float32), tokenizer: trained.loadTokenizer(),
            type: .int8)
        #expect(try stored.hasQuantizedWeights)
        #expect(try abs(loss(stored, .int8) - best.loss) < 1e-3 * best.loss)
        // The weights themselves are not rounded, and so say something else.
        #expect(try !trained.hasQuantizedWeights)
        #expect(try loss(trained, .float32) != loss(stored, .int8))
    }

    @Test(arguments: Precision.trainable)
    func learns(precision: Precision) throws {
        guard precision.isSupported else { return }
        let result = try TrainingRun(recipe.with { $0.precision = precision }, in: url).train()
        let first = try TrainingRun(
            recipe.with {
                $0.precision = precision
                $0.limits.updates = 1
                $0.validation.interval = 1
            }, in: folder.file("short")
        ).train()
        let (before, after) = (try #require(first.best?.loss), try #require(result.best?.loss))
        #expect(after < before)
    }

    /// Nothing of rounding is kept but the weights, so a run may go on with it or without.
    @Test func aRunGoesOnWithRoundingThatBeganWithout() throws {
        try TrainingRun(
            recipe.with {
                $0.optimization.roundsToEightBits = false
                $0.limits.updates = 4
            }, in: url
        ).train()
        let result = try TrainingRun(recipe, in: url, .resume).train()
        #expect(result.updates == 20)
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.optimization.roundsToEightBits)
    }
}
