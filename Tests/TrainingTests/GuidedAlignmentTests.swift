import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Training

/// Training with links between the tokens of pairs.
struct GuidedAlignmentTests {
    private static let task = ReverseTask(pairs: 2000, heldOut: 40)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The task's pairs, of which every digit is linked to itself, and the ends to each other.
    private static func linked(_ corpus: EncodedCorpus) -> EncodedCorpus {
        var linked = EncodedCorpus(keepsLinks: true)
        for pair in 0..<corpus.count {
            linked.append(
                source: corpus.source[pair], target: corpus.target[pair],
                links: PairLinks(words: Alignment([]), tokens: links(corpus.source[pair].count)))
        }
        return linked
    }

    private static func links(_ count: Int) -> Alignment {
        Alignment(
            (0..<count).map { target in
                .init(source: target == count - 1 ? target : count - 2 - target, target: target)
            })
    }

    private func run(
        _ name: String, isGuided: Bool, workers: Int = 2, updates: Int = 150,
        _ change: (inout TrainingOptions) -> Void = { _ in }
    ) -> TrainingRun {
        var options = TrainingOptions.short(workers: workers)
        options.updateTokens = 500
        options.schedule = .inverseSquareRoot(peak: 5e-3, warmup: 50)
        options.budget.updates = updates
        options.checkpointInterval = 1000
        change(&options)
        var run = TrainingRun(folder.file(name), Self.task, options) {
            ReverseTask.model { $0.decoderLayers = 2 }
        }
        if isGuided { run.data = TrainingData(Self.linked(Self.task.training)) }
        return run
    }

    /// The share of the tokens of held-out pairs at which a head looks most where it is to.
    private func share(of model: any SequenceToSequenceModel, _ head: AlignmentHead) -> Double {
        let pairs = Self.task.validation.corpus
        let batch = Batch(Array(0..<pairs.count), of: pairs, model.specialTokens)
        let record = AttentionRecord()
        model.recordAttention(of: batch, in: record, Context(precision: .float32))
        var (right, all) = (0, 0)
        for pair in 0..<pairs.count {
            let count = pairs.source[pair].count
            let weights = record.layers[head.layer].weights(ofHead: head.head, in: pair)
            for link in Self.links(count).links {
                let row = Array(weights[link.target * count..<(link.target + 1) * count])
                all += 1
                if row.indices.max(by: { row[$0] < row[$1] }) == link.source { right += 1 }
            }
        }
        return Double(right) / Double(all)
    }

    @Test func theFirstHeadOfTheLastLayerLearnsWhereToLook() throws {
        let head = AlignmentHead(layer: 1, head: 0)
        let guided = try run("guided", isGuided: true).train().model
        let plain = try run("plain", isGuided: false).train().model
        let (with, without) = (share(of: guided, head), share(of: plain, head))
        #expect(with > 0.9 && with > without + 0.2, "\(with), \(without) without")
        // Whoever aligns by the model finds it.
        let stored = try ModelDirectory(folder.file("guided")).loadModel(precision: .float32)
        #expect(stored.generation.alignmentHead == head)
        let other = try ModelDirectory(folder.file("plain")).loadModel(precision: .float32)
        #expect(other.generation.alignmentHead == nil)
    }

    @Test func theHeadIsTheOneThatWasGuidedBefore() throws {
        var run = run("run", isGuided: true, updates: 60) { $0.guidedAlignmentWeight = 1 }
        run.makeModel = {
            var model = ReverseTask.model { $0.decoderLayers = 2 }
            model.generation.alignmentHead = AlignmentHead(layer: 0, head: 3)
            return model
        }
        try run.train()
        let stored = try ModelDirectory(run.url).loadModel(precision: .float32)
        #expect(stored.generation.alignmentHead == AlignmentHead(layer: 0, head: 3))
        #expect(
            share(of: stored, AlignmentHead(layer: 0, head: 3))
                > share(of: stored, AlignmentHead(layer: 0, head: 2)))
    }

    /// What is logged as the loss is that of the tokens; the head's stands beside it.
    @Test func theLogTellsTheHeadsLoss() throws {
        var run = run("run", isGuided: true, updates: 3) { $0.guidedAlignmentWeight = 0.5 }
        run.options.labelSmoothing = 0
        var reports: [UpdateReport] = []
        try run.train { if case .update(let report) = $0 { reports.append(report) } }
        let report = try #require(reports.first)
        let alignmentLoss = try #require(report.alignmentLoss)
        // Every token has a link.
        #expect(abs(report.objective - report.loss - 0.5 * alignmentLoss) < 1e-4)
        #expect(report.description.hasSuffix("alignment loss \(alignmentLoss.fixed(3))"))
        let logged = try RunDirectory.history(of: run.url).updates.map(\.alignmentLoss)
        #expect(logged.count == 3 && logged[0].map { abs($0 - alignmentLoss) < 1e-9 } == true)
    }

    @Test func withoutLinksLogsHaveNoWordOfThem() throws {
        let run = run("run", isGuided: false, updates: 2)
        try run.train()
        #expect(try run.log().allSatisfy { !$0.contains("alignment") })
    }

    /// The gradient is a sum over pairs, however they are split.
    @Test func workersShareTheLinks() throws {
        let losses = try [1, 2].map { workers in
            try run("\(workers)", isGuided: true, workers: workers, updates: 1) {
                $0.accumulation = workers
            }.train().model.weights
        }
        expect(losses[0], losses[1], relative: 1e-4, "weights after an update")
    }

    @Test func aRunGoesOnAsIfItHadNotStopped() throws {
        func run(_ name: String) -> TrainingRun {
            self.run(name, isGuided: true, updates: 6) { $0.checkpointInterval = 2 }
        }
        let whole = try run("whole").train().model
        try run("parts").train(stopAfter: 3)
        let resumed = try run("parts").train(.resume).model
        #expect(whole.weights == resumed.weights)
        let other = self.run("parts", isGuided: false, updates: 8) { $0.checkpointInterval = 2 }
        let error = #expect(throws: CalqueError.self) { try other.train(.resume) }
        #expect(error?.message.contains("another training text") == true)
    }

    @Test func aModelWithoutSuchHeadsIsRefused() throws {
        var run = run("run", isGuided: true)
        run.makeModel = {
            ReverseTask.recurrentModel(.gru) {
                $0.attention = .additive
                $0.reading = .both
            }
        }
        let error = #expect(throws: CalqueError.self) { try run.train() }
        #expect(error?.message.contains("no heads of attention to the source") == true)
        #expect(error?.kind == .configuration)
    }
}
