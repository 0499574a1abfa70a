import Basics
import Foundation
import Layers
import Models
import Ranks
import TestSupport
import Testing
import Training
import Workflows

/// Runs that threads train together, each as a rank.
struct RankRunTests {
    private let folder: TemporaryFolder
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        recipe = try TinyRun.recipe(in: folder).with {
            $0.workers = 2
            $0.model.dropout = 0.1
        }
    }

    /// Trains on ranks.
    ///
    /// - Parameter stop: The rank that is told to end after two updates, if one is.
    private func train(
        _ recipe: TrainingRecipe, _ count: Int, in url: URL,
        _ existing: RunDirectory.Existing = .refuse, stop: Int? = nil
    ) -> [Result<TrainingResult, any Error>] {
        onRanks(count) { communicator in
            var asked = 0
            let isCancelled: () -> Bool = {
                defer { asked += 1 }
                return communicator.rank == stop && asked >= 2
            }
            guard communicator.isFirst else {
                return try TrainingRun.takePart(across: communicator, isCancelled: isCancelled)
            }
            let run: TrainingRun
            do {
                run = try TrainingRun(recipe, in: url, existing)
            } catch {
                communicator.announce(error)
                throw error
            }
            return try run.train(across: communicator, isCancelled: isCancelled)
        }
    }

    private func weights(_ url: URL) throws -> Data {
        try Data(contentsOf: url.appendingPathComponent("model.safetensors"))
    }

    @Test func twoRanksMakeTheModelOfTwoWorkersAndOnlyRankZeroNeedsFiles() throws {
        let (lone, ranked) = (folder.file("lone"), folder.file("ranked"))
        let expected = try TrainingRun(recipe, in: lone).train()
        for outcome in train(recipe, 2, in: ranked) {
            let result = try outcome.get()
            #expect(result.updates == expected.updates)
            #expect(result.best?.loss == expected.best?.loss)
            #expect(result.best?.bleu == expected.best?.bleu)
        }
        #expect(try weights(ranked) == weights(lone))
        #expect(try folder.text("ranked/training.yaml") == folder.text("lone/training.yaml"))
    }

    @Test func aRunGoesOnInOneProcess() throws {
        let (whole, parted) = (folder.file("whole"), folder.file("parted"))
        try TrainingRun(recipe, in: whole).train()
        for outcome in train(recipe, 2, in: parted, stop: 1) {
            #expect(try outcome.get().reason == .interrupted)
        }
        try TrainingRun(in: parted, .resume).train()
        #expect(try weights(parted) == weights(whole))
    }

    @Test func allHearWhatIsWrongOnRankZero() throws {
        let wrong = recipe.with { $0.text.source = folder.path("nowhere") }
        for outcome in train(wrong, 2, in: folder.file("run")) {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.message.contains("nowhere") == true, "\(error as Any)")
        }
        #expect(!folder.exists("run"))
    }

    @Test func fewerWorkersThanRanksAreRefused() throws {
        for outcome in train(recipe, 3, in: folder.file("run")) {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.message.contains("fewer than the 3 processes") == true)
        }
    }

    @Test func textThatChangesFromEpochToEpochIsTheSameOnAllRanks() throws {
        let changed = recipe.with {
            $0.robustness.upperCase = 0.3
            // All letters, and capitals.
            $0.tokenizer.vocabularySize = 60
        }
        let (lone, ranked) = (folder.file("lone"), folder.file("ranked"))
        try TrainingRun(changed, in: lone).train()
        for outcome in train(changed, 2, in: ranked) { _ = try outcome.get() }
        #expect(try weights(ranked) == weights(lone))
    }
}
