import Basics
import Testing

struct RandomSourceTests {
    private func numbers(_ source: RandomSource, count: Int = 4) -> [UInt64] {
        var source = source
        return (0..<count).map { _ in source.next() }
    }

    @Test func aSeedGivesTheSameNumbersForEver() {
        // RandomSource's reference implementation, seed 1234567.
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

    @Test func doublesAreEvenlySpreadAndHaveAllTheirBits() {
        var source = RandomSource(seed: 2)
        let values = (0..<10_000).map { _ in source.nextDouble() }
        #expect(values.allSatisfy { (0..<1).contains($0) })
        #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.01)
        #expect(Set(values.map { $0 * 0x1p53 }.map { Int($0) & 0xFF }).count == 256)
    }

    @Test func normalNumbersHaveMeanZeroAndVarianceOne() {
        var source = RandomSource(seed: 1)
        let values = (0..<10_000).map { _ in source.nextNormal() }
        #expect(abs(values.reduce(0, +) / 10_000) < 0.03)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 10_000 - 1) < 0.05)
        #expect(values.allSatisfy { $0.isFinite })
    }

    @Test func placesAndOrdersNeverChange() {
        var generator = RandomSource(seed: 1, path: 2, 3)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(
            numbers == [
                15_986_687_150_181_678_116, 18_359_550_038_584_425_695, 6_276_603_082_200_262_529,
            ])
        var order = Array(0..<8)
        generator.shuffle(&order)
        #expect(order == [6, 2, 5, 1, 7, 3, 0, 4])
    }

    @Test func shufflesArePermutationsAndEvenlySpread() {
        var generator = RandomSource(seed: 5)
        var firsts = [Int](repeating: 0, count: 6)
        for _ in 0..<6000 {
            var order = Array(0..<6)
            generator.shuffle(&order)
            #expect(order.sorted() == Array(0..<6))
            firsts[order[0]] += 1
        }
        #expect(firsts.allSatisfy { abs($0 - 1000) < 150 })
    }
}
