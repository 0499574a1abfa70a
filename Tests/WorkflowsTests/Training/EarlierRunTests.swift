import Foundation
import TestSupport
import Testing
import Training
import Workflows

/// The folder of a run that began before there were recipes: `calque train --vocabulary-size 40 …`
/// stopped after six of twelve updates.
struct EarlierRunTests {
    @Test func goesOnToTheSameLosses() throws {
        let folder = try TemporaryFolder()
        let fixture = try #require(Bundle.module.resourceURL)
            .appendingPathComponent("Fixtures/run-before-recipes")
        let copy = folder.file("copy")
        try FileManager.default.copyItem(at: fixture, to: copy)
        let run = copy.appendingPathComponent("run")
        let result = try TrainingRun(in: run, .resume) { recipe in
            // Its paths are relative.
            for (name, file) in [
                ("source", "train.source"), ("target", "train.target"),
                ("validation-source", "train.source"), ("validation-target", "train.target"),
            ] {
                #expect(try recipe.value(of: name)?.hasSuffix("/" + file) == true)
                try recipe.set(name, to: copy.appendingPathComponent(file).path)
            }
            recipe.limits.updates = 12
        }.train()
        #expect(result.updates == 12)
        let history = try RunDirectory.history(of: run)
        let expected = try TrainingHistory(log: copy.appendingPathComponent("expected.jsonl"))
        #expect(history.updates.map(\.update) == Array(1...12))
        // Products differ in their last digits from one kind of processor to the next.
        for (update, before) in zip(history.updates, expected.updates) {
            #expect(abs(update.loss - before.loss) < 1e-4 * before.loss)
            #expect(abs(update.learningRate - before.learningRate) < 1e-12)
        }
        for (validation, before) in zip(history.validations, expected.validations) {
            #expect(abs(validation.loss - before.loss) < 1e-4 * before.loss)
        }
        #expect(history.validations.count == expected.validations.count)
    }
}
