import Figures
import Testing

struct TicksTests {
    @Test(arguments: [
        (0.0...1.0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0...1, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        (0...100, 5, [0, 20, 40, 60, 80, 100]),
        (1...20000, 6, [5000, 10000, 15000, 20000]),
        (-1...1, 4, [-1, -0.5, 0, 0.5, 1]),
        (0...0.0007, 5, [0, 0.0002, 0.0004, 0.0006]),
        (3.2...3.9, 5, [3.2, 3.4, 3.6, 3.8]),
        (31...37.9, 4, [32, 34, 36]),
    ])
    func linearTicksAreRound(range: ClosedRange<Double>, count: Int, ticks: [Double]) {
        #expect(Ticks.linear(over: range, atMost: count) == ticks)
    }

    @Test(arguments: [1e-40, 3e-7, 0.013, 1, 17, 9999, 2.5e30], 2...9)
    func linearTicksStayInsideAndFew(width: Double, count: Int) {
        let range = width * 0.37...width * 1.37
        let ticks = Ticks.linear(over: range, atMost: count)
        #expect(!ticks.isEmpty && ticks.count <= count + 1)
        #expect(ticks.allSatisfy { $0 >= range.lowerBound && $0 <= range.upperBound })
    }

    @Test(arguments: [
        (0.1...9.3, 0.0...10.0), (0...10, 0...10), (-0.3...0.7, -0.4...0.8), (31.2...36.8, 30...38),
    ])
    func wideningReachesWholeTicks(range: ClosedRange<Double>, widened: ClosedRange<Double>) {
        let result = Ticks.widened(range, atMost: 5)
        #expect(abs(result.lowerBound - widened.lowerBound) < 1e-12)
        #expect(abs(result.upperBound - widened.upperBound) < 1e-12)
    }

    @Test(arguments: [
        (1.0...1000.0, 5, [1, 10, 100, 1000]),
        (0.001...10, 6, [0.001, 0.01, 0.1, 1, 10]),
        (1e-6...1e6, 4, [1e-6, 1e-2, 1e2, 1e6]),
        (1.5...11, 5, [2, 5, 10]),
        (0.9...60, 5, [1, 2, 5, 10, 20, 50]),
        (3...4, 5, [3, 3.2, 3.4, 3.6, 3.8, 4]),
        (20...50, 5, [20, 30, 40, 50]),
    ])
    func logarithmicTicksAreRound(range: ClosedRange<Double>, count: Int, ticks: [Double]) {
        #expect(Ticks.logarithmic(over: range, atMost: count) == ticks)
    }

    @Test(
        arguments: [
            ([0, 0.5, 1], ["0", "0.5", "1.0"]),
            ([-1, 0, 1], ["−1", "0", "1"]),
            ([5000, 10000], ["5k", "10k"]),
            ([0, 2000, 4000], ["0", "2000", "4000"]),
            ([31000, 31500], ["31.0k", "31.5k"]),
            ([0, 500_000, 1_000_000], ["0", "0.5M", "1.0M"]),
            ([0, 0.0002, 0.0004], ["0", "2×10⁻⁴", "4×10⁻⁴"]),
            ([0, 0.0005, 0.001], ["0", "0.5×10⁻³", "1.0×10⁻³"]),
            ([0], ["0"]), ([], []),
        ] as [([Double], [String])])
    func tickLabelsShareTheirDecimals(ticks: [Double], labels: [String]) {
        #expect(NumberText.labels(evenTicks: ticks) == labels)
    }

    @Test func logarithmicLabelsAreEachTheirOwn() {
        let labels = NumberText.labels(logarithmicTicks: [1e-5, 2e-5, 0.01, 1, 50, 1e4, 1e7])
        #expect(labels == ["10⁻⁵", "2×10⁻⁵", "0.01", "1", "50", "10k", "10⁷"])
    }

    @Test(arguments: [
        (0.0, "0"), (4.127, "4.13"), (18.24, "18.2"), (-3, "−3"), (34120, "34.1k"), (2.5e6, "2.5M"),
        (0.00025, "2.50×10⁻⁴"), (0.5, "0.5"), (9.999, "10"), (1234, "1234"),
    ])
    func shortNumbersHaveThreeDigits(value: Double, text: String) {
        #expect(NumberText.short(value) == text)
    }
}
