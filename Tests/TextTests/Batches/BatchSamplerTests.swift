import Basics
import Testing
import Text

struct BatchSamplerTests {
    /// Lengths as those of sentences are: many middling, a few long.
    private let corpus: EncodedCorpus

    init() {
        var generator = RandomSource(seed: 4)
        corpus = TestText.corpus(
            lengths: (0..<2000).map { _ in
                let source = 2 + generator.next(below: 20) + generator.next(below: 20)
                return (source, max(1, source + generator.next(below: 9) - 3))
            })
    }

    private func tokens(_ share: [Int]) -> Int {
        max(
            share.reduce(0) { $0 + corpus.source[$1].count },
            share.reduce(0) { $0 + corpus.target[$1].count })
    }

    @Test(arguments: [1, 2, 3, 8])
    func everyPairIsInAnEpochOnce(_ shares: Int) {
        let sampler = BatchSampler(tokensPerShare: 300, shares: shares)
        let updates = sampler.updates(epoch: 0, of: corpus)
        #expect(updates.allSatisfy { $0.shares.count == shares })
        #expect(updates.flatMap { $0.shares.joined() }.sorted() == Array(0..<corpus.count))
    }

    @Test(arguments: [1, 2, 3, 8])
    func sharesKeepTheBudgetAndAreBalanced(_ shares: Int) {
        let sampler = BatchSampler(tokensPerShare: 300, shares: shares)
        let loads = sampler.updates(epoch: 0, of: corpus).map { $0.shares.map(tokens) }
        #expect(loads.joined().allSatisfy { $0 <= 300 })
        // All but the last update are nearly full.
        #expect(loads.dropLast().joined().allSatisfy { $0 > 240 })
        let spreads = loads.dropLast().map { ($0.max() ?? 0) - ($0.min() ?? 0) }
        #expect(spreads.allSatisfy { $0 <= 30 })
    }

    @Test func updatesFollowFromSeedAndEpoch() {
        let sampler = BatchSampler(tokensPerShare: 300, shares: 2)
        let first = sampler.updates(epoch: 0, of: corpus)
        #expect(first == sampler.updates(epoch: 0, of: corpus))
        #expect(first != sampler.updates(epoch: 1, of: corpus))
        #expect(first != sampler.updates(epoch: 0, of: corpus, seed: 2))
    }

    @Test func updatesAreNotSortedByLength() {
        let sampler = BatchSampler(tokensPerShare: 600)
        let means = sampler.updates(epoch: 0, of: corpus).dropLast().map { update in
            Double(tokens(update.shares[0])) / Double(update.shares[0].count)
        }
        #expect((means.max() ?? 0) < 2 * (means.min() ?? 0))
    }

    @Test func sharesBeginWithTheirLongestPair() {
        let sampler = BatchSampler(tokensPerShare: 300, shares: 2)
        for share in sampler.updates(epoch: 0, of: corpus).flatMap(\.shares) {
            let lengths = share.map { tokens([$0]) }
            #expect(lengths == lengths.sorted(by: >))
        }
    }

    @Test func pairsOverTheBudgetAreKept() {
        let lengths =
            Array(repeating: (source: 5, target: 5), count: 30) + [(source: 9, target: 120)]
        let corpus = TestText.corpus(lengths: lengths)
        let updates = BatchSampler(tokensPerShare: 20, shares: 2)
            .updates(epoch: 0, of: corpus)
        #expect(updates.flatMap { $0.shares.joined() }.sorted() == Array(0..<31))
        let share = updates.flatMap(\.shares).first { $0.contains(30) }
        #expect(share == [30])
    }

    @Test func orderedBatchesHaveEveryPairOnceWithinTheBudget() {
        let batches = BatchSampler.orderedBatches(of: corpus, tokens: 200)
        #expect(batches.joined().sorted() == Array(0..<corpus.count))
        #expect(batches.allSatisfy { tokens($0) <= 200 })
        let lengths = batches.joined().map { tokens([$0]) }
        #expect(lengths == lengths.sorted(by: >))
    }

    @Test func aShareHasNoMorePartsThanPairs() {
        let parts = BatchSampler.parts(1 << 30, of: [4, 9, 7], in: corpus)
        #expect(parts.count == 3 && parts.flatMap(\.self).sorted() == [4, 7, 9])
        #expect(BatchSampler.parts(2, of: [4, 9, 7], in: corpus).count == 2)
        #expect(BatchSampler.parts(2, of: [], in: corpus) == [[]])
    }

    @Test func anEmptyCorpusHasNoUpdates() {
        #expect(BatchSampler(tokensPerShare: 9).updates(epoch: 0, of: .init()).isEmpty)
        #expect(BatchSampler.orderedBatches(of: .init(), tokens: 9).isEmpty)
    }

    @Test(arguments: [0, 1, 7, 40])
    func anEpochGoesOnFromAnyUpdate(_ done: Int) {
        let sampler = BatchSampler(tokensPerShare: 300, shares: 2)
        let order = EpochOrder(3, of: [EpochPart(pairs: corpus.count)], seed: 1)
        let whole = sampler.updates(of: corpus, order)
        let pairs = whole.prefix(done).reduce(0) { $0 + $1.shares.joined().count }
        #expect(sampler.updates(of: corpus, order, from: pairs) == Array(whole.dropFirst(done)))
    }

    /// Updates are cut from pairs that are loaded part by part.
    @Test func updatesDoNotShowWhatIsLoadedTogether() {
        let many = corpus.pairs((0..<9000).map { $0 % corpus.count })
        let sampler = BatchSampler(tokensPerShare: 20_000, shares: 3)
        let updates = sampler.updates(epoch: 0, of: many)
        #expect(updates.flatMap { $0.shares.joined() }.sorted() == Array(0..<9000))
        let loads = updates.map { update in
            update.shares.map { share in
                max(
                    share.reduce(0) { $0 + many.source[$1].count },
                    share.reduce(0) { $0 + many.target[$1].count })
            }
        }
        #expect(loads.dropLast().joined().allSatisfy { $0 > 19_800 && $0 <= 20_000 })
    }
}
