import Layers
import Models
import Testing
import Training

struct TrainingPlanTests {
    /// Multi30k's tokens, and the speeds of two cores of an AMD EPYC (Zen 4).
    private static let textTokens = 430_000
    private static let speeds: [ModelSize: Double] = [.tiny: 21_000, .small: 7_800, .base: 1_300]

    private func plan(
        _ budget: TrainingBudget, textTokens: Int = textTokens,
        _ choose: (inout TrainingPlan.Choices) -> Void = { _ in }
    ) -> TrainingPlan {
        var choices = TrainingPlan.Choices()
        choose(&choices)
        return TrainingPlan(
            choices, budget: budget, architecture: .transformer, textTokens: textTokens,
            tokensPerSecond: Self.speeds)
    }

    @Test(arguments: [
        (minutes: 3.0, size: ModelSize.tiny, updateTokens: 2048, dropout: 0.1),
        (30, .tiny, 4096, 0.3), (90, .tiny, 4096, 0.3),
    ])
    func timeShapesARun(minutes: Double, size: ModelSize, updateTokens: Int, dropout: Double) {
        let plan = plan(TrainingBudget(seconds: 60 * minutes))
        #expect(plan.size == size)
        #expect(plan.updateTokens == updateTokens)
        #expect(plan.dropout == dropout)
        #expect(plan.shape == .cosine)
        #expect(plan.warmup == .share(0.15))
        #expect(plan.warnings.isEmpty)
        let updates = 60 * minutes * 21_000 / Double(updateTokens)
        #expect(plan.expectedUpdates.map { abs($0 - updates) < 1 } == true)
    }

    @Test(arguments: [
        (minutes: 0.5, interval: RunSpan.share(1)), (3, .share(1 / 3)), (30, .share(0.1)),
        (600, .share(0.05)),
    ])
    func validationsFollowTheTime(minutes: Double, interval: RunSpan) {
        #expect(plan(TrainingBudget(seconds: 60 * minutes)).validationInterval == interval)
    }

    @Test(arguments: [
        (updates: 4, warmup: 1, interval: 1), (2000, 300, 200), (100_000, 4000, 500),
    ])
    func updatesShapeARunInUpdates(updates: Int, warmup: Int, interval: Int) {
        let plan = plan(TrainingBudget(updates: updates))
        #expect(plan.shape == .cosine)
        #expect(plan.warmup == .updates(warmup))
        #expect(plan.validationInterval == .updates(interval))
        #expect(plan.updateTokens == 4096)
        #expect(plan.expectedUpdates == Double(updates))
    }

    @Test func epochsShapeARun() {
        let plan = plan(TrainingBudget(epochs: 10))
        #expect(plan.expectedEpochs == 10)
        #expect(plan.updateTokens == 2048)
        #expect(plan.warmup == .share(0.15))
        #expect(plan.validationInterval == .updates(209))
    }

    @Test(arguments: [
        (textTokens: 30_000, size: ModelSize.tiny, updateTokens: 1024, dropout: 0.3, interval: 116),
        (2_600_000, .small, 8192, 0.2, 500), (50_000_000, .small, 8192, 0.1, 500),
    ])
    func withoutALimitTheTextAloneDecides(
        textTokens: Int, size: ModelSize, updateTokens: Int, dropout: Double, interval: Int
    ) {
        let plan = plan(TrainingBudget(), textTokens: textTokens)
        #expect(plan.size == size)
        #expect(plan.updateTokens == updateTokens)
        #expect(plan.dropout == dropout)
        #expect(plan.shape == .inverseSquareRoot)
        #expect(plan.warmup == (size == .tiny ? 1000 : 4000))
        #expect(plan.validationInterval == .updates(interval))
        #expect(plan.expectedUpdates == nil)
        #expect(plan.warnings.isEmpty)
    }

    @Test func moreTimeAndTextMakeALargerModel() {
        let text = 20_000_000
        let sizes = [3.0, 60, 3000].map {
            plan(TrainingBudget(seconds: 60 * $0), textTokens: text).size
        }
        #expect(sizes == [.tiny, .small, .base])
    }

    @Test func whatIsChosenStays() {
        let plan = plan(TrainingBudget(seconds: 180)) {
            $0.size = .base
            $0.dropout = 0.4
            $0.updateTokens = 500
            $0.shape = .constant
            $0.warmup = 7
            $0.validationInterval = 9
        }
        #expect(plan.size == .base)
        #expect(plan.dropout == 0.4)
        #expect(plan.updateTokens == 500)
        #expect(plan.shape == .constant)
        #expect(plan.warmup == 7)
        #expect(plan.validationInterval == 9)
        #expect(plan.expectedUpdates.map { abs($0 - 180 * 1300 / 500) < 1e-9 } == true)
    }

    @Test func thePapersScheduleKeepsItsWarmUp() {
        #expect(plan(TrainingBudget(updates: 100)) { $0.shape = .paper }.warmup == 4000)
    }

    @Test func otherArchitecturesAreSmallUnlessToldOtherwise() {
        let plan = TrainingPlan(
            budget: TrainingBudget(updates: 1000), architecture: .gru, textTokens: 10_000)
        #expect(plan.size == .small)
    }

    @Test(arguments: [1e9, 1e20, 1e300, .infinity])
    func aLimitThatNobodyLivesToSeeIsOne(minutes: Double) throws {
        let plan = plan(TrainingBudget(seconds: 60 * minutes))
        #expect(plan.warnings.isEmpty)
        #expect(try #require(plan.expectedUpdates) <= 1e15)
        // Written down and read again, it is still a share.
        let interval = try #require(RunSpan(plan.validationInterval.description))
        #expect(interval == plan.validationInterval && interval != .share(0))
    }

    @Test func whatCannotComeToAnythingIsSaid() {
        let warmUp = plan(TrainingBudget(seconds: 180)) { $0.warmup = 4000 }.warnings
        #expect(warmUp.count == 1)
        #expect(warmUp.first?.contains("warm-up takes 4000 updates") == true)
        let short = plan(TrainingBudget(seconds: 60)) { $0.size = .base }.warnings
        #expect(short.count == 1)
        #expect(short.first?.contains("only 76 updates") == true, "\(short)")
        #expect(plan(TrainingBudget(updates: 20)).warnings.count == 1)
        #expect(plan(TrainingBudget(updates: 300)).warnings.isEmpty)
    }

    @Test func saysWhatIsExpected() {
        let lines = plan(TrainingBudget(updates: 2000)).lines
        #expect(lines.count == 2)
        #expect(lines[0] == "plan: about 2,000 updates of 4,096 tokens, 19 passes over the text")
        #expect(
            lines[1] == "plan: dropout 0.2, warm-up 300 updates, between validations 200 updates")
        let open = plan(TrainingBudget()).lines
        #expect(
            open.count == 1 && open[0].hasPrefix("plan: updates of 4,096 tokens, dropout 0.3, "))
        let short = plan(TrainingBudget(updates: 4))
        #expect(short.lines.dropFirst(2).allSatisfy { $0.hasPrefix("warning: The ") })
        #expect(short.lines.count == 2 + short.warnings.count)
    }

    @Test func saysWhatARunOfSomeMinutesComesTo() {
        let plan = TrainingPlan(
            budget: TrainingBudget(seconds: 1800), architecture: .transformer,
            textTokens: Self.textTokens, tokensPerSecond: Self.speeds,
            text: TrainingPlan.PlannedText(pairs: 29_000, vocabularySize: 8000))
        #expect(
            plan.lines == [
                "plan: about 9,229 updates of 4,096 tokens, 88 passes over the text, "
                    + "2,549,302 pairs seen",
                "plan: size tiny, 8,000 pieces, dropout 0.3, warm-up 15 % of the run, "
                    + "between validations 10 % of the run",
                "plan: 30 minutes of training, validations among them, from now on: what came before "
                    + "is not counted",
            ])
        #expect(
            self.plan(TrainingBudget(seconds: 90 * 60), textTokens: 75_000).lines[0]
                == "plan: about 110,742 updates of 1,024 tokens, 1,512 passes over the text")
        let endless = TrainingPlan(
            budget: TrainingBudget(seconds: .infinity), architecture: .transformer,
            textTokens: 1, tokensPerSecond: Self.speeds,
            text: TrainingPlan.PlannedText(pairs: 10, vocabularySize: nil))
        #expect(endless.lines.count == 3 && !endless.lines[1].contains("size"))
    }

    /// What `calque train --minutes 90` decides on texts of some sizes, with the speeds of two cores of an AMD EPYC
    /// (Zen 4) and 8,000 pieces; of 16,000 pieces, which large text gets, models are slower.
    @Test(arguments: [
        Evening(
            pairs: 5_000, tokens: 75_000, .tiny, updateTokens: 1024, dropout: 0.3, passes: 1512),
        Evening(
            pairs: 30_000, tokens: 450_000, .tiny, updateTokens: 4096, dropout: 0.3, passes: 252),
        Evening(
            pairs: 500_000, tokens: 10_000_000, .small, updateTokens: 8192, dropout: 0.1,
            passes: 4.2),
        Evening(
            pairs: 10_000_000, tokens: 200_000_000, .small, updateTokens: 8192, dropout: 0.1,
            passes: 0.15, speeds: [.tiny: 14_000, .small: 5_500, .base: 1_200]),
    ])
    func anEveningIsEnoughFor(_ evening: Evening) throws {
        let plan = TrainingPlan(
            budget: TrainingBudget(seconds: 90 * 60), architecture: .transformer,
            textTokens: evening.tokens, tokensPerSecond: evening.speeds)
        #expect(plan.size == evening.size)
        #expect(plan.updateTokens == evening.updateTokens)
        #expect(plan.dropout == evening.dropout)
        #expect(plan.shape == .cosine && plan.warmup == .share(0.15))
        let passes = try #require(plan.expectedEpochs)
        #expect(abs(passes / evening.passes - 1) < 0.03, "\(passes)")
        // Enough updates for weights to get anywhere.
        #expect(try #require(plan.expectedUpdates) > 1500)
        #expect(plan.warnings.isEmpty)
    }

    struct Evening: Sendable {
        let pairs: Int
        let tokens: Int
        let size: ModelSize
        let updateTokens: Int
        let dropout: Double
        let passes: Double
        var speeds: [ModelSize: Double] = TrainingPlanTests.speeds

        init(
            pairs: Int, tokens: Int, _ size: ModelSize, updateTokens: Int, dropout: Double,
            passes: Double, speeds: [ModelSize: Double] = TrainingPlanTests.speeds
        ) {
            self.pairs = pairs
            self.tokens = tokens
            self.size = size
            self.updateTokens = updateTokens
            self.dropout = dropout
            self.passes = passes
            self.speeds = speeds
        }
    }

    /// What the lines of a plan say of the shares of an update.
    private func remark(updateTokens: Int, workers: Int, accumulation: Int = 1) -> String? {
        var choices = TrainingPlan.Choices()
        choices.updateTokens = updateTokens
        return TrainingPlan(
            choices, budget: TrainingBudget(updates: 1000), architecture: .transformer,
            textTokens: 1_000_000, workers: workers, accumulation: accumulation
        ).lines.first { $0.contains("workers") }
    }

    @Test func sharesTooSmallForManyWorkersAreSaid() throws {
        #expect(remark(updateTokens: 8192, workers: 32) == nil)
        let remark = try #require(self.remark(updateTokens: 4096, workers: 64))
        #expect(remark.hasPrefix("plan: "))
        #expect(remark.contains("64 tokens") && remark.contains("update-tokens 16384"))
        #expect(remark.contains("workers 16"))
    }

    @Test func partsOfASharesAreWhatAWorkerComputes() throws {
        let remark = try #require(self.remark(updateTokens: 8192, workers: 8, accumulation: 8))
        #expect(remark.contains("accumulation 1") && remark.contains("128 each"))
        #expect(self.remark(updateTokens: 8192, workers: 8, accumulation: 4) == nil)
    }

    @Test func fewWorkersMayHaveAnyShare() {
        #expect(remark(updateTokens: 100, workers: 4) == nil)
    }
}
