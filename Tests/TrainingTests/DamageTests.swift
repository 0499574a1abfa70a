import Basics
import Foundation
import Layers
import TestSupport
import Testing
import Text
import Training

/// What a run survives.
struct DamageTests {
    private static let task = ReverseTask(pairs: 40, heldOut: 4)
    private static let newest = "checkpoints/update-00000008"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ name: String, updates: Int = 8) -> TrainingRun {
        let options = TrainingOptions.short(workers: 1) {
            $0.budget.updates = updates
            $0.checkpointInterval = 3
            $0.validationInterval = 4
        }
        var run = TrainingRun(folder.file(name), Self.task, options)
        run.validation = HeldOutPairs(
            corpus: EncodedCorpus(Self.task.heldOut), sources: [], references: [])
        return run
    }

    /// Trains on, and returns what the run warned of.
    private func warnings(
        of run: TrainingRun, _ existing: RunDirectory.Existing = .resume,
        at update: Int = 0, doing change: @escaping () throws -> Void = {}
    ) throws -> [String] {
        var warnings: [String] = []
        try run.train(existing) { event in
            if case .warning(let text) = event { warnings.append(text) }
            if case .update(let report) = event, report.update == update { try change() }
        }
        return warnings
    }

    // MARK: A checkpoint

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let file: String
        let change: @Sendable (URL) throws -> Void

        static let all = [
            Damage(testDescription: "half of the weights", file: "training.safetensors") {
                let whole = try Data(contentsOf: $0)
                try whole.prefix(whole.count / 2).write(to: $0)
            },
            Damage(testDescription: "no weights", file: "training.safetensors") {
                try FileManager.default.removeItem(at: $0)
            },
            Damage(testDescription: "no state", file: "state.json") {
                try FileManager.default.removeItem(at: $0)
            },
            Damage(testDescription: "half a state", file: "state.json") {
                try Data("{".utf8).write(to: $0)
            },
            Damage(testDescription: "a state of another checkpoint", file: "state.json") {
                let text = try String(contentsOf: $0, encoding: .utf8)
                try Data(text.replacing(/"update":8/, with: #""update":-8"#).utf8).write(to: $0)
            },
        ]
    }

    @Test(arguments: Damage.all)
    func aRunGoesOnFromTheCheckpointBeforeADamagedOne(damage: Damage) throws {
        let (whole, damaged) = (run("whole", updates: 10), run("damaged", updates: 10))
        let expected = try whole.train().model
        try damaged.train(stopAfter: 8)
        try damage.change(
            damaged.url.appendingPathComponent(Self.newest).appendingPathComponent(damage.file))
        var begunAt = -1
        var warnings: [String] = []
        let model = try damaged.train(.resume) { event in
            if case .started(let start) = event { begunAt = start.updatesDone }
            if case .warning(let text) = event { warnings.append(text) }
        }.model
        #expect(begunAt == 6)
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("\(Self.newest)/\(damage.file)") == true, "\(warnings)")
        #expect(try damaged.log() == whole.log())
        #expect(model.weights == expected.weights)
        #expect(try damaged.checkpoints().suffix(2) == whole.checkpoints().suffix(2))
    }

    // MARK: The log

    @Test func aLostLogIsSaid() throws {
        let (whole, lost) = (run("whole"), run("lost"))
        let expected = try whole.train().model
        try lost.train(stopAfter: 5)
        try FileManager.default.removeItem(at: lost.url.appendingPathComponent("log.jsonl"))
        let warnings = try warnings(of: lost)
        #expect(warnings.count == 1 && warnings[0].contains("log.jsonl"), "\(warnings)")
        // Updates 6, 7 and 8, and the validation after 8.
        #expect(try lost.log() == whole.log().suffix(4))
        #expect(try lost.train(.resume).model.weights == expected.weights)
    }

    @Test(arguments: [
        "", "{", "\u{0}\u{1}", "null\n[]\n{\"event\":\"update\"}\n{\"event\":7}\n",
        "{\"event\":\"update\",\"update\":1e99}\n",
    ])
    func aLogOfAnyContentEndsNoRun(text: String) throws {
        let run = run("run")
        try run.train(stopAfter: 5)
        let log = run.url.appendingPathComponent("log.jsonl")
        for repetitions in [1, 2000] {
            try Data(String(repeating: text, count: repetitions).utf8).write(to: log)
            try run.train(.resume, stopAfter: repetitions == 1 ? 6 : 7)
        }
        try run.train(.resume)
        let history = try RunDirectory.history(of: run.url)
        #expect(history.updates.last?.update == 8)
    }

    @Test func repeatedUpdatesAndNumbersThatAreNoneAreDrawn() throws {
        let run = run("run")
        try run.train(stopAfter: 5)
        let log = run.url.appendingPathComponent("log.jsonl")
        let lines = try String(contentsOf: log, encoding: .utf8)
        let odd = lines.replacing(/"loss":[0-9.]+/, with: #""loss":"NaN""#)
            .replacing(/"gradientNorm":[0-9.e-]+/, with: #""gradientNorm":"-Infinity""#)
            .replacing(/"seconds":[0-9.e-]+/, with: #""seconds":0"#)
        let reversed = lines.split(separator: "\n").reversed().joined(separator: "\n")
        try Data("\(odd)\(lines)\(reversed)\n\(odd)".utf8).write(to: log)
        let curves = run.url.appendingPathComponent("training.svg")
        try FileManager.default.removeItem(at: curves)
        #expect(try warnings(of: run) == [])
        #expect(FileManager.default.fileExists(atPath: curves.path))
        let updates = try RunDirectory.history(of: run.url).updates.map(\.update)
        #expect(updates == updates.sorted() && Set(updates).count == updates.count)
    }

    // MARK: A full disk

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aLogThatCannotBeWrittenIsSaidOnceAndEndsNoRun() throws {
        let (whole, full) = (run("whole"), run("full"))
        let expected = try whole.train().model
        try full.train(stopAfter: 2)
        let log = full.url.appendingPathComponent("log.jsonl")
        try FileManager.default.removeItem(at: log)
        try FileManager.default.createSymbolicLink(
            atPath: log.path, withDestinationPath: "/dev/full")
        let warnings = try warnings(of: full)
        #expect(warnings.filter { $0.contains("No space left") }.count == 1, "\(warnings)")
        #expect(try full.train(.resume).model.weights == expected.weights)
    }

    @Test func curvesThatCannotBeDrawnEndNoRun() throws {
        let run = run("run")
        let curves = run.url.appendingPathComponent("training.svg")
        let warnings = try warnings(of: run, .refuse, at: 1) {
            try FileManager.default.createDirectory(at: curves, withIntermediateDirectories: true)
        }
        #expect(warnings.count == 1 && warnings[0].contains(curves.path), "\(warnings)")
        #expect(try run.log().count == 10)
    }

    @Test func aCheckpointThatCannotBeWrittenEndsTheRunAndNamesTheOneThatIsThere() throws {
        let (whole, full) = (run("whole"), run("full"))
        let expected = try whole.train().model
        let checkpoints = full.url.appendingPathComponent("checkpoints")
        let aside = full.url.appendingPathComponent("aside")
        let error = #expect(throws: CalqueError.self) {
            try full.train { event in
                guard case .update(let report) = event, report.update == 5 else { return }
                try FileManager.default.moveItem(at: checkpoints, to: aside)
            }
        }
        let message = try #require(error).message
        #expect(message.contains("update 4 is kept"), "\(message)")
        try FileManager.default.moveItem(at: aside, to: checkpoints)
        #expect(try full.train(.resume).model.weights == expected.weights)
        #expect(try full.log() == whole.log())
    }
}
