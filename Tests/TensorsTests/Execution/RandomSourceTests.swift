import Tensors
import Testing

struct RandomSourceTests {
    private func numbers(_ source: RandomSource, count: Int = 4) -> [UInt64] {
        var source = source
        return (0..<count).map { _ in source.next() }
    }

    @Test func aSeedGivesTheSameNumbersForEver() {
        // SplitMix64's reference implementation, seed 1234567.
        #expect(
            numbers(RandomSource(seed: 1_234_567)) == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
            ])
    }

    @Test func placesInTheTreeHaveSourcesOfTheirOwn() {
        #expect(
            numbers(RandomSource(seed: 1, path: 3, 0)) == numbers(RandomSource(seed: 1, path: 3, 0))
        )
        let sources =
            [RandomSource(seed: 1), RandomSource(seed: 2), RandomSource(seed: 2, path: 0, 0)]
            + (0..<8).flatMap { update in
                (0..<4).map { RandomSource(seed: 1, path: update, $0) }
            }
        #expect(Set(sources.map { numbers($0) }).count == sources.count)
    }

    @Test func uniformNumbersFillTheUnitInterval() {
        var source = RandomSource(seed: 1)
        let values = (0..<40_000).map { _ in Double(source.nextUniform()) }
        #expect(values.allSatisfy { (0..<1).contains($0) })
        #expect(abs(values.reduce(0, +) / 40_000 - 0.5) < 0.01)
        #expect(values.contains { $0 < 0.001 } && values.contains { $0 > 0.999 })
    }

    @Test func normalNumbersHaveMeanZeroAndVarianceOne() {
        var source = RandomSource(seed: 1)
        let values = (0..<10_000).map { _ in source.nextNormal() }
        #expect(abs(values.reduce(0, +) / 10_000) < 0.03)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 10_000 - 1) < 0.05)
        #expect(values.allSatisfy { $0.isFinite })
    }
}
