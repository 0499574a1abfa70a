import Basics
import Layers
import Testing

struct ScheduleTests {
    // Equation 3 for the base model, d = 512 and 4,000 updates of warm-up, worked out by hand:
    // 512^-0.5 = 0.04419417, 4000^-1.5 = 3.952847e-6.
    @Test(arguments: [
        (update: 1, rate: 1.746928e-7), (1000, 1.746928e-4), (4000, 6.987712e-4),
        (8000, 4.941059e-4), (100_000, 1.397542e-4),
    ])
    func thePapersScheduleIsItsEquation(update: Int, rate: Double) {
        let schedule = LearningRateSchedule.paper(width: 512, warmup: 4000, factor: 1)
        #expect(abs(schedule(update) - rate) < 1e-6 * rate)
        let twice = LearningRateSchedule.paper(width: 512, warmup: 4000, factor: 2)
        #expect(twice(update) == 2 * schedule(update))
    }

    @Test(arguments: [(update: 1, rate: 0.0005), (50, 0.025), (100, 0.05), (400, 0.025)])
    func theInverseSquareRootHasItsPeakAtTheEndOfTheWarmUp(update: Int, rate: Double) {
        let schedule = LearningRateSchedule.inverseSquareRoot(peak: 0.05, warmup: 100)
        #expect(abs(schedule(update) - rate) < 1e-12)
    }

    @Test(arguments: [
        (update: 5, rate: 0.5), (10, 1), (60, 0.55), (110, 0.1), (500, 0.1),
        // Half-way between the top and the middle: (1 + cos(π / 4)) / 2 = 0.8535534 of the height.
        (35, 0.1 + 0.9 * 0.853_553_390_6),
    ])
    func theCosineFallsFromThePeakToTheFloor(update: Int, rate: Double) {
        let schedule = LearningRateSchedule.cosine(peak: 1, warmup: 10, floor: 0.1)
        #expect(abs(schedule(update, of: 110) - rate) < 1e-9)
    }

    @Test(arguments: [(update: 1, rate: 0.25), (4, 1), (5, 1), (1_000_000, 1)])
    func aConstantStaysAtItsPeak(update: Int, rate: Double) {
        #expect(LearningRateSchedule.constant(peak: 1, warmup: 4)(update) == rate)
    }

    @Test(arguments: [
        LearningRateSchedule.paper(width: 1, warmup: 0, factor: 1),
        .inverseSquareRoot(peak: 1, warmup: 0), .cosine(peak: 1, warmup: 0, floor: 0),
        .constant(peak: 1, warmup: 0),
    ])
    func warmUpMayBeLeftOut(schedule: LearningRateSchedule) {
        let rates = (1...20).map { schedule($0, of: 10) }
        #expect(rates.allSatisfy { $0.isFinite && $0 >= 0 && $0 <= 1 })
        #expect(rates[0] > 0.9)
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 })
    }

    // MARK: Runs whose number of updates is estimated

    @Test func aShareOfTheRunIsAsManyUpdatesAsItComesTo() {
        let updates = 200.0
        let shapes: [(LearningRateSchedule, LearningRateSchedule)] = [
            (
                .cosine(peak: 1, warmup: .share(0.15), floor: 0.1),
                .cosine(peak: 1, warmup: 30, floor: 0.1)
            ),
            (
                .inverseSquareRoot(peak: 1, warmup: .share(0.15)),
                .inverseSquareRoot(peak: 1, warmup: 30)
            ),
            (.constant(peak: 1, warmup: .share(0.15)), .constant(peak: 1, warmup: 30)),
        ]
        for (estimated, counted) in shapes {
            for update in 1...200 {
                let (rate, same) = (
                    estimated(update, of: updates), counted(update, of: updates)
                )
                #expect(abs(rate - same) < 1e-12)
            }
        }
    }

    @Test func theRateFollowsTheEstimateOfTheEnd() {
        let schedule = LearningRateSchedule.cosine(
            peak: 1, warmup: .share(0.15), floor: 0)
        // The same update lies in the warm-up, half-way down, or at the end.
        #expect(abs(schedule(100, of: 1000) - 100 / 150) < 1e-12)
        #expect(schedule(100, of: 150) < schedule(100, of: 200))
        #expect(schedule(100, of: 100) < 1e-12)
        #expect(schedule(100, of: 60) == 0)
        // A long run does not rise for longer than the paper's.
        #expect(schedule(4000, of: 1e6) == 1)
        #expect(schedule(1, of: nil) == 1 / 4000.0)
    }

    @Test(arguments: [
        ("300", RunSpan.updates(300)), ("0", 0), ("15%", .share(0.15)), ("2.5%", .share(0.025)),
        ("100%", .share(1)), ("0.00001%", .share(1e-7)), ("33.33339%", .share(0.3333339)),
        ("7%", .share(0.07)), ("33.33333333333333%", .share(1 / 3)),
    ])
    func aSpanReadsBackAsItIsWritten(text: String, span: RunSpan) {
        #expect(RunSpan(text) == span)
        #expect(span.description == text)
    }

    @Test func everyShareReadsBackAsItself() {
        var random = RandomSource(seed: 1)
        for _ in 0..<1000 {
            let span = RunSpan.share(Double.random(in: 0...1, using: &random))
            #expect(RunSpan(span.description) == span)
        }
        for share in [Double.nan, .infinity, 1e300, -1] {
            #expect(RunSpan(RunSpan.share(share).description) != .share(share))
        }
    }

    @Test(arguments: ["", "%", "-1", "101%", "1.5", "15 %", "nan%"])
    func whatIsNoSpanIsNotRead(text: String) {
        #expect(RunSpan(text) == nil)
    }
}
