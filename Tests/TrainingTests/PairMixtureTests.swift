import Testing
import Training

struct PairMixtureTests {
    @Test func everyEpochHasAllOfTheOwnAndSomeOfTheRest() {
        var mixture = PairMixture(own: 10, general: 25, ratio: 0.5, seed: 1)
        for epoch in 0..<12 {
            let pairs = mixture.pairs(epoch: epoch)
            #expect(pairs.prefix(10) == Array(0..<10)[...])
            #expect(pairs.count == 15)
            #expect(pairs.dropFirst(10).allSatisfy { (10..<35).contains($0) })
        }
    }

    @Test func theRestIsGoneThroughInRounds() {
        var mixture = PairMixture(own: 10, general: 25, ratio: 0.5, seed: 1)
        let rounds = (0..<10).flatMap { mixture.pairs(epoch: $0).dropFirst(10) }
        // Ten epochs of five are two rounds.
        #expect(rounds.prefix(25).sorted() == Array(10..<35))
        #expect(rounds.dropFirst(25).sorted() == Array(10..<35))
        #expect(Array(rounds.prefix(25)) != Array(rounds.dropFirst(25)))
    }

    @Test func aSmallRestComesSeveralTimesAnEpoch() {
        var mixture = PairMixture(own: 10, general: 4, ratio: 1, seed: 2)
        let pairs = mixture.pairs(epoch: 3)
        #expect(pairs.count == 20)
        let counts = Dictionary(pairs.dropFirst(10).map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.count == 4 && counts.values.allSatisfy { (2...3).contains($0) })
    }

    @Test func lessThanOnePairAnEpochIsOneInSomeEpochs() {
        var mixture = PairMixture(own: 200, general: 3, ratio: 0.001, seed: 1)
        let counts = (0..<15).map { mixture.pairs(epoch: $0).count - 200 }
        #expect(counts == Array(repeating: [0, 0, 0, 0, 1], count: 3).flatMap(\.self))
    }

    @Test func anEpochIsTheSameWhateverWasAskedBefore() {
        var one = PairMixture(own: 10, general: 25, ratio: 0.75, seed: 1)
        let forwards = (0..<9).map { one.pairs(epoch: $0) }
        let backwards = (0..<9).reversed().map { one.pairs(epoch: $0) }
        #expect(forwards == backwards.reversed())
    }

    @Test func theOrderOfARoundIsDrawnOnce() {
        var mixture = PairMixture(own: 1, general: 1_000_000, ratio: 1, seed: 1)
        let clock = ContinuousClock()
        let first = clock.measure { _ = mixture.pairs(epoch: 0) }
        let others = clock.measure { for epoch in 1...50 { _ = mixture.pairs(epoch: epoch) } }
        #expect(others < first * 5)
    }
}
