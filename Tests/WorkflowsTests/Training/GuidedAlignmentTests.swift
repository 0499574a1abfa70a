import Basics
import EmbeddedCorpus
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Translation
import Workflows

/// Runs whose text has alignments.
struct GuidedAlignmentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func expectRefusal(_ reason: String, _ recipe: TrainingRecipe) {
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(recipe, in: folder.file("run")).train()
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    /// Words of the made-up text are linked from left to right.
    private func recipe(
        _ change: (inout TrainingRecipe) throws -> Void = { _ in }
    ) throws -> TrainingRecipe {
        var recipe = try TinyRun.recipe(in: folder)
        let lines = ReversedText.sources.map { source in
            source.split(separator: " ").indices.map { "\($0)-\($0)" }.joined(separator: " ")
        }
        recipe.text.alignments = try folder.write(lines: lines, to: "train.alignment").path
        try change(&recipe)
        return recipe
    }

    @Test func theModelAlignsByTheHeadThatWasGuided() throws {
        let recipe = try recipe {
            $0.model.transformer.decoderLayers = 2
            $0.optimization.guidedAlignmentWeight = 1
        }
        let url = folder.file("run")
        try TrainingRun(recipe, in: url).train()
        let updates = try RunDirectory.history(of: url).updates
        #expect(updates.count == 4 && updates.allSatisfy { $0.alignmentLoss != nil })
        let translator = try Translator(
            model: ModelDirectory(url), workers: 1, precision: .float32)
        let pairs = [(source: ReversedText.sources[0], target: ReversedText.targets[0])]
        let own = try translator.alignments(of: pairs)
        let named = try translator.alignments(of: pairs, .init(layer: 1, head: 0))
        let mean = try translator.alignments(of: pairs, .init(layer: 1))
        #expect(own == named && own != mean)
        // A copy of the model, in another type, too.
        let copy = ModelDirectory(folder.file("copy"))
        let (model, tokenizer) = try ModelDirectory(url).load(precision: .float32)
        try copy.save(model, tokenizer: tokenizer, type: .bfloat16)
        #expect(
            try copy.loadModel(precision: .float32).generation.alignmentHead
                == AlignmentHead(layer: 1, head: 0))
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.text.alignments == recipe.text.alignments)
        #expect(written.optimization.guidedAlignmentWeight == 1)
    }

    @Test func generalTextAndSampledSubwordsGoWithIt() throws {
        let recipe = try recipe {
            $0.text.general.source = $0.text.validationSource
            $0.text.general.target = $0.text.validationTarget
            $0.tokenizer.sampling = 0.2
        }
        let url = folder.file("run")
        try TrainingRun(recipe, in: url).train()
        #expect(try RunDirectory.history(of: url).updates.allSatisfy { $0.alignmentLoss != nil })
    }

    @Test func whatCannotBeGuidedIsRefused() throws {
        try expectRefusal("architecture is gru") { $0.model.architecture = .gru }
        try expectRefusal("architecture is additive-attention") {
            $0.model.architecture = .additiveAttention
        }
        try expectRefusal("without takes out encoder-decoder-attention") {
            $0.model.transformer.study = TransformerStudy(without: [.encoderDecoderAttention])
        }
        try expectRefusal("guided-alignment-weight changes nothing") {
            $0.text.alignments = nil
            $0.optimization.guidedAlignmentWeight = 1
        }
        try expectRefusal("alignments is /nowhere, which is not there") {
            $0.text.alignments = "/nowhere"
        }
    }

    private func expectRefusal(
        _ reason: String, _ change: (inout TrainingRecipe) throws -> Void
    ) throws {
        let plain = try recipe()
        expectRefusal(
            reason,
            try plain.with {
                try change(&$0)
                guard $0.model.architecture != .transformer else { return }
                $0.model.transformer = .init()
            })
    }

    @Test(arguments: [
        ("0:0", 60, "line 1: \"0:0\" is no alignment"), ("0-9", 60, "line 1: 0-9 links a word"),
        ("0-0", 59, "has 59 lines, and "), ("0-0", 61, "has 60 lines, and "),
    ])
    func wrongFilesAreNamed(first: String, count: Int, reason: String) throws {
        let recipe = try recipe {
            let lines = [first] + Array(repeating: "", count: count - 1)
            $0.text.alignments = try folder.write(lines: lines, to: "wrong.alignment").path
        }
        expectRefusal("wrong.alignment", recipe)
        expectRefusal(reason, recipe)
    }

    // MARK: The embedded corpus

    /// The alignment error rate of the guided head, or of the mean of the last layer's heads.
    private func errorRate(isGuided: Bool) throws -> Double {
        let split = EmbeddedCorpus(from: .english, to: .french, seed: 1)
            .split(training: 3000, validation: 0, test: 100)
        func alignment(_ pair: SentencePair) -> Alignment {
            Alignment(pair.spacedAlignment.map { .init(source: $0.source, target: $0.target) })
        }
        func file(_ name: String, _ line: (SentencePair) -> String) throws -> String {
            try folder.write(lines: split.training.map(line), to: name).path
        }
        var recipe = TrainingRecipe()
        recipe.text.source = try file("train.en", \.source)
        recipe.text.target = try file("train.fr", \.target)
        if isGuided {
            recipe.text.alignments = try file("train.alignment") { alignment($0).description }
        }
        recipe.tokenizer.vocabularySize = 600
        recipe.tokenizer.characterCoverage = 1
        recipe.model.size = .tiny
        recipe.model.width = 64
        recipe.model.transformer.innerWidth = 128
        recipe.model.transformer.heads = 4
        recipe.model.transformer.encoderLayers = 1
        recipe.model.transformer.decoderLayers = 1
        recipe.model.maximumLength = 64
        recipe.model.dropout = 0
        recipe.optimization.updateTokens = 1000
        recipe.optimization.learningRate = 4e-3
        recipe.optimization.warmup = 30
        recipe.limits.updates = 200
        recipe.workers = 2
        recipe.precision = .float32
        let url = folder.file(isGuided ? "guided" : "plain")
        try TrainingRun(recipe, in: url).train()
        let translator = try Translator(
            model: ModelDirectory(url), workers: 2, precision: .float32)
        let found = try translator.alignments(of: split.test.map { ($0.source, $0.target) })
        var rate = AlignmentErrorRate()
        for (pair, found) in zip(split.test, found) {
            rate.add(found.alignment, reference: alignment(pair))
        }
        return rate.value
    }

    @Test func guidanceLowersAlignmentError() throws {
        let (guided, plain) = (try errorRate(isGuided: true), try errorRate(isGuided: false))
        #expect(guided < plain - 0.1, "\(guided), \(plain) without")
    }
}
