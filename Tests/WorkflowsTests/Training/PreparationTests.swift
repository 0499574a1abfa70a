import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Workflows

/// What a run does before its first update, and what it tells of that.
struct PreparationTests {
    private let folder: TemporaryFolder
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        recipe = try TinyRun.recipe(in: folder).with { $0.limits.updates = 1 }
    }

    private var url: URL { folder.file("run") }

    /// The parts of a preparation, as they begin.
    private func parts(_ recipe: TrainingRecipe) throws -> [TrainingRunEvent.Preparation] {
        var parts: [TrainingRunEvent.Preparation] = []
        try TrainingRun(recipe, in: url).train {
            if case .preparing(let part, nil) = $0 { parts.append(part) }
        }
        return parts
    }

    @Test func everyPartThatMayTakeAWhileIsTold() throws {
        #expect(try parts(recipe) == [.survey, .sample, .tokenizer, .validationText, .text])
    }

    @Test func aTokenizerThatIsGivenIsNotPrepared() throws {
        _ = try parts(recipe)
        let given = recipe.with {
            $0.tokenizer.vocabularySize = nil
            $0.tokenizer.both = folder.file("run/source.spm").path
        }
        var parts: [TrainingRunEvent.Preparation] = []
        try TrainingRun(given, in: folder.file("given")).train {
            if case .preparing(let part, nil) = $0 { parts.append(part) }
        }
        #expect(parts == [.validationText, .text])
    }

    @Test func charactersForRobustnessAreNoSecondTokenizer() throws {
        let parts = try parts(
            recipe.with {
                $0.tokenizer.vocabularySize = 120
                $0.robustness.tags = 0.2
            })
        #expect(parts.count { $0 == .tokenizer } == 1)
    }

    /// A recipe with many lines.
    private func large(_ count: Int) throws -> TrainingRecipe {
        let lines = (0..<count).map { "\(ReversedText.sources[$0 % ReversedText.sources.count])" }
        let source = try folder.write(lines: lines, to: "large.source").path
        let target = try folder.write(lines: lines, to: "large.target").path
        return recipe.with {
            $0.text.source = source
            $0.text.target = target
        }
    }

    @Test func theShareThatIsDoneRises() throws {
        var shares: [TrainingRunEvent.Preparation: [Double]] = [:]
        var lines: [String] = []
        try TrainingRun(large(20_000), in: url).train { event in
            if case .preparing(let part, let share?) = event {
                shares[part, default: []].append(share)
            }
            lines += event.lines
        }
        for part in [TrainingRunEvent.Preparation.survey, .sample] {
            let shares = try #require(shares[part])
            #expect(shares.count >= 4 && shares == shares.sorted())
            #expect(shares.allSatisfy { (0...1).contains($0) })
            // A log has the beginning alone.
            #expect(lines.count { $0 == "\(part.rawValue) …" } == 1)
        }
    }

    @Test(arguments: [TrainingRunEvent.Preparation.survey, .sample])
    func whoeverWaitsNoLongerIsHeard(_ part: TrainingRunEvent.Preparation) throws {
        var isReached = false
        #expect(throws: CancellationError.self) {
            try TrainingRun(large(20_000), in: url).train(
                report: { if case .preparing(part, _?) = $0 { isReached = true } },
                isCancelled: { isReached })
        }
        #expect(isReached && !FileManager.default.fileExists(atPath: url.path))
    }

    @Test func aTokenizerIsTrainedOnAsManySentencesAsTheRecipeSays() throws {
        func pieces(_ sentences: Int, _ name: String) throws -> Int {
            // Every line has a letter that no other has.
            let lines = (0..<3000).compactMap { Unicode.Scalar(0x4E00 + $0).map { "a \($0)" } }
            let file = try folder.write(lines: lines, to: "letters").path
            let recipe = recipe.with {
                $0.text.source = file
                $0.text.target = file
                $0.tokenizer.training.type = .char
                $0.tokenizer.vocabularySize = 8000
                $0.tokenizer.characterCoverage = 1
                $0.tokenizer.sentences = sentences
            }
            try TrainingRun(recipe, in: folder.file(name)).train()
            return try TranslationTokenizer.load(from: folder.file(name)).source.vocabulary.count
        }
        #expect(try pieces(6000, "whole") > 3000)
        let sampled = try pieces(2000, "sampled")
        #expect((850...1200).contains(sampled), "\(sampled)")
    }

    @Test func pairsThatAreHeldOutAreNotWhatATokenizerIsTrainedOn() throws {
        let letters = (0..<400).compactMap { Unicode.Scalar(0x4E00 + $0).map(String.init) }
        let file = try folder.write(lines: letters.map { "ab \($0)" }, to: "letters").path
        let recipe = recipe.with {
            $0.text.source = file
            $0.text.target = file
            $0.text.validationSource = nil
            $0.text.validationTarget = nil
            $0.text.validationPairs = 20
            $0.text.dropsNearValidation = nil
            $0.tokenizer.vocabularySize = 1000
            $0.tokenizer.characterCoverage = 1
        }
        #expect(try parts(recipe).first == .heldOut)
        let model = try TranslationTokenizer.load(from: url).source.model
        let unknown = model.id(of: "\u{10FFFF}")
        let heldOut = try folder.text("run/\(RunDirectory.heldOutName)")
        let inHeldOut = letters.filter { heldOut.contains($0) }
        #expect(inHeldOut.count == 20)
        #expect(letters.filter { model.id(of: $0) == unknown } == inHeldOut)
    }

    /// More than any machine has: the run is refused before it takes a part of it.
    @Test func aModelThatNoMemoryHoldsIsRefused() throws {
        let recipe = recipe.with {
            $0.model.width = 1 << 16
            $0.model.transformer.innerWidth = 1 << 16
            $0.workers = 1024
        }
        let error = try #require(throws: CalqueError.self) {
            try TrainingRun(recipe, in: url).train()
        }
        #expect(error.kind == .configuration)
        #expect(error.message.contains("workers") && error.message.contains("size"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("run/recipe.yaml").path))
    }
}
