import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Training
import Translation

/// What a run may be made of that has to survive a stop.
struct RunFeatures: Sendable, CustomTestStringConvertible {
    let name: String
    let precision: Precision
    let change: @Sendable (inout TrainingOptions) -> Void

    var testDescription: String { name }

    static let all = [
        RunFeatures(name: "plain", precision: .float32) { _ in },
        RunFeatures(name: "average, clipping, decay, accumulation", precision: .fastest) {
            $0.adam.averageDecay = 0.9
            $0.adam.clipNorm = 0.5
            $0.adam.weightDecay = 0.01
            $0.accumulation = 2
        },
    ]
}

struct ResumingTests {
    private static let updates = 14
    /// Three epochs and a bit.
    private static let task = ReverseTask(pairs: 60, heldOut: 6)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ name: String, _ features: RunFeatures = RunFeatures.all[0]) -> TrainingRun {
        var options = TrainingOptions()
        options.workers = 2
        options.precision = features.precision
        options.updateTokens = 100
        options.schedule = .inverseSquareRoot(peak: 3e-3, warmup: 5)
        options.budget.updates = Self.updates
        options.checkpointInterval = 4
        options.validationInterval = 5
        options.logInterval = 1
        features.change(&options)
        var run = TrainingRun(folder.file(name), Self.task, options) {
            ReverseTask.model {
                $0.dropout = 0.1
                $0.attentionDropout = 0.1
                $0.activationDropout = 0.1
            }
        }
        run.validation = Self.task.validation { "\($0)" }
        return run
    }

    @Test(arguments: RunFeatures.all)
    func theSameSeedAndWorkersGiveTheSameRunToTheLastBit(features: RunFeatures) throws {
        let (one, other) = (run("one", features), run("other", features))
        let first = try one.train().model
        let second = try other.train().model
        #expect(try one.log() == other.log())
        // Two validations on the way, and the last.
        #expect(try one.log().count == Self.updates + 3)
        #expect(first.weights == second.weights)
    }

    @Test func anotherSeedGivesAnotherRun() throws {
        let one = run("one")
        var other = run("other")
        other.options.seed = 2
        try one.train()
        try other.train()
        #expect(try one.log() != other.log())
    }

    @Test(arguments: RunFeatures.all)
    func aRunThatIsStoppedGoesOnAsIfItHadNotBeen(features: RunFeatures) throws {
        let whole = run("whole", features)
        let expected = try whole.train().model
        // Before the first update, between checkpoints, at one, at a validation, in a later epoch.
        for stop in [0, 3, 4, 5, 11] {
            let stopped = run("stopped-\(stop)", features)
            let interrupted = try stopped.train(stopAfter: stop).result
            #expect(interrupted.reason == .interrupted)
            #expect(interrupted.updates == stop)
            let (model, result) = try stopped.train(.resume)
            #expect(result.reason == .updates)
            #expect(try stopped.log() == whole.log(), "stopped after update \(stop)")
            #expect(model.weights == expected.weights, "stopped after update \(stop)")
        }
    }

    /// How many updates there will be is estimated from those that an epoch has, and not by a clock.
    @Test func aRunOfEpochsGoesOnExactlyWhileItsRateFallsToTheEnd() throws {
        func run(_ name: String) -> TrainingRun {
            var run = self.run(name)
            run.options.budget.updates = nil
            run.options.budget.epochs = 3
            run.options.schedule = .cosine(peak: 3e-3, warmup: .share(0.2), floor: 0)
            run.options.validationInterval = .share(0.3)
            return run
        }
        let whole = run("whole")
        var rates: [Double] = []
        let expected = try whole.train { event in
            if case .update(let report) = event { rates.append(report.learningRate) }
        }.model
        #expect(rates.last.map { $0 < 1e-5 } == true)
        #expect(rates.max().map { $0 > 2.5e-3 } == true)
        let stopped = run("stopped")
        for update in [2, 7, 8] { try stopped.train(.resume, stopAfter: update) }
        let model = try stopped.train(.resume).model
        #expect(try stopped.log() == whole.log())
        #expect(model.weights == expected.weights)
    }

    @Test func aRunMayBeStoppedAfterEveryUpdate() throws {
        let whole = run("whole", RunFeatures.all[1])
        let expected = try whole.train().model
        let stopped = run("stopped", RunFeatures.all[1])
        for update in 1..<Self.updates { try stopped.train(.resume, stopAfter: update) }
        let model = try stopped.train(.resume).model
        #expect(try stopped.log() == whole.log())
        #expect(model.weights == expected.weights)
    }

    /// What a kill leaves is the folder as it was at that moment.
    @Test(arguments: RunFeatures.all)
    func aRunThatIsKilledGoesOnFromItsLastCheckpoint(features: RunFeatures) throws {
        // Before the first checkpoint, between two, in an update that is to have one, at the end.
        // The first validation, after update 5, is the best so far, and has a checkpoint too.
        let lastCheckpoints = [2: 0, 6: 5, 8: 5, 13: 12]
        let whole = run("whole", features)
        let expected = try whole.train { event in
            guard case .update(let report) = event, lastCheckpoints[report.update] != nil else {
                return
            }
            try FileManager.default.copyItem(
                at: whole.url, to: run("killed-\(report.update)", features).url)
        }.model
        for (kill, lastCheckpoint) in lastCheckpoints {
            let killed = run("killed-\(kill)", features)
            var updatesDone = -1
            let model = try killed.train(.resume) { event in
                if case .started(let start) = event { updatesDone = start.updatesDone }
            }.model
            #expect(updatesDone == lastCheckpoint)
            #expect(try killed.log() == whole.log(), "killed in update \(kill)")
            #expect(model.weights == expected.weights, "killed in update \(kill)")
        }
    }

    @Test func aLogLineThatWasCutOffIsWrittenAgain() throws {
        let whole = run("whole")
        try whole.train()
        let killed = run("killed")
        try killed.train(stopAfter: 6)
        let log = killed.url.appendingPathComponent("log.jsonl")
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"event":"update","epo"#.utf8))
        try handle.close()
        try killed.train(.resume)
        #expect(try killed.log() == whole.log())
    }

    @Test func aFinishedRunThatIsResumedIsFinished() throws {
        let finished = run("finished")
        try finished.train()
        let log = try finished.log()
        let result = try finished.train(.resume).result
        #expect(result.reason == .updates)
        #expect(result.updates == Self.updates)
        #expect(try finished.log() == log)
    }

    @Test func aFinishedRunMayGoOnWithAHigherLimit() throws {
        var longer = run("longer")
        longer.options.budget.updates = 7
        try longer.train()
        longer.options.budget.updates = Self.updates
        try longer.train(.resume)
        let whole = run("whole")
        try whole.train()
        let losses = { (run: TrainingRun) in
            // The share of the run that is done counts by the limit, and each end has a validation.
            try run.log().filter { $0.contains(#""event":"update""#) }
                .map { $0.replacing(/"progress":[0-9.e-]+,/, with: "") }
        }
        #expect(try losses(longer) == losses(whole))
    }

    @Test(
        arguments: [
            (says: "seed 1, not 2", change: { @Sendable in $0.options.seed = 2 }),
            ("workers 2, not 1", { $0.options.workers = 1 }),
            ("update tokens 100, not 10000", { $0.options.updateTokens = 10_000 }),
            ("accumulation 1, not 3", { $0.options.accumulation = 3 }),
            (
                "training pairs 60, not 50",
                { $0.data = TrainingData(ReverseTask(pairs: 50).training) }
            ),
        ] as [(says: String, change: @Sendable (inout TrainingRun) -> Void)])
    func aRunDoesNotGoOnWithDataCutAnotherWay(
        difference: (says: String, change: @Sendable (inout TrainingRun) -> Void)
    ) throws {
        var run = run("run")
        try run.train(stopAfter: 5)
        let log = try run.log()
        difference.change(&run)
        let message = try message { try run.train(.resume) }
        #expect(message.contains(difference.says), "\(message)")
        #expect(try run.log() == log)
    }
}
