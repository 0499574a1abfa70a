import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Translation
import Workflows

/// What cannot be, and is said before anything is done.
extension StagedTrainingTests {
    private func expectRefusal(
        _ reason: String, in name: String = "new", _ existing: RunDirectory.Existing = .refuse,
        _ change: (inout StagedRecipe) throws -> Void
    ) {
        let error = #expect(throws: CalqueError.self) {
            try StagedTraining(try changed(change), in: folder.file(name), existing).train()
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(!folder.exists("\(name)/stages/stages.yaml"))
    }

    @Test func whatCannotBeIsSaidBefore() throws {
        expectRefusal("There are no stages") { $0.stages = [] }
        expectRefusal("Two stages are called Mixed") { $0.stages[1].name = "Mixed" }
        for name in ["", "a b", "../up", "ä"] {
            expectRefusal("Give it a name of letters") { $0.stages[1].name = name }
        }
        expectRefusal("Stage own: from is nobody, which is no stage") {
            $0.stages[1].from = "nobody"
        }
        expectRefusal("Stage mixed: ") { $0.stages[0].from = folder.path("nobody") }
        for (name, value) in [("size", "base"), ("width", "32"), ("vocabulary-size", "50")] {
            expectRefusal("Stage own: \(name) is a matter of the first stage") {
                $0.stages[1].settings.append(setting(name, value))
            }
        }
        expectRefusal("Stage own: There is no text to train on") {
            $0.stages[1].settings += [setting("source", ""), setting("target", "")]
        }
        expectRefusal("Stage own: source is") {
            $0.stages[1].settings += [
                setting("source", folder.path("nobody")),
                setting("target", folder.path("train.target")),
            ]
        }
        expectRefusal("read more than once") {
            $0.stages[1].settings.append(setting("tsv", "-"))
        }
        expectRefusal("read more than once") {
            $0.stages[1].settings.append(setting("sources", "[{tsv: \"-\"}]"))
        }
        expectRefusal("Stage mixed: back-translate is") {
            $0.stages[0].backTranslation?.text = [folder.path("nobody")]
        }
        expectRefusal("Stage mixed: back-translate has no text") {
            $0.stages[0].backTranslation?.text = []
        }
        let empty = try folder.write(lines: [], to: "empty").path
        expectRefusal("There are no lines in") { $0.stages[0].backTranslation?.text = [empty] }
        expectRefusal("Stage mixed: The reverse model: encoder_attention_heads is 3") {
            $0.stages[0].backTranslation?.settings.append(setting("heads", "3"))
        }
        expectRefusal("follows from the stage") {
            $0.stages[0].backTranslation?.settings.append(setting("source", "x"))
        }
        expectRefusal("Stage mixed: ") {
            $0.stages[0].backTranslation?.reverse = folder.path("nobody")
            $0.stages[0].backTranslation?.settings = []
        }
        expectRefusal("one of a reverse model that is trained") {
            $0.stages[0].backTranslation?.reverse = folder.path("nobody")
        }
        expectRefusal("The beam is 0") { $0.stages[0].backTranslation?.beam = 0 }
        expectRefusal("beam changes nothing") {
            $0.stages[0].backTranslation?.beam = 2
            $0.stages[0].backTranslation?.search = .greedy
        }
        expectRefusal("The tag is") { $0.stages[0].backTranslation?.tag = "two words" }
        expectRefusal("mix changes nothing in any stage") {
            $0.stages.removeFirst()
            try $0.apply([setting("mix", "1:2")])
        }
        expectRefusal("there is other general text") {
            try $0.apply([setting("general-tsv", folder.path("more"))])
        }
        try folder.write(lines: ["mine"], to: "full/notes.txt")
        expectRefusal("notes.txt", in: "full") { _ in }
        expectRefusal("notes.txt", in: "full", .overwrite) { _ in }
    }

    /// Sources are files like others: found from any folder, and not to be written over.
    @Test func pathsOfSourcesAreKnown() throws {
        let table = try folder.write(lines: ["red\tblue"], to: "run/own.tsv").path
        let started = changed { $0.stages[1].settings.append(setting("sources", "[{tsv: a.tsv}]")) }
        let error = #expect(throws: CalqueError.self) {
            try StagedTraining(started, in: folder.file("new"))
        }
        let whole = URL(fileURLWithPath: "a.tsv").path
        #expect(error?.message.contains(whole) == true, "\(error?.message ?? "")")
        let own = changed {
            $0.stages[1].settings.append(setting("sources", "[{tsv: \"\(table)\"}]"))
        }
        _ = try FileManager.default.createDirectory(
            at: folder.file("run/stages"), withIntermediateDirectories: true)
        try folder.write(lines: ["stages: [{name: a}]"], to: "run/stages/stages.yaml")
        let refusal = #expect(throws: CalqueError.self) {
            try StagedTraining(own, in: folder.file("run"), .overwrite)
        }
        #expect(
            refusal?.message.contains("would be overwritten") == true, "\(refusal?.message ?? "")")
    }

    /// Keys of all stages are left out where they mean nothing by the rules of other recipes.
    @Test func keysOfAllStagesAreThoseOfStagesThatReadThem() throws {
        let model = try TinyModel.shared.get().directory.url.path
        func check(_ more: [RecipeSetting], final: String = "best") throws {
            let common = [
                setting("source", folder.path("train.source")),
                setting("target", folder.path("train.target")), setting("updates", "2"),
            ]
            let stages = [
                StagedRecipe.Stage(name: "one", from: model),
                StagedRecipe.Stage(name: "two", settings: [setting("final", final)]),
            ]
            _ = try StagedTraining(
                StagedRecipe(common: common + more, stages: stages), in: folder.file("new"))
        }
        let languages = [setting("source-language", "en"), setting("target-language", "de")]
        // Rules of cleaning look at languages, which models know otherwise.
        try check(languages + [setting("cleaning", "standard")])
        #expect(throws: CalqueError.self) { try check(languages) }
        try check([setting("averaged-checkpoints", "3")], final: "average")
        #expect(throws: CalqueError.self) { try check([setting("averaged-checkpoints", "3")]) }
        // The schedule that a limit leads to has an end.
        try check([setting("final-learning-rate", "0.00001")])
    }

    @Test func aReverseModelHasTheOtherDirection() throws {
        var model = try TinyRun.recipe(in: folder)
        model.text.sourceLanguage = "en"
        model.text.targetLanguage = "de"
        model.limits.updates = 1
        try TrainingRun(model, in: folder.file("en-de")).train()
        expectRefusal("direction turned round") {
            try $0.apply([setting("source-language", "en"), setting("target-language", "de")])
            $0.stages[0].backTranslation?.reverse = folder.path("en-de")
            $0.stages[0].backTranslation?.settings = []
        }
    }
}
