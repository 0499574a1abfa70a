import Foundation
import Testing
import Text

struct SeededGeneratorTests {
    @Test func numbersNeverChange() {
        var generator = SeededGenerator(seed: 1, path: 2, 3)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(
            numbers == [
                15_986_687_150_181_678_116, 18_359_550_038_584_425_695, 6_276_603_082_200_262_529,
            ])
        var order = Array(0..<8)
        generator.shuffle(&order)
        #expect(order == [6, 2, 5, 1, 7, 3, 0, 4])
    }

    @Test func placesInTheTreeDiffer() {
        let paths = [
            SeededGenerator(seed: 1), SeededGenerator(seed: 2), SeededGenerator(seed: 1, path: 0),
            SeededGenerator(seed: 1, path: 1), SeededGenerator(seed: 1, path: 0, 0),
            SeededGenerator(seed: 1, path: 0, 1), SeededGenerator(seed: 1, path: 1, 0),
        ]
        let firsts = paths.map { place in
            var generator = place
            return generator.next()
        }
        #expect(Set(firsts).count == paths.count)
    }

    @Test func shufflesArePermutationsAndEvenlySpread() {
        var generator = SeededGenerator(seed: 5)
        var firsts = [Int](repeating: 0, count: 6)
        for _ in 0..<6000 {
            var order = Array(0..<6)
            generator.shuffle(&order)
            #expect(order.sorted() == Array(0..<6))
            firsts[order[0]] += 1
        }
        #expect(firsts.allSatisfy { abs($0 - 1000) < 150 })
    }

    @Test func generatorsGoOnFromTheirFile() throws {
        var generator = SeededGenerator(seed: 9)
        _ = generator.next()
        let json = try JSONEncoder().encode(generator)
        var restored = try JSONDecoder().decode(SeededGenerator.self, from: json)
        #expect(restored.next() == generator.next())
    }
}
