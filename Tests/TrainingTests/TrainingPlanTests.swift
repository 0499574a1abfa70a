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
        let plan = plan(TrainingBudget(updates: 2000))
        #expect(plan.lines.count == 1)
        #expect(plan.lines[0].hasPrefix("plan: about 2,000 updates of 4,096 tokens, 19 passes"))
        #expect(self.plan(TrainingBudget()).lines.isEmpty)
        let short = self.plan(TrainingBudget(updates: 4))
        #expect(short.lines.dropFirst().allSatisfy { $0.hasPrefix("warning: The ") })
        #expect(short.lines.count == 1 + short.warnings.count)
    }
}
