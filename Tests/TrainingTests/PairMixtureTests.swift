import Testing
import Training

struct PairMixtureTests {
    @Test func everyEpochHasAllOfTheOwnAndSomeOfTheRest() {
        let mixture = PairMixture(own: 10, general: 25, ratio: 0.5, seed: 1)
        for epoch in 0..<12 {
            let pairs = mixture.pairs(epoch: epoch)
            #expect(pairs.prefix(10) == Array(0..<10)[...])
            #expect(pairs.count == 15)
            #expect(pairs.dropFirst(10).allSatisfy { (10..<35).contains($0) })
        }
    }

    @Test func theRestIsGoneThroughInRounds() {
        let mixture = PairMixture(own: 10, general: 25, ratio: 0.5, seed: 1)
        let rounds = (0..<10).flatMap { mixture.pairs(epoch: $0).dropFirst(10) }
        // Ten epochs of five are two rounds.
        #expect(rounds.prefix(25).sorted() == Array(10..<35))
        #expect(rounds.dropFirst(25).sorted() == Array(10..<35))
        #expect(Array(rounds.prefix(25)) != Array(rounds.dropFirst(25)))
    }

    @Test func aSmallRestComesSeveralTimesAnEpoch() {
        let pairs = PairMixture(own: 10, general: 4, ratio: 1, seed: 2).pairs(epoch: 3)
        #expect(pairs.count == 20)
        let counts = Dictionary(pairs.dropFirst(10).map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.count == 4 && counts.values.allSatisfy { (2...3).contains($0) })
    }
}
