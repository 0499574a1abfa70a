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

/// A teacher of the embedded corpus, small and trained for seconds, for all tests.
private struct Teacher: Sendable {
    static let shared = Result { try Teacher() }

    private let folder: TemporaryFolder
    let url: URL
    /// Lines that it is to translate, more than are translated at a time, and by people.
    let source: String
    let target: String
    let validationSource: String
    let validationTarget: String
    /// A model that knows no languages, and so may be one of the other direction.
    let reverse: String

    private init() throws {
        folder = try TemporaryFolder()
        url = folder.file("teacher")
        let split = EmbeddedCorpus(from: .english, to: .french, seed: 1)
            .split(training: 1100, validation: 20, test: 0)
        source = try folder.write(lines: split.training.map(\.source), to: "train.en").path
        target = try folder.write(lines: split.training.map(\.target), to: "train.fr").path
        validationSource =
            try folder.write(lines: split.validation.map(\.source), to: "validation.en").path
        validationTarget =
            try folder.write(lines: split.validation.map(\.target), to: "validation.fr").path
        var recipe = try TinyRun.recipe(in: folder)
        recipe.text.source = source
        recipe.text.target = target
        recipe.text.validationSource = nil
        recipe.text.dropsNearValidation = nil
        recipe.text.validationTarget = nil
        recipe.text.sourceLanguage = "en"
        recipe.text.targetLanguage = "fr"
        recipe.tokenizer.vocabularySize = 250
        recipe.model.width = 32
        recipe.model.transformer.innerWidth = 64
        recipe.model.maximumLength = 64
        recipe.optimization.updateTokens = 1000
        recipe.optimization.warmup = nil
        recipe.limits.updates = 200
        recipe.validation.interval = nil
        recipe.checkpoints.interval = 200
        try TrainingRun(recipe, in: url).train()
        recipe.text.source = target
        recipe.text.target = source
        recipe.text.sourceLanguage = nil
        recipe.text.targetLanguage = nil
        recipe.limits.updates = 5
        reverse = folder.path("reverse")
        try TrainingRun(recipe, in: folder.file("reverse")).train()
    }

    var settings: DistillationSettings {
        var settings = DistillationSettings()
        settings.teachers = [url.path]
        settings.source = source
        settings.target = target
        settings.validationSource = validationSource
        settings.validationTarget = validationTarget
        settings.beam = 2
        settings.updates = 10
        settings.workers = 1
        settings.recipeSettings = [
            ("width", "16"), ("inner-width", "32"), ("heads", "2"), ("encoder-layers", "1"),
            ("decoder-layers", "1"), ("update-tokens", "500"), ("precision", "float32"),
            ("maximum-length", "64"), ("warm-up", "1"), ("validation-interval", "3"),
            ("checkpoint-interval", "2"),
        ].map { RecipeSetting(name: $0, value: $1) }
        return settings
    }
}

struct DistillationTests {
    private let folder: TemporaryFolder
    private let teacher: Teacher

    init() throws {
        folder = try TemporaryFolder()
        teacher = try Teacher.shared.get()
    }

    private func settings(
        _ change: (inout DistillationSettings) -> Void = { _ in }
    ) -> DistillationSettings {
        var settings = teacher.settings
        change(&settings)
        return settings
    }

    private func lines(_ name: String) throws -> [String] {
        try TextLines(path: folder.path(name)).lines
    }

    private func expectRefusal(
        _ reason: String, _ existing: RunDirectory.Existing = .refuse, in name: String = "new",
        _ change: (inout DistillationSettings) -> Void = { _ in }
    ) {
        let error = #expect(throws: CalqueError.self) {
            try Distillation(settings(change), in: folder.file(name), existing).distill()
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(!folder.exists("\(name)/distillation/settings.json"))
    }

    // MARK: All of it

    @Test func aStudentIsAModelDirectoryInEightBits() throws {
        var stages: [DistillationStage] = []
        let url = folder.file("student")
        let report = try #require(
            try Distillation(settings { $0.reverse = teacher.reverse }, in: url).distill { event in
                if case .began(let stage) = event { stages.append(stage) }
            })
        #expect(stages == DistillationStage.allCases)
        #expect(report.systems.map(\.name) == ["teacher", "student"])
        #expect(report.systems.map(\.beam) == [4, 1] && report.systems[1].precision == "int8")
        #expect(report.sentences == 20 && report.areReferencesGiven)
        let directory = ModelDirectory(url)
        #expect(try directory.hasQuantizedWeights)
        #expect(try directory.loadModel(precision: .int8).generation.beamSize == 1)
        #expect(folder.exists("student/\(ModelDirectory.shortlistName)"))
        #expect(try !Translator(model: directory, workers: 1).translate(["the red house"]).isEmpty)
        // Line by line, and a twentieth left out.
        let chosen = try lines("student/distillation/chosen/source")
        let kept = try lines("student/distillation/pairs/source")
        #expect(kept.count == chosen.count - chosen.count / 20 && report.pairs == kept.count)
        #expect(try lines("student/distillation/pairs/target").count == kept.count)
        #expect(try lines("student/distillation/alignments").count == kept.count)
        let words = try lines("student/distillation/alignments").compactMap { Alignment($0) }
        #expect(words.count == kept.count && words.contains { !$0.links.isEmpty })
        let recipe = folder.file("student/distillation/student/training.yaml")
        #expect(try TrainingRecipe(contentsOf: recipe).limits.updates == 9)
    }

    /// What is stopped in every stage comes to the same files as what is not.
    @Test func whatIsStoppedInEveryStageComesToTheSame() throws {
        let settings = settings { $0.reverse = teacher.reverse }
        _ = try Distillation(settings, in: folder.file("whole")).distill()
        let url = folder.file("stopped")
        for stage in DistillationStage.allCases.dropLast() {
            var isStopped = false
            let result = try Distillation(settings, in: url, .resume).distill { event in
                switch event {
                // Stages that are made in parts are stopped between two of them.
                case .progress(stage, let count, _): isStopped = isStopped || count > 0
                case .training(.training(.update)):
                    isStopped = isStopped || stage == .training || stage == .rounding
                case .began(stage):
                    isStopped = [.choice, .filtering, .shortlist, .storing].contains(stage)
                default: break
                }
            } isCancelled: {
                isStopped
            }
            #expect(result == nil, "\(stage)")
        }
        #expect(try Distillation(in: url, .resume).distill() != nil)
        for name in [
            "config.json", "model.safetensors", ModelDirectory.shortlistName, "source.spm",
            "distillation/candidates.jsonl", "distillation/chosen/source",
            "distillation/chosen/target", "distillation/chosen/scores", "distillation/scores",
            "distillation/pairs/source", "distillation/pairs/target", "distillation/alignments",
            "distillation/shortlist.bin", "distillation/student/model.safetensors",
            "distillation/eight-bits/model.safetensors",
        ] {
            let (one, other) = (folder.file("whole/\(name)"), folder.file("stopped/\(name)"))
            #expect(try Data(contentsOf: one) == Data(contentsOf: other), "\(name)")
        }
        // Nothing is left that other limits would change.
        let error = #expect(throws: CalqueError.self) {
            try Distillation(self.settings { $0.updates = 20 }, in: url, .resume)
        }
        #expect(error?.message.contains("training is over, and another updates") == true)
        // What came to its end, but was not noted any more, is not done again.
        let candidates = folder.file("stopped/distillation/candidates.jsonl")
        let before = try Data(contentsOf: candidates)
        try FileManager.default.removeItem(at: folder.file("stopped/distillation/stages.json"))
        var translated = 0
        _ = try Distillation(in: url, .resume).distill { event in
            if case .progress(.translation, _, _) = event { translated += 1 }
        }
        #expect(try translated == 0 && Data(contentsOf: candidates) == before)
        // What is finished says again what it said.
        #expect(
            try Distillation(in: url, .resume).distill()
                == Distillation(in: url, .resume).distill())
    }

    // MARK: Other beginnings

    @Test func aTeacherMayBeOneOfFirefoxs() throws {
        _ = try StudentFixture(in: folder)
        let distillation = try Distillation(
            settings { $0.teachers = [folder.url.path] }, in: folder.file("student"))
        #expect(try distillation.distill(isCancelled: { true }) == nil)
    }

    @Test func translationsMayComeFromAnywhere() throws {
        let url = folder.file("student")
        let report = try #require(
            try Distillation(
                settings {
                    $0.teachers = nil
                    $0.translations = $0.target
                    $0.target = nil
                    $0.recipeSettings? += [RecipeSetting(name: "vocabulary-size", value: "250")]
                }, in: url
            ).distill())
        #expect(report.systems.map(\.name) == ["student"])
        // Nobody said how good they are: none is left out.
        #expect(
            try lines("student/distillation/pairs/source").count
                == lines("student/distillation/chosen/source").count)
    }

    @Test func sentencesAreHeldOutWhereNoneAreGiven() throws {
        let url = folder.file("student")
        let report = try #require(
            try Distillation(
                settings {
                    $0.validationSource = nil
                    $0.validationTarget = nil
                    $0.target = nil
                    $0.monolingual = teacher.validationSource
                }, in: url
            ).distill())
        #expect(!report.areReferencesGiven && report.sentences > 20 && report.sentences <= 56)
        let heldOut = Set(try lines("student/distillation/chosen/held-out.source"))
        #expect(heldOut.isDisjoint(with: try lines("student/distillation/pairs/source")))
    }

    // MARK: What cannot be

    @Test func whatCannotBeIsSaidBefore() throws {
        expectRefusal("give a teacher, or translations") { $0.teachers = nil }
        expectRefusal("give the source") { $0.source = nil }
        expectRefusal("Give both validation-source") { $0.validationTarget = nil }
        expectRefusal("no file that can be read") { $0.monolingual = folder.path("none") }
        expectRefusal("is not a model directory") { $0.teachers = [folder.path("none")] }
        expectRefusal("cannot be \"huge\"") { $0.size = "huge" }
        expectRefusal("minutes is a setting of the distillation") {
            $0.recipeSettings = [RecipeSetting(name: "minutes", value: "3")]
        }
        for name in ["general-source", "general-limit", "from", "tokenizer", "epochs"] {
            expectRefusal("\(name) of the student follows") {
                $0.recipeSettings = [RecipeSetting(name: name, value: "3")]
            }
        }
        expectRefusal("vocabulary-size changes nothing") {
            $0.recipeSettings = [RecipeSetting(name: "vocabulary-size", value: "99")]
        }
        expectRefusal("share of pairs") { $0.drop = 1 }
        expectRefusal("two updates") { $0.updates = 1 }
        expectRefusal("leave it out") {
            $0.drop = 0
            $0.reverse = teacher.url.path
        }
        // A model of the same direction is no reverse one.
        expectRefusal("turned round") { $0.reverse = teacher.url.path }
        let other = try TinyModel.shared.get().directory.url.path
        expectRefusal("cannot translate together") { $0.teachers?.append(other) }
        try folder.write(lines: ["mine"], to: "full/notes.txt")
        expectRefusal("notes.txt", in: "full")
        expectRefusal("notes.txt", .overwrite, in: "full")
        for (name, value) in [("architecture", "gru"), ("without", "encoder-decoder-attention")] {
            expectRefusal("attention") {
                $0.teachers = nil
                $0.translations = $0.target
                $0.target = nil
                $0.size = "small"
                $0.recipeSettings = [RecipeSetting(name: name, value: value)]
            }
        }
        expectRefusal("holds no distillation to go on with", .resume) { $0 = .init() }
    }

    @Test func filesHaveTheLinesOfTheText() throws {
        let short = try folder.write(lines: ["un", "deux"], to: "short").path
        expectRefusal("1100 lines and \(short) has 2") { $0.target = short }
        expectRefusal("1100 lines and \(short) has 2") { $0.translations = short }
        expectRefusal("20 lines and \(short) has 2") { $0.validationTarget = short }
    }

    @Test func whatGoesOnKeepsItsSettings() throws {
        let url = folder.file("student")
        _ = try Distillation(settings(), in: url).distill(isCancelled: { true })
        #expect(throws: CalqueError.self) { try Distillation(settings(), in: url) }
        // What it is made of would be deleted first.
        let own = folder.path("student/distillation/settings.json")
        let deleting = #expect(throws: CalqueError.self) {
            try Distillation(settings { $0.source = own }, in: url, .overwrite)
        }
        #expect(deleting?.message.contains("would be overwritten") == true)
        let error = #expect(throws: CalqueError.self) {
            try Distillation(
                settings {
                    $0.beam = 3
                    $0.drop = 0.1
                }, in: url, .resume)
        }
        #expect(error?.message.contains("another beam, drop") == true)
        #expect(try Distillation(in: url, .resume).settings.beam == 2)
        let more = settings { $0.updates = 20 }
        #expect(try Distillation(more, in: url, .resume).settings.updates == 20)
        _ = try Distillation(settings { $0.beam = 3 }, in: url, .overwrite)
            .distill(isCancelled: { true })
        #expect(try Distillation(in: url, .resume).settings.beam == 3)
    }
}
