import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Workflows

/// Runs of models that train in an instant.
struct RunTests {
    private let folder: TemporaryFolder
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        recipe = try TinyRun.recipe(in: folder)
    }

    private var url: URL { folder.file("run") }
    private var yaml: String {
        get throws { try folder.text("run/training.yaml") }
    }

    private func losses() throws -> [Double] {
        try RunDirectory.history(of: url).updates.map(\.loss)
    }

    private func expectRefusal(
        _ reason: String, _ recipe: TrainingRecipe, _ existing: RunDirectory.Existing = .refuse
    ) {
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(recipe, in: url, existing).train()
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    // MARK: A run

    @Test func makesAModelAndTellsWhatItWas() throws {
        var events: [String] = []
        let result = try TrainingRun(recipe, in: url).train { event in
            switch event {
            case .trainingText: events.append("training text")
            case .validationText: events.append("validation text")
            case .plan: events.append("plan")
            case .recipe(let recipe): events.append("recipe, \(recipe.model.size?.rawValue ?? "")")
            case .training(.finished): events.append("finished")
            default: break
            }
        }
        #expect(result.updates == 4)
        #expect(
            events == ["validation text", "training text", "plan", "recipe, tiny", "finished"])
        _ = try ModelDirectory(url).loadModel(precision: .float32)
        _ = try ModelDirectory(url).loadTokenizer()
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.text.source?.hasPrefix("/") == true)
        #expect(written.optimization.learningRate == 2e-3 * (128.0 / 16).squareRoot())
        #expect(written.optimization.warmup == 2 && written.workers == 1)
    }

    @Test func aRecurrentDecoderLearns() throws {
        let recipe = recipe.with {
            $0.model.transformer.decoder = .ssru
            $0.limits.updates = 20
            $0.validation.interval = 10
        }
        try TrainingRun(recipe, in: url).train()
        let losses = try losses()
        #expect(losses.count == 20 && losses[19] < losses[0], "\(losses)")
        let model = try ModelDirectory(url).loadModel(precision: .float32)
        #expect((model.configuration as? TransformerConfiguration)?.decoder == .ssru)
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.model.transformer.decoder == .ssru)
        #expect(written.optimization.learningRate == 2e-3 * (128.0 / 16).squareRoot())
        expectRefusal(
            "decoder ssru, not self-attention",
            recipe.with { $0.model.transformer.decoder = .selfAttention }, .resume)
    }

    @Test func tellsInTheWordsOfALog() throws {
        var lines: [String] = []
        try TrainingRun(recipe, in: url).train { lines += $0.lines }
        #expect(lines.contains { $0.hasPrefix("training text: ") })
        #expect(lines.contains("training the tokenizer …") && lines.contains("reading the text …"))
        #expect(lines.contains("updates: 4") && lines.contains("workers: 1"))
        #expect(!lines.contains { $0.hasPrefix("label-smoothing: ") })
        for start in ["plan: about 4 updates of 100 tokens, ", "processor: ", "update 4  epoch "] {
            #expect(lines.count { $0.hasPrefix(start) } == 1, "\(start)")
        }
        #expect(lines.count { $0.hasPrefix("validation at update ") } == 2)
        let checkpoints = RunDirectory.checkpointFolders(of: url)
        #expect(checkpoints.map(\.lastPathComponent) == ["update-00000002", "update-00000004"])
        #expect(checkpoints.allSatisfy { lines.contains("checkpoint \($0.path)") })
        #expect(lines.contains { $0.hasPrefix("all updates done: 4 updates in 0:") })
    }

    @Test func theWrittenRecipeTrainsTheSame() throws {
        try TrainingRun(recipe, in: url).train()
        let first = try losses()
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        try TrainingRun(written, in: url, .overwrite).train()
        #expect(try losses() == first)
        #expect(first.count == 4)
    }

    @Test func goesOnFromItsFolderAlone() throws {
        var updates = 0
        try TrainingRun(recipe, in: url).train {
            if case .training(.update) = $0 { updates += 1 }
        } isCancelled: {
            updates == 2
        }
        try TrainingRun(in: url, .resume).train()
        let stopped = try losses()
        try TrainingRun(recipe, in: url, .overwrite).train()
        #expect(try losses() == stopped)
    }

    @Test func goesOnByTheRecipeThatBeganIt() throws {
        let recipe = recipe.with {
            $0.model.width = nil
            $0.optimization.updateTokens = nil
            $0.workers = nil
        }
        var updates = 0
        try TrainingRun(recipe, in: url, .resume).train {
            if case .training(.update) = $0 { updates += 1 }
        } isCancelled: {
            updates == 2
        }
        let found = try yaml
        try TrainingRun(recipe, in: url, .resume).train()
        #expect(try yaml == found)
        #expect(try losses().count == 4)
        // What a recipe says is compared as before, and it alone says when the run ends.
        expectRefusal(
            "was started with size tiny, not small", recipe.with { $0.model.size = .small },
            .resume)
        let longer = recipe.with {
            $0.limits.updates = nil
            $0.limits.epochs = 9
        }
        #expect(try TrainingRun(longer, in: url, .resume).train().reason == .epochs)
    }

    @Test func relativePathsHoldInOtherFolders() throws {
        let before = FileManager.default.currentDirectoryPath
        let text = try #require(recipe.text.source)
        // From the root, a path without its first slash is relative.
        #expect(FileManager.default.changeCurrentDirectoryPath("/"))
        defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
        let run = try TrainingRun(
            recipe.with { $0.text.source = String(text.dropFirst()) }, in: url)
        #expect(run.recipe.text.source == text)
    }

    // MARK: What is said at once

    @Test func nothingIsWrittenByARunThatCannotBe() throws {
        expectRefusal("validation-source is ", recipe.with { $0.text.validationSource = "/none" })
        expectRefusal("heads", recipe.with { $0.model.transformer.heads = 3 })
        expectRefusal(
            "patience counts",
            recipe.with {
                $0.text.validationSource = nil
                $0.text.validationTarget = nil
                $0.limits.patience = 3
            })
        expectRefusal(
            "Nothing says when",
            recipe.with {
                $0.text.validationSource = nil
                $0.text.validationTarget = nil
                $0.limits.updates = nil
            })
        expectRefusal(
            "depends on when the run ends",
            recipe.with {
                $0.limits.updates = nil
                $0.optimization.shape = .cosine
            })
        expectRefusal(
            "vocabulary size",
            recipe.with {
                $0.tokenizer.vocabularySize = 100
                $0.tokenizer.training.byteFallback = true
            })
        expectRefusal("Give both source and target", recipe.with { $0.text.target = nil })
        expectRefusal(
            "one text only",
            recipe.with {
                $0.text.source = "-"
                $0.text.validationSource = "/dev/stdin"
            })
        #expect(!folder.exists("run"))
    }

    @Test(arguments: [
        (["tokenizer": "PATH", "vocabulary-size": "40"], "vocabulary-size"),
        (["tokenizer": "PATH", "byte-fallback": "true"], "byte-fallback"),
        (
            ["source-tokenizer": "PATH", "target-tokenizer": "PATH", "normalization": "identity"],
            "normalization"
        ),
        (["mix": "1:3"], "mix"), (["general-limit": "2"], "general-limit"),
        (["schedule": "constant", "final-learning-rate": "1e-5"], "final-learning-rate"),
        (["updates": "", "final-learning-rate": "1e-5"], "final-learning-rate"),
        (["averaged-checkpoints": "3"], "averaged-checkpoints"),
    ])
    func whatWouldChangeNothingIsRefused(settings: [String: String], name: String) throws {
        var recipe = recipe
        if settings.keys.contains(where: { $0.hasSuffix("tokenizer") }) {
            recipe.tokenizer.vocabularySize = nil
        }
        let path = try #require(recipe.text.source)
        for (key, value) in settings {
            try recipe.set(key, to: value.replacing("PATH", with: path))
        }
        expectRefusal("\(name) changes nothing: ", recipe)
        #expect(!folder.exists("run"))
    }

    @Test func whatIsWrongWithValidationTextIsSaidBeforeTheTextIsRead() throws {
        let short = try folder.write(lines: ["red"], to: "short").path
        var events = 0
        let message = try message {
            try TrainingRun(recipe.with { $0.text.validationTarget = short }, in: url).train {
                if case .preparing = $0 { return }
                events += 1
            }
        }
        #expect(message.contains("\(short) has 1"), "\(message)")
        #expect(events == 0)
    }

    @Test func whatCannotBeSampledIsSaidAtOnce() throws {
        let recipe = recipe.with {
            $0.tokenizer.training.type = .char
            $0.tokenizer.sampling = 0.1
        }
        let message = try message { _ = try TrainingRun(recipe, in: url) }
        #expect(message.contains("tokenizer-type is char"), "\(message)")
    }

    @Test func aValueThatNoKeyCanHaveIsRefused() {
        let changes: [(String, (inout TrainingRecipe) -> Void)] = [
            ("log-interval cannot be \"0\"", { $0.checkpoints.logInterval = 0 }),
            ("checkpoint-interval cannot be \"0\"", { $0.checkpoints.interval = 0 }),
            ("averaged-checkpoints cannot be \"0\"", { $0.checkpoints.averaged = 0 }),
            ("workers cannot be \"0\"", { $0.workers = 0 }),
            ("mix cannot be \"0:1\"", { $0.text.general.mix = .init(own: 0, general: 1) }),
            ("warm-up cannot be \"0%\"", { $0.optimization.warmup = .share(0) }),
            ("warm-up cannot be", { $0.optimization.warmup = .share(.infinity) }),
            ("label-smoothing cannot be \"1.0\"", { $0.optimization.labelSmoothing = 1 }),
            ("minutes cannot be \"-1.0\"", { $0.limits.minutes = -1 }),
            ("precision cannot be \"int8\"", { $0.precision = .int8 }),
            ("source cannot be \"\"", { $0.text.source = "" }),
            ("adam-epsilon cannot be", { $0.optimization.adam.epsilon = 1e-50 }),
        ]
        for (reason, change) in changes { expectRefusal(reason, recipe.with(change)) }
        #expect(!folder.exists("run"))
    }

    @Test func aFolderThatCannotBeWrittenIsNamedAtOnce() throws {
        let file = try folder.write("".utf8, to: "file")
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(recipe, in: file.appendingPathComponent("run"))
        }
        #expect(error?.message.contains("\(file.path) is a file") == true)
    }

    // MARK: Going on

    @Test(arguments: [
        ("width", "24"), ("heads", "4"), ("activation", "gelu"), ("norm", "pre"),
        ("positions", "learned"), ("average-decay", "0.9"), ("seed", "2"), ("update-tokens", "50"),
        ("workers", "2"), ("vocabulary-size", "41"), ("tokenizer-type", "char"),
        ("maximum-tokens", "5"), ("source-language", "xx"),
    ])
    func aRefusedChangeLeavesTheRunAsItWas(name: String, value: String) throws {
        try TrainingRun(recipe, in: url).train()
        let before = try yaml
        let log = try losses()
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(in: url, .resume) { try $0.set(name, to: value) }
        }
        #expect(error?.message.contains("was started with \(name) ") == true)
        #expect(error?.message.contains("not \(value)") == true, "\(error?.message ?? "")")
        #expect(try yaml == before)
        let again = try TrainingRun(in: url, .resume) { $0.limits.updates = 5 }.train()
        #expect(again.updates == 5)
        #expect(try losses().prefix(4) == log[...])
    }

    @Test func otherTextIsNoticed() throws {
        try TrainingRun(recipe, in: url).train()
        let before = try yaml
        let path = try #require(recipe.text.source)
        let lines = try String(contentsOfFile: path, encoding: .utf8)
        // As many tokens as before.
        let other = try folder.write(
            lines.replacing("red", with: "RED").replacing("sun", with: "red")
                .replacing("RED", with: "sun").utf8, to: "other")
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(in: url, .resume) {
                $0.text.source = other.path
                $0.limits.updates = 6
            }.train()
        }
        #expect(error?.message.contains("another training text") == true)
        #expect(try yaml == before)
        // The same text may lie elsewhere.
        let moved = try folder.write(lines.utf8, to: "moved")
        try TrainingRun(in: url, .resume) {
            $0.text.source = moved.path
            $0.limits.updates = 6
        }.train()
        #expect(try losses().count == 6)
    }

    @Test func workersMayChangeWhereThatIsAllowed() throws {
        try TrainingRun(recipe, in: url).train()
        let run = try TrainingRun(in: url, .resume(exactly: false)) {
            $0.workers = 2
            $0.limits.updates = 7
        }
        #expect(try run.train().updates == 7)
        #expect(try losses().count == 7)
        // From there on it is another run.
        #expect(throws: CalqueError.self) { try TrainingRun(in: url, .resume) { $0.workers = 1 } }
        try TrainingRun(in: url, .resume) { $0.limits.updates = 8 }.train()
    }

    @Test func aFolderWithoutARunIsNamed() throws {
        let error = #expect(throws: CalqueError.self) { try TrainingRun(in: url, .resume) }
        #expect(error?.message.contains("holds no run to resume") == true)
        #expect(try TrainingRun(recipe, in: url, .resume).train().updates == 4)
    }

    @Test func limitsAndIntervalsMayChange() throws {
        try TrainingRun(recipe, in: url).train()
        try TrainingRun(in: url, .resume) {
            $0.limits.updates = nil
            $0.limits.epochs = 3
            $0.checkpoints.kept = 1
            $0.validation.interval = 1
        }.train()
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.limits.epochs == 3 && written.limits.updates == nil)
    }
}
