import Basics
import Foundation
import Layers
import Models
import TestSupport
import Testing
import Text
import Training
import Translation

/// How validations are scored, and what follows from the scores.
struct ValidationTests {
    private static let task = ReverseTask(pairs: 40, heldOut: 4)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A run with a validation every other update, whose loss falls unless `peak` is 0.
    private func run(
        references: [String], peak: Double = 1e-3, translations: @escaping @Sendable () -> [String]
    ) -> TrainingRun {
        var options = TrainingOptions()
        options.workers = 2
        options.precision = .float32
        options.updateTokens = 60
        options.schedule = .constant(peak: peak, warmup: 1)
        options.budget.updates = 12
        options.validationInterval = 2
        options.checkpointInterval = 100
        var run = TrainingRun(folder.file("run"), Self.task, options)
        run.validation = HeldOutPairs(
            corpus: EncodedCorpus(Self.task.heldOut), sources: references, references: references)
        run.translate = { _, _, _ in translations() }
        return run
    }

    // MARK: When

    @Test func theLastUpdateIsAlwaysValidatedAndOnlyOnce() throws {
        for (interval, expected) in [
            (RunSpan.updates(5), [5, 10, 12]), (6, [6, 12]), (500, [12]),
            (.share(0.25), [3, 6, 9, 12]),
        ] {
            var run = run(references: Self.spaced) { Self.spaced }
            run.options.validationInterval = interval
            var updates: [Int] = []
            let note = { (event: TrainingEvent) in
                if case .validation(let report) = event { updates.append(report.update) }
            }
            try run.train(.overwrite, report: note)
            try run.train(.resume, report: note)
            #expect(updates == expected, "\(interval)")
        }
    }

    @Test func aRunThatIsInterruptedIsNotValidatedForIt() throws {
        var run = run(references: Self.spaced) { Self.spaced }
        run.options.validationInterval = 100
        #expect(try run.train(stopAfter: 3).result.best == nil)
        #expect(try run.train(.resume).result.best?.update == 12)
    }

    @Test func aRunOfLimitedTimeIsValidatedAlongTheWayAndFallsToItsLowestRate() throws {
        var run = run(references: Self.spaced) { Self.spaced }
        run.options.budget.updates = nil
        run.options.budget.seconds = 1
        run.options.validationInterval = .share(0.2)
        run.options.schedule = .cosine(peak: 1e-3, warmup: .share(0.2), floor: 0)
        var updates: [UpdateReport] = []
        var validations: [ValidationReport] = []
        let result = try run.train { event in
            if case .update(let report) = event { updates.append(report) }
            if case .validation(let report) = event { validations.append(report) }
        }.result
        #expect(result.reason == .time)
        #expect((2...6).contains(validations.count))
        #expect(validations.last?.update == result.updates)
        let rates = updates.map(\.learningRate)
        #expect(rates.max().map { $0 > 0.9e-3 } == true)
        #expect(rates.last.map { $0 < 0.2e-3 } == true)
        #expect(rates[0] < 0.3e-3)
    }

    /// Half of the time goes by before the first update, and none of the warm-up.
    @Test func theFirstValidationTakesNoTimeFromTheWarmup() throws {
        let validations = Counter()
        var run = run(references: Self.spaced) {
            if validations.next() == 1 { usleep(600_000) }
            return Self.spaced
        }
        run.options.validatesFirst = true
        run.options.budget.updates = nil
        run.options.budget.seconds = 1.2
        run.options.validationInterval = 1_000_000
        run.options.schedule = .constant(peak: 1e-3, warmup: .share(1))
        var rates: [Double] = []
        try run.train { event in
            if case .update(let report) = event { rates.append(report.learningRate) }
        }
        #expect(rates.count > 3 && rates.dropFirst().prefix(2).allSatisfy { $0 < 0.5e-3 })
    }

    @Test func aShareOfARunWithoutAnEndIsRefused() throws {
        for change in [
            { $0.schedule = .cosine(peak: 1, warmup: 1, floor: 0) },
            { $0.schedule = .constant(peak: 1, warmup: .share(0.1)) },
            { $0.validationInterval = .share(0.1) },
        ] as [(inout TrainingOptions) -> Void] {
            var run = run(references: Self.spaced) { Self.spaced }
            run.options.budget.updates = nil
            run.options.patience = 1
            change(&run.options)
            #expect(try message { try run.train(.overwrite) }.contains("when"))
        }
    }

    // MARK: How

    private static let spaced = [
        "a man, with a hat.", "two dogs run away.", "the house is red.", "we see a bird.",
    ]
    private static let unspaced = ["红色的狗看见房子。", "蓝色的猫睡觉。", "绿色的鸟飞走了。", "房子很大。"]

    @Test(arguments: [spaced, unspaced])
    func theLossDecidesWhereBLEUStaysAtZero(references: [String]) throws {
        var run = run(references: references) { references.map { _ in "" } }
        run.options.patience = 2
        var validations: [ValidationReport] = []
        let result = try run.train { event in
            if case .validation(let report) = event { validations.append(report) }
        }.result
        #expect(validations.count == 6)
        #expect(validations.allSatisfy { $0.bleu == 0 && $0.isBest })
        #expect(zip(validations, validations.dropFirst()).allSatisfy { $0.loss > $1.loss })
        #expect(result.reason == .updates)
        #expect(result.best?.update == 12)
        #expect(result.highestBLEU == 0)
    }

    @Test func aHigherBLEUIsBetterAndLetsARunGoOnWhateverTheLoss() throws {
        let scores = Counter()
        // One more line is right every time, up to three.
        var run = run(references: Self.spaced, peak: 0) {
            let right = min(scores.next(), 3)
            return Self.spaced.enumerated().map { $0 < right ? $1 : "wrong" }
        }
        run.options.patience = 2
        let result = try run.train().result
        #expect(result.reason == .patience)
        #expect(result.best?.update == 6)
        #expect(result.updates == 10)
        #expect(result.highestBLEU == result.best?.bleu)
    }

    @Test func validationsOfOtherTextAreNotCompared() throws {
        var run = run(references: Self.spaced, peak: 0) { Self.spaced }
        run.options.budget.updates = 4
        let first = try run.train().result
        #expect(first.best?.update == 2 && first.best?.bleu.map { $0 > 99 } == true)
        // The same lines in another order, of which hardly any is right.
        let lines = Array(Self.spaced.reversed())
        run.validation = HeldOutPairs(
            corpus: EncodedCorpus(Self.task.heldOut.reversed()), sources: lines,
            references: lines)
        run.options.budget.updates = 8
        let second = try run.train(.resume).result
        #expect(second.best?.update == 6)
        #expect(second.highestBLEU.map { $0 < 50 } == true)
        run.general = run.validation
        run.options.budget.updates = 12
        #expect(try run.train(.resume).result.best?.update == 10)
        // With the same text the comparison goes on.
        run.options.budget.updates = 14
        #expect(try run.train(.resume).result.best?.update == 10)
    }

    // MARK: General text

    /// The own text is half right, and then all; general text is right, and then wrong.
    @Test(arguments: [FinalModel.best, .last, .average(1)])
    func theMeanDecidesAndTheModelThatIsLeftIsSpokenOf(final: FinalModel) throws {
        let calls = Counter()
        var run = run(references: Self.spaced, peak: 0) {
            switch calls.next() {
            case 1, 3: Array(Self.spaced.prefix(2)) + ["wrong", "wrong"]
            case 2, 4, 5: Self.spaced
            default: Self.spaced.map { _ in "wrong" }
            }
        }
        run.general = run.validation
        run.options.validatesFirst = true
        run.options.budget.updates = 4
        run.options.final = final
        var warnings: [String] = []
        let result = try run.train { event in
            if case .warning(let text) = event { warnings.append(text) }
        }.result
        #expect(calls.current == 6)
        #expect(result.best?.update == 0 && result.first?.update == 0)
        #expect(result.final?.update == (final == .best ? 0 : 4))
        #expect(warnings.isEmpty == (final == .best))
        #expect(warnings.allSatisfy { $0.contains("general text fell from 100.0 to 0.0") })
    }

    // MARK: How lines are cut

    @Test func spacedTextIsScoredAsEvaluateDoes() throws {
        let translations = [
            "a man with a hat.", "two dogs run away!", "the house is blue.", "a bird.",
        ]
        let run = run(references: Self.spaced) { translations }
        let best = try #require(try run.train().result.best)
        let score = try BLEU().corpusScore(
            hypotheses: translations, references: [Self.spaced]
        ).score
        #expect(best.bleu == score)
        #expect(best.bleuTokenizer == "13a")
        #expect(try run.log().contains { $0.contains(#""bleuTokenizer":"13a""#) })
    }

    @Test func hardlySpacedTextIsScoredByCharactersUnlessToldOtherwise() throws {
        let translations = ["红色的狗看见树。", "蓝色的猫跑。", "绿色的鸟飞。", "房子很大。"]
        var run = run(references: Self.unspaced) { translations }
        var best = try #require(try run.train().result.best)
        #expect(best.bleuTokenizer == "char")
        #expect(best.bleu.map { $0 > 40 && $0 < 100 } == true)
        run.options.validationTokenizer = BLEU.Tokenizer.none
        best = try #require(try run.train(.overwrite).result.best)
        #expect(best.bleuTokenizer == "none")
        #expect(best.bleu == 0)
    }

    /// Token ids as a line of characters.
    private static func line(_ tokens: some Sequence<Int32>) -> String {
        let digits = Array("〇一二三四五六七八九")
        return String(tokens.filter { $0 >= 2 }.map { digits[Int($0) - 2] })
    }

    /// Lines without a space, from the first update to a model that has learnt something: scored by
    /// words, the first checkpoint would have been the best, and patience would have ended the run.
    @Test func ofTextWithoutSpacesTheBestModelIsKept() throws {
        let task = ReverseTask(pairs: 400, heldOut: 30, lengths: 4...6)
        var run = run(references: []) { [] }
        run.data = TrainingData(task.training)
        run.options.updateTokens = 300
        run.options.schedule = .constant(peak: 5e-3, warmup: 20)
        run.options.budget.updates = 150
        run.options.validationInterval = 15
        run.options.patience = 3
        run.validation = task.validation { Self.line($0) }
        run.translate = { sources, model, pool in
            try TokenTranslator(model, on: pool).translate(sources, .greedy).map {
                Self.line($0[0].tokens)
            }
        }
        var scores: [Double] = []
        let result = try run.train { event in
            if case .validation(let report) = event { scores.append(report.bleu ?? .nan) }
        }.result
        let best = try #require(result.best)
        #expect(best.bleu == scores.max())
        #expect(best.update > 60)
        #expect(scores[0] < 20 && best.bleu.map { $0 > 30 } == true, "\(scores)")
        let checkpoint = run.url.appendingPathComponent(
            "checkpoints/update-\(String(format: "%08d", best.update))")
        let (kept, published) = try (
            ModelDirectory(checkpoint).loadModel(precision: .float32) as? Transformer,
            ModelDirectory(run.url).loadModel(precision: .float32) as? Transformer
        )
        #expect(kept?.weights == published?.weights && kept != nil)
    }
}
