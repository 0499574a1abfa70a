import Foundation
import TestSupport
import Testing

/// `calque train` with a recipe in stages.
@Suite struct StagesTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
        try files.write(lines: ReversedText.sources, to: "train.source")
        try files.write(lines: ReversedText.targets, to: "train.target")
        try files.write(
            """
            source: train.source
            target: train.target
            updates: 4
            stages:
              - name: first
              - name: second
                updates: 2
            """.utf8, to: "stages.yaml")
    }

    private func train(_ arguments: [String], status: Int32 = 0) throws -> Command.Outcome {
        let outcome = try Command.run(["train", "--output", "run"] + arguments, in: files.url)
        #expect(outcome.status == status, "\(outcome.error)")
        return outcome
    }

    @Test func trainsOneStageAfterTheOther() throws {
        let outcome = try train(
            ["--config", "stages.yaml", "--set", "log-interval=1"] + TinyModel.sizes)
        for part in [
            "1/2 first: from random weights; updates: 4",
            "2/2 second: from stage first; updates: 2",
            "1/2 first: update 4", "2/2 second: update 2", "2/2 second: done",
        ] {
            #expect(outcome.error.contains(part), "\(outcome.error)")
        }
        let translated = try Command.run(
            "translate", "--model", files.path("run"), input: Data("red dog\n".utf8))
        #expect(translated.status == 0, "\(translated.error)")
        // All of it is there.
        let again = try train(["--resume"])
        #expect(again.error.contains("1/2 first: is done") && !again.error.contains("update 1"))
        // It is not mistaken for a plain run, nor written over.
        let plain = try train(
            ["--source", "train.source", "--target", "train.target", "--updates", "1"], status: 1)
        #expect(plain.error.contains("holds a training in stages"), "\(plain.error)")
        let refused = try train(["--config", "stages.yaml"], status: 1)
        #expect(refused.error.contains("--resume") && refused.error.contains("--overwrite"))
        _ = try train(["--config", "stages.yaml", "--overwrite"] + TinyModel.sizes)
    }

    /// What stays in the folder is the recipe: whatever becomes of so little text.
    @Test(arguments: [
        ("", "standard"), ("cleaning: {brackets: off}\n", "brackets"),
    ])
    func cleanIsAKeyOfAllStages(line: String, kept: String) throws {
        let yaml = line + "source: train.source\ntarget: train.target\nupdates: 1\n"
        try files.write((yaml + "stages: [{name: only}]\n").utf8, to: "clean.yaml")
        _ = try Command.run(
            ["train", "--output", "run", "--config", "clean.yaml", "--clean"] + TinyModel.sizes,
            in: files.url)
        let recipe = try String(
            contentsOf: files.file("run/stages/stages.yaml"), encoding: .utf8)
        let found = recipe.split(separator: "\n").filter { $0.hasPrefix("cleaning:") }
        #expect(found.count == 1 && found[0].contains(kept), "\(recipe)")
    }

    @Test func whatCannotBeIsSaidBeforeAnythingIsWritten() throws {
        for (stages, reason) in [
            ("[{name: a}, {name: a}]", "Two stages are called a"),
            ("[{name: a}, {name: b, size: base}]", "size is a matter of the first stage"),
            ("[{name: a, from: nowhere}]", "nowhere"),
            ("[{name: a, back-translate: nowhere}]", "nowhere"),
        ] {
            let yaml = "tsv: nowhere.tsv\nupdates: 2\nstages: \(stages)\n"
            try files.write(yaml.utf8, to: "wrong.yaml")
            let outcome = try Command.run(
                ["train", "--output", "none", "--config", "wrong.yaml"] + TinyModel.sizes,
                in: files.url)
            #expect(outcome.status != 0 && outcome.error.contains(reason), "\(outcome.error)")
        }
        #expect(!files.exists("none"))
    }
}
