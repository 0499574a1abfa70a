import Basics
import Testing
import Workflows

@Suite struct RankedScoresTests {
    /// Few of them, or many, with equal ones and zeros.
    @Test(arguments: [(1, 1), (7, 3), (1000, 40), (1000, 1_000_000)])
    func ranksAreThoseOfTheSortedScores(count: Int, kinds: Int) throws {
        var random = RandomSource(seed: UInt64(count), path: kinds)
        let scores = (0..<count).map { _ in
            Float(random.next(below: kinds)) / Float(kinds)
        }
        let sorted = scores.sorted(by: >)
        let ranked = try RankedScores { take in scores.forEach(take) }
        #expect(ranked.count == count)
        let ranks = try ranked.ranks(Array(0..<count))
        #expect(ranks.map(\.score) == sorted)
        #expect(
            ranks.map(\.higherCount)
                == sorted.map { score in
                    sorted.firstIndex(of: score)
                })
    }
}
