import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Training
import Translation

struct ReverseTaskTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Token ids as a line.
    private static func line(_ tokens: some Sequence<Int32>) -> String {
        tokens.map(String.init).joined(separator: " ")
    }

    @Test(arguments: Set([Precision.float32, .fastest]))
    func reversingIsLearntWithoutAnError(precision: Precision) throws {
        try expectNoErrors(ReverseTask(pairs: 4_000, heldOut: 200), precision) {
            ReverseTask.model()
        }
    }

    @Test(arguments: [AttentionScore.additive, .general])
    func reversingIsLearntWithoutAnErrorByGRUsThatAttend(score: AttentionScore) throws {
        try expectNoErrors(ReverseTask(pairs: 4_000, heldOut: 200), .fastest) {
            ReverseTask.recurrentModel(.gru) {
                $0.attention = score
                $0.reading = .both
            }
        }
    }

    /// What a summary has room for, it can say from the end to the beginning.
    @Test func shortSequencesAreReversedFromASummaryByLSTMs() throws {
        let task = ReverseTask(pairs: 4_000, heldOut: 50, lengths: 2...4)
        try expectNoErrors(task, .fastest) { ReverseTask.recurrentModel(.lstm) { $0.width = 96 } }
    }

    private func expectNoErrors(
        _ task: ReverseTask, _ precision: Precision,
        _ makeModel: @escaping () -> any SequenceToSequenceModel
    ) throws {
        var options = TrainingOptions()
        options.workers = 2
        options.precision = precision
        options.updateTokens = 1_000
        options.labelSmoothing = 0
        options.schedule = .inverseSquareRoot(peak: 5e-3, warmup: 50)
        options.budget.updates = 500
        options.validationInterval = 100
        options.checkpointInterval = 500
        var run = TrainingRun(
            folder.file("run"), task, options, makeModel: makeModel)
        let validation = task.validation { Self.line($0) }
        run.validation = validation
        run.translate = { sources, model, pool in
            try TokenTranslator(model, on: pool).translate(sources, .greedy)
                .map { Self.line($0[0].tokens) }
        }
        let result = try run.train().result
        #expect(result.best?.bleu.map { $0 > 99.9 } == true)

        let model = try ModelDirectory(run.url).loadModel(precision: precision)
        let pool = WorkerPool(count: 2, precision: precision)
        let sources = task.heldOut.map { $0 + [ReverseTask.special.end] }
        let translations = try TokenTranslator(model, on: pool).translate(sources, .greedy)
            .map { Self.line($0[0].tokens) }
        let wrong = zip(translations, validation.references).filter { $0 != $1 }
        #expect(wrong.isEmpty, "\(wrong.count) of \(translations.count) are wrong")
    }
}
