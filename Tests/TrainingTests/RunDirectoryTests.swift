import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Training

struct RunDirectoryTests {
    private static let task = ReverseTask(pairs: 40, heldOut: 4)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingRun {
        TrainingRun(folder.file("run"), Self.task, .short(workers: 1, change))
    }

    private func exists(_ name: String) -> Bool {
        folder.exists("run/\(name)")
    }

    // MARK: Its history

    /// The weights that a validation measures are those that the next update begins with, and without
    /// dropout both agree on the same pairs, whatever label smoothing adds to what is minimised.
    @Test func theLossOfAnUpdateIsWhatValidationMeasures() throws {
        var run = run {
            $0.budget.updates = 40
            $0.validationInterval = 39
            $0.updateTokens = 10_000
            $0.labelSmoothing = 0.2
            $0.schedule = .constant(peak: 1e-2, warmup: 1)
        }
        run.validation = HeldOutPairs(
            corpus: Self.task.training, sources: [], references: [])
        try run.train { _ in }
        let history = try TrainingHistory(log: run.url.appendingPathComponent("log.jsonl"))
        let (update, validation) = (history.updates[39], history.validations[0])
        #expect(update.update == 40 && validation.update == 39)
        #expect(abs(update.loss - validation.loss) < 1e-4)
        #expect(update.objective > update.loss + 0.05)
    }

    @Test func logsWhoseLossWasTheObjectiveAreRead() throws {
        let line = """
            {"event":"update","update":1,"epoch":1,"loss":2.5,"perplexity":2.718281828459045,\
            "accuracy":0.5,"tokens":10,"seconds":1,"learningRate":0.1,"gradientNorm":1}

            """
        let log = try folder.write(line.utf8, to: "old.jsonl")
        let update = try #require(try TrainingHistory(log: log).updates.first)
        #expect(abs(update.loss - 1) < 1e-12)
        #expect(update.objective == 2.5)
    }

    @Test func theHistoryIsWhatTheTrainerReported() throws {
        var run = run { $0.validationInterval = 3 }
        run.validation = HeldOutPairs(
            corpus: EncodedCorpus(Self.task.heldOut), sources: [], references: [])
        var rates: [Double] = []
        try run.train { event in
            if case .update(let report) = event { rates.append(report.tokensPerSecond) }
        }
        let history = try RunDirectory.history(of: run.url)
        #expect(history.updates.map(\.update) == Array(1...6))
        #expect(history.validations.map(\.update) == [3, 6])
        let median = try #require(history.tokensPerSecond)
        #expect(abs(median - rates.sorted()[3]) < 1e-6 * median)
    }

    // MARK: A folder that holds a run already

    @Test func aFolderThatHoldsARunIsRefused() throws {
        let run = run()
        try run.train()
        let log = try run.log()
        let error = #expect(throws: CalqueError.self) { try run.train() }
        #expect(error?.message.contains(run.url.path) == true)
        #expect(error?.remedy == .resumeOrOverwriteRun && error?.kind == .system)
        #expect(try run.log() == log)
    }

    @Test func aFolderThatHoldsAModelIsRefused() throws {
        let run = run()
        try ModelDirectory(run.url).save(ReverseTask.model(), tokenizer: nil)
        #expect(throws: CalqueError.self) { try run.train() }
    }

    @Test func aFolderOfOtherThingsIsTaken() throws {
        let run = run()
        try folder.write("hello".utf8, to: "run/notes.txt")
        #expect(!RunDirectory.holdsRun(run.url))
        try run.train()
        #expect(RunDirectory.holdsRun(run.url))
        #expect(exists("notes.txt"))
    }

    @Test(arguments: [
        "source.spm", "vocab.json", "training.yaml", "config.json", "training.svg", "log.jsonl",
        "training.html", "base-translations.tsv", "checkpoints/epoch-3/weights",
    ])
    func whatNoRunWroteIsNotWrittenOver(name: String) throws {
        let run = run()
        try folder.write("mine".utf8, to: "run/\(name)")
        for existing in [RunDirectory.Existing.refuse, .resume, .overwrite] {
            let message = try message { try run.train(existing) }
            #expect(message.contains(run.url.path), "\(message)")
            #expect(message.contains(name.split(separator: "/")[0]), "\(message)")
        }
        #expect(try folder.text("run/\(name)") == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: run.url.path).count == 1)
    }

    /// An empty file may be anybody's.
    @Test(arguments: [[], ["config.json"], ["checkpoints/", "config.json"]])
    func anEmptyLogAloneMakesNoRun(others: [String]) throws {
        let run = run()
        for name in others + ["log.jsonl"] {
            if name.hasSuffix("/") {
                try folder.makeFolder("run/\(name)")
            } else {
                try folder.write([], to: "run/\(name)")
            }
        }
        #expect(!RunDirectory.holdsRun(run.url))
        for existing in [RunDirectory.Existing.refuse, .resume, .overwrite] {
            #expect(
                try message { try run.train(existing) }.contains("log.jsonl, but no training run"))
        }
        for name in others { #expect(exists(name)) }
    }

    @Test func aRunThatHasJustBegunIsOne() throws {
        let run = run()
        _ = try RunDirectory(run.url, tokenizer: nil, existing: .refuse)
        for name in ["vocab.json", "training.yaml"] {
            try folder.write([], to: "run/\(name)")
        }
        #expect(RunDirectory.holdsRun(run.url))
        try run.train(.resume)
        #expect(try run.log().count == 6)
    }

    @Test func overwritingLeavesWhatIsNotOfTheRun() throws {
        let run = run()
        try run.train()
        try folder.write("mine".utf8, to: "run/notes.txt")
        try run.train(.overwrite)
        #expect(exists("notes.txt"))
    }

    @Test func twoCannotTrainInOneFolder() throws {
        let run = run()
        var message = ""
        try run.train { event in
            guard case .update(let report) = event, report.update == 3 else { return }
            for existing in [RunDirectory.Existing.refuse, .resume, .overwrite] {
                let error = #expect(throws: CalqueError.self) { try run.train(existing) }
                message = try #require(error).message
                #expect(message.contains("Another process is training in \(run.url.path)"))
            }
        }
        #expect(!message.isEmpty)
        #expect(try run.log().count == 6)
        #expect(!exists("run.lock"))
    }

    @Test func whatAKilledProcessWasWritingGoes() throws {
        let run = run()
        try run.train(stopAfter: 3)
        let left = ["model.safetensors.partial-01234567", "training.svg.partial-89abcdef"]
        let others = ["notes.partial-01234567", "model.safetensors.partial"]
        for name in left + others {
            try folder.write([], to: "run/\(name)")
        }
        try run.train(.resume)
        for name in left { #expect(!exists(name)) }
        for name in others { #expect(exists(name)) }
    }

    @Test func overwritingBeginsAnew() throws {
        var run = run { $0.budget.updates = 8 }
        try run.train()
        run.options.budget.updates = 2
        var updatesDone = -1
        try run.train(.overwrite) { event in
            if case .started(let start) = event { updatesDone = start.updatesDone }
        }
        #expect(updatesDone == 0)
        #expect(try run.log().count == 2)
        #expect(try run.checkpoints() == ["update-00000002"])
    }

    @Test func anOverwrittenRunLeavesNoModelBehindBeforeItHasOne() throws {
        let run = run()
        try run.train()
        #expect(exists("model.safetensors"))
        var existed = true
        try run.train(.overwrite, stopAfter: 1) { event in
            if case .started = event { existed = exists("model.safetensors") }
        }
        #expect(!existed)
    }

    @Test func aRunThatIsInterruptedLeavesAModel() throws {
        try run().train(stopAfter: 1)
        #expect(exists("model.safetensors"))
    }

    @Test func resumingAnEmptyFolderBeginsARun() throws {
        let run = run()
        #expect(try run.train(.resume).result.updates == 6)
    }

    // MARK: Checkpoints

    @Test(arguments: [1, 2, 5])
    func theNewestCheckpointsAreKept(count: Int) throws {
        let run = run {
            $0.budget.updates = 8
            $0.keptCheckpoints = count
        }
        try run.train()
        let all = (1...4).map { "update-0000000\(2 * $0)" }
        // Two at least: should the newest be damaged, the one before it is there.
        #expect(try run.checkpoints() == all.suffix(max(count, 2)))
    }

    @Test func theBestCheckpointIsKept() throws {
        var run = run {
            $0.budget.updates = 12
            $0.keptCheckpoints = 2
            $0.validationInterval = 3
            // The first validation is the best: from then on things get worse.
            $0.schedule = .constant(peak: 0.3, warmup: 1)
        }
        run.validation = Self.task.validation
        var losses: [Int: Double] = [:]
        let best = try run.train { event in
            if case .validation(let report) = event { losses[report.update] = report.loss }
        }.result.best
        let update = try #require(best?.update)
        #expect(losses[update] == losses.values.min())
        #expect(losses.count == 4)
        let expected = Set([update, 10, 12]).sorted().map { update in
            "update-" + String(repeating: "0", count: update < 10 ? 7 : 6) + "\(update)"
        }
        let kept = try run.checkpoints()
        #expect(kept == expected, "\(kept), not \(expected)")
        // It is also what the run leaves in its folder.
        let left = try model(at: run.url)
        #expect(left.weights == (try model(at: checkpoint(update, of: run))).weights)
    }

    @Test func theTwoNewestCheckpointsHaveWhatResumingNeeds() throws {
        try run().train()
        for (update, isResumable) in [(2, false), (4, true), (6, true)] {
            for name in ["training.safetensors", "state.json", "model.safetensors"] {
                let isExpected = isResumable || name == "model.safetensors"
                #expect(exists("checkpoints/update-0000000\(update)/\(name)") == isExpected)
            }
        }
    }

    @Test func whereNoCheckpointIsSoundTheNewestIsNamed() throws {
        let run = run()
        try run.train()
        for update in [4, 6] {
            try folder.write(
                "{".utf8, to: "run/checkpoints/update-0000000\(update)/state.json")
        }
        #expect(try message { try run.train(.resume) }.contains("update-00000006/state.json"))
    }

    @Test func aCheckpointOfAnotherModelIsNamed() throws {
        var run = run()
        try run.train()
        run.makeModel = { ReverseTask.model { $0.encoderLayers = 2 } }
        let message = try message { try run.train(.resume) }
        #expect(message.contains("training.safetensors"))
        #expect(message.contains("model.encoder.layers.1.fc1.weight"))
    }

    // MARK: What a run leaves

    /// A folder that has weights is whole, whatever ended the process.
    @Test func theWeightsComeLast() throws {
        let run = run { $0.final = .last }
        #expect(throws: CalqueError.self) {
            try run.train { event in
                guard case .checkpoint(let folder) = event else { return }
                // By its name it comes after them, and a folder is in its way.
                try Data().write(to: folder.appendingPathComponent("vocab.json"))
                try FileManager.default.createDirectory(
                    at: run.url.appendingPathComponent("vocab.json"),
                    withIntermediateDirectories: true)
            }
        }
        #expect(exists("config.json") && !exists("model.safetensors"))
    }

    @Test func theLastModelIsLeftWhereThatIsAskedFor() throws {
        let run = run { $0.final = .last }
        let trained = try run.train().model
        #expect(try model(at: run.url).weights == trained.weights)
        #expect(exists("training.svg"))
        let page = try folder.text("run/training.html")
        #expect(page.contains("<svg") && page.contains("Ended at update"))
        #expect(!page.contains("refresh") && page.contains("default-src 'none'"))
    }

    @Test func theAverageOfTheLastCheckpointsIsLeftWhereThatIsAskedFor() throws {
        let run = run { $0.final = .average(2) }
        try run.train()
        let parts = try [4, 6].map { try model(at: checkpoint($0, of: run)).weights }
        let mean = zip(parts[0], parts[1]).map { ($0 + $1) / 2 }
        let left = try model(at: run.url).weights
        #expect(zip(left, mean).allSatisfy { abs($0 - $1) <= 1e-6 })
    }

    @Test func theModelBeforeTheFirstUpdateIsNoPartOfTheAverage() throws {
        var run = run {
            $0.final = .average(9)
            $0.validatesFirst = true
        }
        run.validation = Self.task.validation
        try run.train()
        #expect(try run.checkpoints().count == 4)
        let parts = try [2, 4, 6].map { try model(at: checkpoint($0, of: run)).weights }
        let left = try model(at: run.url).weights
        for place in left.indices {
            let mean = parts.reduce(0) { $0 + $1[place] } / 3
            guard abs(left[place] - mean) > 1e-6 else { continue }
            Issue.record("\(place): \(left[place]), not \(mean)")
            return
        }
    }

    @Test func theModelBeforeTheFirstUpdateIsWrittenOnce() throws {
        var run = run {
            $0.validatesFirst = true
            $0.checkpointInterval = 100
        }
        run.validation = Self.task.validation
        var written = 0
        for existing in [RunDirectory.Existing.refuse, .resume] {
            try run.train(existing, stopAfter: 0) { event in
                if case .checkpoint = event { written += 1 }
            }
        }
        #expect(written == 1)
        run.options.schedule = .constant(peak: 1e30, warmup: 1)
        let message = try message { try run.train(.resume) }
        #expect(message.contains("The checkpoint of update 0 is kept"), "\(message)")
    }

    @Test func whatIsToBeAveragedIsKept() throws {
        let run = run {
            $0.keptCheckpoints = 1
            $0.final = .average(3)
        }
        try run.train()
        #expect(try run.checkpoints().count == 3)
    }

    @Test func checkpointsHoldTheMovingAverageAndTrainingGoesOnWithTheWeights() throws {
        let averaging = run {
            $0.adam.averageDecay = 0.9
            $0.final = .last
        }
        let trained = try averaging.train().model
        let averaged = try model(at: averaging.url)
        #expect(averaged.weights != trained.weights)
        var plain = run { $0.final = .last }
        plain.options.adam.averageDecay = 0
        let expected = try plain.train(.overwrite).model
        #expect(trained.weights == expected.weights)
    }

    private func checkpoint(_ update: Int, of run: TrainingRun) throws -> URL {
        let name = try #require(try run.checkpoints().first { $0.hasSuffix("0\(update)") })
        return run.url.appendingPathComponent("checkpoints").appendingPathComponent(name)
    }

    private func model(at url: URL) throws -> Transformer {
        try #require(try ModelDirectory(url).loadModel(precision: .float32) as? Transformer)
    }
}
