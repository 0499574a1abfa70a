import Basics
import Testing
import Text

struct EpochOrderTests {
    /// All pairs of an epoch, window after window.
    private func pairs(_ order: EpochOrder) -> [Int] {
        var pairs: [Int] = []
        while case let next = order.pairs(from: pairs.count), !next.isEmpty { pairs += next }
        return pairs
    }

    private func pairs(
        _ parts: [EpochPart], epoch: Int = 0, seed: UInt64 = 1,
        window: Int = EpochOrder.windowSize
    ) -> [Int] {
        pairs(EpochOrder(epoch, of: parts, seed: seed, windowSize: window))
    }

    /// Runs that began before corpora had windows go on in their order.
    @Test func asManyPairsAsAWindowHoldsAreShuffledAsAWhole() {
        var expected = Array(0..<1000)
        var random = RandomSource(seed: 7, path: 3)
        random.shuffle(&expected)
        #expect(pairs([EpochPart(pairs: 1000)], epoch: 3, seed: 7) == expected)
    }

    @Test(arguments: [1000, 4096, 4097, 30_000])
    func everyPairComesOnce(_ count: Int) {
        let all = pairs([EpochPart(pairs: count)], window: 4096)
        #expect(all.sorted() == Array(0..<count))
        #expect(all != pairs([EpochPart(pairs: count)], epoch: 1, window: 4096))
        #expect(all != pairs([EpochPart(pairs: count)], seed: 2, window: 4096))
        #expect(all == pairs([EpochPart(pairs: count)], window: 4096))
    }

    @Test func everyWindowHasPairsFromEverywhere() {
        let all = pairs([EpochPart(pairs: 100_000)], window: 20_000)
        for start in stride(from: 0, to: 100_000, by: 20_000) {
            let tenths = Set(all[start..<start + 20_000].map { $0 / 10_000 })
            #expect(tenths.count > 5, "\(tenths)")
            // Pairs of a block do not come one after the other.
            let neighbours = zip(all[start...], all[(start + 1)...].prefix(19_999))
            #expect(neighbours.count { $0 + 1 == $1 } < 20)
        }
    }

    @Test(arguments: [0, 1, 4095, 4096, 9999, 10_000])
    func anOrderGoesOnFromAnyPlace(_ place: Int) {
        let order = EpochOrder(2, of: [EpochPart(pairs: 10_000)], seed: 1, windowSize: 4096)
        let all = pairs(order)
        let rest = order.pairs(from: place)
        #expect(rest.elementsEqual(all[place...].prefix(rest.count)))
        #expect(rest.isEmpty == (place == 10_000))
    }

    // MARK: Parts

    @Test func anEpochHasAsMuchOfAPartAsItsWeightSays() {
        let parts = [
            EpochPart(pairs: 100, weight: 2), EpochPart(pairs: 60, weight: 0.5),
            EpochPart(pairs: 10),
        ]
        for epoch in 0..<4 {
            let counts = Dictionary(
                pairs(parts, epoch: epoch).map { ($0, 1) }, uniquingKeysWith: +)
            #expect((0..<100).allSatisfy { counts[$0] == 2 })
            #expect((100..<160).reduce(0) { $0 + (counts[$1] ?? 0) } == 30)
            #expect((160..<170).allSatisfy { counts[$0] == 1 })
        }
    }

    @Test(arguments: [64, 1 << 20])
    func aPartIsGoneThroughInRounds(_ window: Int) {
        let parts = [
            EpochPart(pairs: 100), EpochPart(pairs: 250, perEpoch: 50),
        ]
        let rounds = (0..<10).flatMap { epoch in
            pairs(parts, epoch: epoch, window: window).filter { $0 >= 100 }
        }
        // Ten epochs of fifty are two rounds.
        #expect(rounds.prefix(250).sorted() == Array(100..<350))
        #expect(rounds.dropFirst(250).sorted() == Array(100..<350))
        #expect(Array(rounds.prefix(250)) != Array(rounds.dropFirst(250)))
    }

    @Test func partsAreMixedInEveryWindow() {
        let parts = [EpochPart(pairs: 9000), EpochPart(pairs: 1000)]
        let all = pairs(parts, window: 2000)
        for start in stride(from: 0, to: 10_000, by: 2000) {
            #expect(all[start..<start + 2000].count { $0 >= 9000 } == 200)
        }
    }

    @Test func lessThanOnePairAnEpochIsOneInSomeEpochs() {
        let parts = [EpochPart(pairs: 200), EpochPart(pairs: 3, perEpoch: 0.2)]
        let counts = (0..<15).map { pairs(parts, epoch: $0).count - 200 }
        #expect(counts == Array(repeating: [0, 0, 0, 0, 1], count: 3).flatMap(\.self))
    }

    @Test func aPartOfNoPairsIsNothing() {
        #expect(pairs([EpochPart(pairs: 0), EpochPart(pairs: 5)]).sorted() == [0, 1, 2, 3, 4])
        #expect(pairs([]).isEmpty)
    }
}
