import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Workflows

/// Runs that start from a model that exists.
struct FineTuningTests {
    private let folder: TemporaryFolder
    private let base: URL
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        base = folder.file("base")
        var recipe = try TinyRun.recipe(in: folder)
        try TrainingRun(recipe, in: base).train()
        recipe.model = .init()
        recipe.model.base = base.path
        recipe.tokenizer = .init()
        self.recipe = recipe
    }

    private var url: URL { folder.file("tuned") }

    private func weights(_ url: URL) throws -> [Float] {
        try ModelDirectory(url).loadModel(precision: .float32).parameters.weights
    }

    @Test func startsFromTheModelAndLeavesItAsItWas() throws {
        let before = try weights(base)
        let files = try FileManager.default.contentsOfDirectory(atPath: base.path).sorted()
        let result = try TrainingRun(
            recipe.with { $0.optimization.learningRate = 1e-12 }, in: url
        ).train()
        let after = try weights(url)
        #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(result.first?.update == 0)
        #expect(try weights(base) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: base.path).sorted() == files)
        #expect(
            try TranslationTokenizer.load(from: url).source.vocabulary
                == TranslationTokenizer.load(from: base).source.vocabulary)
    }

    @Test func learnsItsOwnText() throws {
        let run = try TrainingRun(recipe.with { $0.limits.updates = 30 }, in: url)
        let result = try run.train()
        let first = try #require(result.first)
        let best = try #require(result.best)
        #expect(best.loss < first.loss)
        #expect(try weights(url) != weights(base))
    }

    @Test func dropoutIsAsAsked() throws {
        try TrainingRun(
            recipe.with {
                $0.model.dropout = 0.4
                $0.model.transformer.attentionDropout = 0.2
            }, in: url
        ).train()
        let configuration = try #require(
            try ModelDirectory(url).configuration() as? TransformerConfiguration)
        #expect(configuration.dropout == 0.4 && configuration.attentionDropout == 0.2)
        #expect(configuration.width == 16)
    }

    @Test func whatTheBaseDecidesIsNotForTheRecipe() throws {
        for (change, name): ((inout TrainingRecipe) -> Void, String) in [
            ({ $0.model.width = 8 }, "width"), ({ $0.model.architecture = .gru }, "architecture"),
            ({ $0.model.maximumLength = 25 }, "maximum-length"),
            ({ $0.tokenizer.vocabularySize = 40 }, "vocabulary-size"),
            ({ $0.model.transformer.study = .init(without: [.mask]) }, "without"),
        ] {
            let message = try message { _ = try TrainingRun(recipe.with(change), in: url) }
            #expect(
                message.contains("from takes model and tokenizer as they are: leave \(name) out"))
        }
    }

    @Test func theLanguagesAreThoseOfTheBase() throws {
        let message = try message {
            _ = try TrainingRun(recipe.with { $0.text.targetLanguage = "xx" }, in: url)
        }
        #expect(message.contains("target-language changes nothing"), "\(message)")
    }

    @Test func aBaseThatCannotBeTrainedIsNamedAtOnce() throws {
        let (model, tokenizer) = try (
            ModelDirectory(base).loadModel(precision: .float32),
            ModelDirectory(base).loadTokenizer()
        )
        let int8 = folder.file("int8")
        try ModelDirectory(int8).write(model, tokenizer: tokenizer, type: .int8)
        for (from, reason) in [
            (int8, "are in eight bits, which cannot be trained"),
            (try folder.makeFolder("none"), "is not a model directory"),
        ] {
            let message = try message {
                _ = try TrainingRun(recipe.with { $0.model.base = from.path }, in: url)
            }
            #expect(message.contains("\(from.path) \(reason)"), "\(message)")
        }
    }

    @Test func aRecurrentModelIsTrainedAsOne() throws {
        let base = folder.file("gru")
        var begin = try TinyRun.recipe(in: folder)
        begin.model.architecture = .gru
        begin.model.transformer = .init()
        try TrainingRun(begin, in: base).train()
        let tune = recipe.with { $0.model.base = base.path }
        try TrainingRun(tune, in: url).train()
        let written = try TrainingRecipe(contentsOf: folder.file("tuned/training.yaml"))
        #expect(written.model.architecture == .gru && written.model.maximumLength == 24)
        #expect(written.optimization.learningRate == Architecture.gru.learningRate(width: 16))
        let message = try message {
            _ = try TrainingRun(
                tune.with { $0.model.transformer.attentionDropout = 0.1 }, in: url, .overwrite)
        }
        #expect(message.contains("attention-dropout is a key of the Transformer"), "\(message)")
        // It goes on by itself and by its recipe, and what it has written trains the same.
        try TrainingRun(in: url, .resume) { $0.limits.updates = 5 }.train()
        try TrainingRun(tune.with { $0.limits.updates = 6 }, in: url, .resume).train()
        let again = folder.file("again")
        try TrainingRun(written, in: again).train()
        let losses = try [url, again].map { try RunDirectory.history(of: $0).updates.map(\.loss) }
        #expect(losses[0].count == 6 && losses[0].prefix(4) == losses[1][...])
    }

    @Test(arguments: [("config.json", 4), ("model.safetensors", 4), ("training.safetensors", 2)])
    func aDamagedCheckpointIsPassedOver(name: String, update: Int) throws {
        try TrainingRun(recipe, in: url).train()
        let checkpoint = try #require(RunDirectory.newestCheckpoint(of: url))
        try Data("{".utf8).write(to: checkpoint.appendingPathComponent(name))
        var done: Int?
        let result = try TrainingRun(in: url, .resume) { $0.limits.updates = 6 }.train {
            if case .training(.started(let start)) = $0 { done = start.updatesDone }
        }
        #expect(done == update && result.updates == 6)
    }

    @Test func theBaseIsNotWrittenOver() throws {
        let before = try weights(base)
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: base)
        let checkpoint = try #require(RunDirectory.newestCheckpoint(of: base))
        for (from, output) in [(base, base), (checkpoint, base), (link, base), (base, link)] {
            let message = try message {
                try TrainingRun(recipe.with { $0.model.base = from.path }, in: output, .overwrite)
                    .train()
            }
            #expect(message.contains("from is \(from.path), which a run in"), "\(message)")
        }
        let text = try folder.write("a\ta\n".utf8, to: "base/base-translations.tsv")
        let message = try message {
            _ = try TrainingRun(
                recipe.with {
                    $0.model.base = nil
                    $0.text.general.table = text.path
                }, in: base, .overwrite)
        }
        #expect(message.contains("general-tsv is \(text.path), which"), "\(message)")
        #expect(try weights(base) == before)
    }

    @Test func goesOnWithoutTheBase() throws {
        var updates = 0
        let run = try TrainingRun(recipe.with { $0.limits.updates = 8 }, in: url)
        try run.train {
            if case .training(.update) = $0 { updates += 1 }
        } isCancelled: {
            updates == 3
        }
        try FileManager.default.moveItem(
            at: base, to: folder.file("elsewhere"))
        try TrainingRun(in: url, .resume).train()
        let stopped = try weights(url)
        try FileManager.default.moveItem(
            at: folder.file("elsewhere"), to: base)
        try TrainingRun(recipe.with { $0.limits.updates = 8 }, in: url, .overwrite).train()
        #expect(try weights(url) == stopped)
    }

    // MARK: General text

    private func general(_ recipe: inout TrainingRecipe) throws {
        let lines = (0..<40).map { "sun sun \(ReversedText.sources[$0])" }
        let path = try folder.write(lines.map { "\($0)\t\($0)\n" }.joined().utf8, to: "g.tsv").path
        recipe.text.general.table = path
        recipe.text.general.validationTable = path
    }

    @Test func generalTextIsTrainedOnAndMeasured() throws {
        var reports: [ValidationReport] = []
        var texts: [String] = []
        var epochUpdates = 0
        let run = try TrainingRun(recipe.with { try general(&$0) }, in: url)
        let result = try run.train { event in
            if case .validationText = event { texts.append("own") }
            if case .generalValidationText = event { texts.append("general") }
            if case .training(.validation(let report)) = event { reports.append(report) }
            if case .training(.started(let start)) = event { epochUpdates = start.updatesPerEpoch }
        }
        #expect(texts == ["own", "general"])
        #expect(reports.first?.update == 0 && reports.count == 3)
        #expect(reports.allSatisfy { $0.general != nil })
        #expect(result.first?.general?.loss.isFinite == true)
        var alone = 0
        try TrainingRun(recipe, in: url, .overwrite).train {
            if case .training(.started(let start)) = $0 { alone = start.updatesPerEpoch }
        }
        #expect(epochUpdates > alone * 3 / 2)
        let mixed = epochUpdates
        try TrainingRun(
            recipe.with {
                try general(&$0)
                $0.text.general.mix = .init(own: 1, general: 0.1)
            }, in: url, .overwrite
        ).train {
            if case .training(.started(let start)) = $0 { epochUpdates = start.updatesPerEpoch }
        }
        #expect(epochUpdates < mixed)
    }

    /// A plan needs the speed of the size that the text would suffice for, and a base has but one.
    @Test func aLargeTextIsPlannedForAsWell() throws {
        let pairs = Array(repeating: ReversedText.sources, count: 10).flatMap(\.self)
        let text = try folder.write(lines: pairs.map { "\($0)\t\($0)" }, to: "large").path
        var plan: TrainingPlan?
        let run = try TrainingRun(
            recipe.with {
                $0.text.source = nil
                $0.text.target = nil
                $0.text.table = text
                try general(&$0)
                $0.text.general.mix = .init(own: 1, general: 1000)
                $0.limits.updates = nil
                $0.limits.minutes = 5
            }, in: url)
        #expect(throws: CancellationError.self) {
            try run.train {
                if case .plan(let found) = $0 { plan = found }
            } isCancelled: {
                plan != nil
            }
        }
        let updates = try #require(plan?.expectedUpdates)
        #expect(updates > 1)
    }

    @Test func theBaseModelMakesGeneralText() throws {
        try TrainingRun(recipe.with { $0.text.general.isFromBase = true }, in: url).train()
        let lines = try folder.text("tuned/base-translations.tsv").split(separator: "\n")
        #expect(lines.count == ReversedText.sources.count)
        #expect(lines[1].hasPrefix(ReversedText.sources[1] + "\t"))
        try TrainingRun(in: url, .resume) { $0.limits.updates = 6 }.train()
        #expect(try RunDirectory.history(of: url).updates.count == 6)
        #expect(try folder.text("tuned/base-translations.tsv").split(separator: "\n") == lines)
        // Another run has other text, or none.
        try TrainingRun(recipe, in: url, .overwrite).train()
        #expect(!folder.exists("tuned/base-translations.tsv"))
    }

    @Test func theBaseModelWritesOverNobodysTranslations() throws {
        try folder.write("mine".utf8, to: "tuned/base-translations.tsv")
        for existing in [RunDirectory.Existing.refuse, .resume, .overwrite] {
            let error = #expect(throws: CalqueError.self) {
                try TrainingRun(
                    recipe.with { $0.text.general.isFromBase = true }, in: url, existing
                )
                .train()
            }
            #expect(error?.message.contains("base-translations.tsv") == true)
        }
        #expect(try folder.text("tuned/base-translations.tsv") == "mine")
    }

    @Test func aRunThatCannotBeginLeavesTranslationsAsTheyWere() throws {
        let fromBase = recipe.with { $0.text.general.isFromBase = true }
        try TrainingRun(fromBase, in: url).train()
        let lines = try folder.text("tuned/base-translations.tsv")
        let broken = try fromBase.with {
            $0.text.validationTarget = try folder.write(lines: ["red"], to: "short").path
        }
        let new = folder.file("new")
        for (output, existing) in [(url, RunDirectory.Existing.overwrite), (new, .refuse)] {
            let run = try TrainingRun(broken, in: output, existing)
            #expect(throws: CalqueError.self) { try run.train() }
        }
        #expect(try folder.text("tuned/base-translations.tsv") == lines && !folder.exists("new"))
        #expect(try TrainingRun(in: url, .resume) { $0.limits.updates = 5 }.train().updates == 5)
    }

    @Test func theBaseModelStopsWhenItIsTold() throws {
        var lines = 0
        let run = try TrainingRun(recipe.with { $0.text.general.isFromBase = true }, in: url)
        #expect(throws: CancellationError.self) {
            try run.train {
                if case .translatedByBase(let count) = $0 { lines = count }
            } isCancelled: {
                lines == 3
            }
        }
        #expect(lines == 3 && !folder.exists("tuned"))
    }

    @Test func linesThatTheBaseCannotTranslateCountAsInTheirText() throws {
        let sources = ReversedText.sources.map { ">>rev<< \($0)" }
        let named = folder.file("named")
        let begin = try TinyRun.recipe(in: folder).with {
            $0.text.source = try folder.write(lines: sources, to: "named.source").path
            $0.text.validationSource = nil
            $0.text.dropsNearValidation = nil
            $0.text.validationTarget = nil
        }
        try TrainingRun(begin, in: named).train()
        let own = ["a\ttab", "", "red"].map { ">>rev<< \($0)" } + [">>xx<< red"]
        let tune = try recipe.with {
            $0.model.base = named.path
            $0.text.source = try folder.write(lines: own, to: "own.source").path
            $0.text.target = try folder.write(lines: ["a", "b", "c", "d"], to: "own.target").path
            $0.text.general.isFromBase = true
        }
        let message = try message { try TrainingRun(tune, in: url).train() }
        #expect(message.contains("Line 4 asks for the language >>xx<<"), "\(message)")
    }

    @Test func whatIsMissingForGeneralTextIsSaid() throws {
        for (change, reason): ((inout TrainingRecipe) throws -> Void, String) in [
            ({ $0.text.general.source = $0.text.source }, "general-source and general-target"),
            (
                {
                    $0.text.general.isFromBase = true
                    $0.model.base = nil
                }, "needs the model in from"
            ),
            (
                {
                    try general(&$0)
                    $0.text.validationSource = nil
                    $0.text.dropsNearValidation = nil
                    $0.text.validationTarget = nil
                }, "validated beside the own"
            ),
        ] {
            let error = #expect(throws: CalqueError.self) {
                try TrainingRun(recipe.with(change), in: url)
            }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
    }
}
