import Testing
import Workflows

/// How many workers suit each of several processes.
struct RankCoresTests {
    private func counts(
        _ machines: [String], _ allowances: [(cores: ClosedRange<Int32>, limit: Int)]
    ) -> [Int] {
        RankCores(
            machines: machines,
            allowances.map { RankCores.Allowance(cores: Array($0.cores), limit: $0.limit) }
        ).counts
    }

    @Test func coresOfOnesOwnAreNotShared() {
        #expect(counts(["a", "a"], [(0...15, 16), (16...31, 16)]) == [16, 16])
    }

    @Test func commonCoresAreShared() {
        #expect(counts(["a", "a"], [(0...7, 8), (0...7, 8)]) == [4, 4])
        #expect(counts(["a", "a", "a"], [(0...5, 6), (0...5, 6), (0...5, 6)]) == [2, 2, 2])
    }

    @Test func machinesShareNothing() {
        #expect(counts(["a", "b", "b"], [(0...3, 4), (0...3, 4), (0...3, 4)]) == [4, 2, 2])
    }

    @Test func nobodyHasNone() {
        #expect(counts(["a", "a", "a"], [(0...1, 2), (0...1, 2), (0...1, 2)]) == [1, 1, 1])
    }

    @Test func aQuotaIsSharedAsItsCoresAre() {
        #expect(counts(["a", "a"], [(0...63, 8), (0...63, 8)]) == [4, 4])
        #expect(counts(["a"], [(0...63, 8)]) == [8])
    }
}
