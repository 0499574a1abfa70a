import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Training

struct TrainerTests {
    private static let task = ReverseTask(pairs: 40, heldOut: 4)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingRun {
        TrainingRun(folder.file("run"), Self.task, .short(workers: 2, change))
    }

    // MARK: Losses that are not finite

    @Test func aLossThatIsNotFiniteStopsAndKeepsTheLastGoodCheckpoint() throws {
        var run = run { $0.budget.updates = 4 }
        let good = try run.train().model
        run.options.budget.updates = 20
        run.options.checkpointInterval = 20
        run.options.schedule = .constant(peak: 1e30, warmup: 1)
        let error = #expect(throws: CalqueError.self) { try run.train(.resume) }
        let message = error?.message ?? ""
        for part in ["update 6 is not finite", "update 4 is kept", "lower learning rate"] {
            #expect(message.contains(part), "\(message)")
        }
        #expect(error?.kind == .divergence)
        let kept = run.url.appendingPathComponent("checkpoints/update-00000004")
        let loaded = try ModelDirectory(kept).loadModel(precision: .float32) as? Transformer
        #expect(loaded?.weights == good.weights)
        // With a sane learning rate the run goes on from there.
        run.options.schedule = .constant(peak: 1e-3, warmup: 1)
        run.options.budget.updates = 8
        #expect(try run.train(.resume).result.updates == 8)
    }

    @Test func withoutACheckpointTheMessageSaysSo() throws {
        let run = run {
            $0.checkpointInterval = 100
            $0.schedule = .constant(peak: 1e30, warmup: 1)
        }
        let message = try message { try run.train() }
        #expect(message.contains("No checkpoint was written yet"), "\(message)")
    }

    @Test func aValidationLossThatIsNotFiniteStopsToo() throws {
        var run = run {
            $0.schedule = .constant(peak: 1e30, warmup: 1)
            $0.validationInterval = 1
        }
        run.validation = Self.task.validation
        let message = try message { try run.train() }
        #expect(message.contains("not finite"), "\(message)")
    }

    /// A search would say that the model is damaged, which it is only where no update has made it so.
    @Test func aModelThatDivergedIsNotTranslatedWith() throws {
        var run = run {
            $0.schedule = .constant(peak: .infinity, warmup: 1)
            $0.validationInterval = 1
        }
        run.validation = Self.task.validation
        run.translate = { _, _, _ in throw CalqueError("Damaged.", kind: .model) }
        let diverged = try message { try run.train() }
        #expect(diverged.contains("validation loss of update 1 is not finite"), "\(diverged)")
        run.options.validatesFirst = true
        run.makeModel = {
            let model = ReverseTask.model()
            for entry in model.parameters.entries { entry.parameter.values[0] = .nan }
            return model
        }
        let damaged = try message { try run.train(.overwrite) }
        #expect(damaged.contains("Damaged"), "\(damaged)")
    }

    // MARK: Ends

    @Test func epochsEndARun() throws {
        var perEpoch = 0
        let run = run {
            $0.budget.updates = nil
            $0.budget.epochs = 2
        }
        let result = try run.train { event in
            if case .started(let start) = event { perEpoch = start.updatesPerEpoch }
        }.result
        #expect(result.reason == .epochs)
        #expect(perEpoch > 1 && result.updates >= 2 * perEpoch - 1)
    }

    @Test func timeEndsARun() throws {
        let run = run {
            $0.budget.updates = nil
            $0.budget.seconds = 0.1
        }
        let result = try run.train().result
        #expect(result.reason == .time)
        #expect(result.updates > 0 && result.seconds >= 0.1)
    }

    @Test func patienceEndsARunThatGetsNoBetter() throws {
        var run = run {
            $0.budget.updates = 100
            $0.validationInterval = 2
            $0.patience = 3
            // Nothing is learnt, so that no validation is better than the first.
            $0.schedule = .constant(peak: 0, warmup: 1)
        }
        run.validation = Self.task.validation
        let result = try run.train().result
        #expect(result.reason == .patience)
        #expect(result.best?.update == 2)
        #expect(result.updates == 8)
    }

    // MARK: Validation

    @Test func bleuDecidesWhereThereIsOneAndTheLossElsewhere() throws {
        for (bestBy, expected) in [(BestBy.bleu, 2), (.loss, 6)] {
            var run = run {
                $0.validationInterval = 2
                $0.bestBy = bestBy
            }
            run.validation = Self.task.validation
            let references = Self.task.heldOut.map { "\($0)" }
            let calls = Counter()
            // Perfect at first, wrong from then on, while the loss falls.
            run.translate = { _, _, _ in
                calls.next() == 1 ? references : references.map { _ in "wrong" }
            }
            let best = try run.train(.overwrite).result.best
            #expect(best?.update == expected, "best by \(bestBy)")
        }
    }

    @Test func samplesOfAValidationBelongTogether() throws {
        var run = run { $0.validationInterval = 6 }
        run.validation = Self.task.validation
        run.translate = { sources, _, _ in sources.map { "translation of \($0.dropLast())" } }
        let best = try #require(try run.train().result.best)
        #expect(best.samples.count == 3)
        for sample in best.samples {
            #expect(sample.translation == "translation of \(sample.source)")
            #expect(sample.reference == sample.source)
        }
    }

    // MARK: Shares

    /// Gradients are summed over all tokens, however they are dealt out.
    @Test(arguments: [(workers: 1, accumulation: 1), (1, 3), (2, 1), (3, 2)])
    func theLossDoesNotDependOnHowAnUpdateIsShared(_ shares: (workers: Int, accumulation: Int))
        throws
    {
        func losses(workers: Int, accumulation: Int, _ name: String) throws -> [Double] {
            var losses: [Double] = []
            var run = TrainingRun(
                folder.file(name), Self.task, run().options)
            // The whole corpus is one update.
            run.options.updateTokens = 100_000
            run.options.workers = workers
            run.options.accumulation = accumulation
            try run.train { event in
                if case .update(let report) = event { losses.append(report.loss) }
            }
            return losses
        }
        let whole = try losses(workers: 1, accumulation: 1, "whole")
        let shared = try losses(
            workers: shares.workers, accumulation: shares.accumulation, "shared")
        #expect(zip(whole, shared).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(whole.count == 6 && whole[5] < whole[0])
    }

    /// Accumulation has no say in which pairs an update has: without dropout, losses differ by
    /// rounding alone.
    @Test(arguments: [2, 3])
    func accumulationLeavesUpdatesAsTheyAre(parts: Int) throws {
        func updates(accumulation: Int) throws -> [UpdateReport] {
            var updates: [UpdateReport] = []
            let run = run { $0.accumulation = accumulation }
            try run.train(.overwrite) { event in
                if case .update(let report) = event { updates.append(report) }
            }
            return updates
        }
        let (whole, parted) = (try updates(accumulation: 1), try updates(accumulation: parts))
        #expect(whole.map(\.tokens) == parted.map(\.tokens))
        #expect(zip(whole, parted).allSatisfy { abs($0.loss - $1.loss) < 1e-4 })
        #expect(whole.count == 6)
    }

    @Test func nothingToTrainOnIsRefused() throws {
        var run = run()
        run.data = TrainingData(EncodedCorpus())
        #expect(try message { try run.train() }.contains("no sentence pair"))
    }

    @Test(arguments: Architecture.allCases)
    func thereMayBeMoreWorkersThanPairs(architecture: Architecture) throws {
        let task = ReverseTask(pairs: 2)
        var options = run().options
        options.workers = 4
        let embeddings = EmbeddingConfiguration(
            vocabularySize: ReverseTask.vocabularySize, specialTokens: ReverseTask.special)
        let run = TrainingRun(folder.file("few"), task, options) {
            architecture.configuration(.tiny, embeddings).makeModel(seed: 1)
        }
        #expect(try run.train().result.updates == 6)
    }
}
