import Basics
import Foundation
import Layers
import Models
import Ranks
import Tensors
import TestSupport
import Testing
import Text
import Training
import Translation

/// A run that threads train as ranks would, or one process by itself.
private struct RankedRun: Sendable {
    let url: URL
    let data: TrainingData
    var options: TrainingOptions
    let validation: HeldOutPairs
    var wire = WireType.float32

    /// What a rank came to.
    struct Outcome: Sendable {
        let weights: [Float]
        let updates: Int
        let reason: TrainingResult.Reason
        let best: Double?
        let highestBLEU: Double?
    }

    /// Trains on ranks of so many workers; one number is a process by itself.
    func train(
        _ workers: [Int], _ existing: RunDirectory.Existing = .refuse,
        change: @escaping @Sendable (Int, inout RankedRun) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable (_ rank: Int, _ update: Int) -> Bool = { _, _ in false }
    ) -> [Result<Outcome, any Error>] {
        guard workers.count > 1 else {
            return [Result { try trainAlone(workers[0], existing) { isCancelled(0, $0) } }]
        }
        return onRanks(workers.count) { communicator in
            var run = self
            run.options.workers = workers[communicator.rank]
            change(communicator.rank, &run)
            do {
                return try run.train(
                    existing, TrainingRanks(communicator, wire: run.wire)
                ) { isCancelled(communicator.rank, $0) }
            } catch {
                communicator.announce(error)
                throw error
            }
        }
    }

    private func trainAlone(
        _ workers: Int, _ existing: RunDirectory.Existing, _ isCancelled: (Int) -> Bool
    ) throws -> Outcome {
        var run = self
        run.options.workers = workers
        return try run.train(existing, nil, isCancelled)
    }

    private func train(
        _ existing: RunDirectory.Existing, _ ranks: TrainingRanks?, _ isCancelled: (Int) -> Bool
    ) throws -> Outcome {
        let isFirst = ranks?.communicator.isFirst ?? true
        // Weights are those of rank 0.
        let model = ReverseTask.model(seed: isFirst ? 1 : 2) {
            $0.dropout = 0.1
            $0.attentionDropout = 0.1
        }
        let directory =
            isFirst ? try RunDirectory(url, tokenizer: nil, existing: existing) : nil
        let trainer = try Trainer(
            model, options: options, data: data, validation: validation, run: directory,
            across: ranks,
            translate: { sources, model, pool in
                try TokenTranslator(model, on: pool).translate(sources, .greedy).map {
                    $0[0].tokens.map { "\($0)" }.joined(separator: " ")
                }
            })
        var asked = 0
        let result = try trainer.train {
            defer { asked += 1 }
            return isCancelled(asked)
        }
        return Outcome(
            weights: model.weights, updates: result.updates, reason: result.reason,
            best: result.best?.loss, highestBLEU: result.highestBLEU)
    }

    /// The log without what a clock says, and what there is to go on from.
    func files() throws -> (log: [String], training: Data) {
        let folder = try #require(RunDirectory.newestCheckpoint(of: url))
        return (
            try TrainingRun.log(of: url),
            try Data(contentsOf: folder.appendingPathComponent(Adam.fileName))
        )
    }
}

struct RankTrainingTests {
    private static let task = ReverseTask(pairs: 60, heldOut: 7)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(
        _ name: String, _ change: (inout TrainingOptions) -> Void = { _ in }
    ) -> RankedRun {
        RankedRun(
            url: folder.file(name), data: TrainingData(Self.task.training),
            options: .short(workers: 1) {
                $0.budget.updates = 9
                $0.checkpointInterval = 4
                $0.validationInterval = 3
                $0.adam.averageDecay = 0.9
                $0.adam.clipNorm = 0.5
                $0.accumulation = 2
                change(&$0)
            },
            validation: Self.task.validation {
                $0.map { "\($0)" }.joined(separator: " ")
            })
    }

    @Test(arguments: [[1, 1], [2, 1], [1, 2], [1, 1, 1], [2, 2]])
    func ranksTrainTheModelOfOneProcess(workers: [Int]) throws {
        let (lone, ranked) = (run("lone"), run("ranked"))
        let expected = try #require(lone.train([workers.reduce(0, +)]).first).get()
        for outcome in ranked.train(workers) {
            let outcome = try outcome.get()
            #expect(outcome.weights == expected.weights)
            #expect(outcome.updates == expected.updates && outcome.reason == expected.reason)
            #expect(outcome.best == expected.best && outcome.highestBLEU == expected.highestBLEU)
        }
        let (one, other) = (try lone.files(), try ranked.files())
        #expect(one.log == other.log)
        #expect(one.training == other.training)
    }

    @Test func theLogSaysWhatARankSends() throws {
        let (lone, ranked) = (run("lone"), run("ranked"))
        _ = lone.train([2])
        let weights = try #require(ranked.train([1, 1]).first).get().weights.count
        func sent(_ run: RankedRun) throws -> [Int?] {
            try TrainingHistory(log: run.url.appendingPathComponent("log.jsonl")).updates
                .map(\.sentBytes)
        }
        #expect(try sent(lone) == Array(repeating: nil, count: 9))
        // Half of the sum of gradients and half of the weights, and some words.
        for bytes in try sent(ranked) {
            let words = try #require(bytes) - 4 * weights
            #expect((1...4096).contains(words + 64), "\(words)")
        }
    }

    @Test(arguments: [([1, 1], [2]), ([2], [1, 1]), ([1, 2], [1, 1, 1])])
    func aRunGoesOnExactlyOnOtherRanks(first: [Int], second: [Int]) throws {
        let (whole, parted) = (run("whole"), run("parted"))
        let expected = try #require(whole.train([first.reduce(0, +)]).first).get()
        // The last rank alone is told to stop.
        let last = first.count - 1
        for outcome in parted.train(first, isCancelled: { $0 == last && $1 == 5 }) {
            let outcome = try outcome.get()
            #expect(outcome.reason == .interrupted && outcome.updates == 5)
        }
        for outcome in parted.train(second, .resume) {
            #expect(try outcome.get().weights == expected.weights)
        }
        #expect(try parted.files().log == whole.files().log)
        #expect(try parted.files().training == whole.files().training)
    }

    @Test func aRunDoesNotGoOnWithAnotherNumberOfWorkersUnlessItMay() throws {
        let run = run("run")
        for outcome in run.train([1, 1], isCancelled: { $1 == 3 }) { _ = try outcome.get() }
        for outcome in run.train([1, 2], .resume) {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.message.contains("workers 2, not 3") == true, "\(error as Any)")
        }
        for outcome in run.train([1, 2], .resume(exactly: false)) {
            #expect(try outcome.get().updates == 9)
        }
    }

    @Test func ranksWithOtherTextDoNotBegin() throws {
        let other = TrainingData(ReverseTask(pairs: 60, seed: 2).training)
        let run = run("run")
        let changed: @Sendable (Int, inout RankedRun) -> Void = { rank, run in
            guard rank == 1 else { return }
            run = RankedRun(
                url: run.url, data: other, options: run.options, validation: run.validation)
        }
        for outcome in run.train([1, 1], change: changed) {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.message.contains("training text") == true, "\(error as Any)")
        }
    }

    @Test func timeEndsAllRanksTogether() throws {
        let run = run("run") {
            $0.budget.updates = nil
            $0.budget.seconds = 0.2
        }
        let outcomes = try run.train([1, 1]).map { try $0.get() }
        #expect(outcomes.allSatisfy { $0.reason == .time })
        #expect(outcomes[0].updates == outcomes[1].updates)
        #expect(outcomes[0].weights == outcomes[1].weights)
    }

    @Test func roundedNumbersOnTheWireKeepWeightsEqualOnAllRanks() throws {
        var run = run("run")
        run.wire = .bfloat16
        let outcomes = try run.train([1, 2]).map { try $0.get() }
        #expect(outcomes[0].weights == outcomes[1].weights)
        #expect(outcomes[0].weights.allSatisfy { $0.isFinite })
    }

    @Test func aLossThatIsNotFiniteStopsAllRanks() throws {
        let run = run("run") { $0.schedule = .constant(peak: 1e30, warmup: 1) }
        for outcome in run.train([1, 1]) {
            let error = #expect(throws: CalqueError.self) { try outcome.get() }
            #expect(error?.message.contains("not finite") == true, "\(error as Any)")
        }
    }
}
