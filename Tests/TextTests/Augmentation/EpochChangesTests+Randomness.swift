import Basics
import TestSupport
import Testing
import Text

/// Changes are a function of seed, epoch and pair.
extension EpochChangesTests {
    private var all: EpochChanges {
        EpochChanges(
            augmentation: .standard(seed: 3),
            sampling: SubwordSampling(sourceAlpha: 0.1, targetAlpha: 0.1, seed: 3))
    }

    @Test func changesFollowFromSeedEpochAndPair() throws {
        let corpus = try corpus((0..<400).map { Self.pairs[$0 % 10] })
        func changed(_ changes: EpochChanges, epoch: Int) -> EncodedCorpus {
            changes.corpus(corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: 500)
        }
        let first = changed(all, epoch: 4)
        #expect(first == changed(all, epoch: 4))
        #expect(first != changed(all, epoch: 5))
        var other = all
        other.augmentation?.seed = 4
        #expect(first != changed(other, epoch: 4))
        // Equal pairs are not changed alike.
        let sources = Set(stride(from: 0, to: 400, by: 10).map { Array(first.source[$0]) })
        #expect(sources.count > 1)
    }

    @Test func aPairIsTheSameWhateverIsAskedForWithIt() throws {
        let corpus = try corpus((0..<100).map { Self.pairs[$0 % 10] })
        let whole = all.corpus(corpus, epoch: 1, tokenizer: tokenizer, maximumTokens: 500)
        let part = all.pairs(
            [50, 5, 99], of: corpus, epoch: 1, tokenizer: tokenizer, maximumTokens: 500)
        for (place, pair) in [50, 5, 99].enumerated() {
            #expect(part.source[place] == whole.source[pair])
            #expect(part.target[place] == whole.target[pair])
        }
    }

    @Test func nothingIsChangedWithoutShares() throws {
        let corpus = try corpus(Self.pairs)
        let none = EpochChanges(augmentation: TextAugmentation(seed: 1))
        #expect(none.isNone)
        let changed = none.corpus(corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: 500)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
    }

    @Test func sharesAreAsAsked() throws {
        let count = 20_000
        let corpus = try corpus((0..<count).map { _ in ("the mill.", "die Mill.") })
        func share(_ change: (inout TextAugmentation) -> Void) -> Double {
            let lines = lines(corpus, augmentation(change))
            return Double(lines.count { $0.source != "the mill." }) / Double(count)
        }
        for wanted in [0.07, 0.3] {
            // Four standard deviations.
            let error = 4 * (wanted * (1 - wanted) / Double(count)).squareRoot()
            let shares = [
                share { $0.upperCase = wanted }, share { $0.titleCase = wanted },
                share { $0.noFinalStop = wanted }, share { $0.typos = wanted },
                share { $0.joined = wanted }, share { $0.tags = wanted },
            ]
            for share in shares { #expect(abs(share - wanted) < error, "\(shares)") }
        }
        // Capitals of either kind exclude each other.
        let both = share {
            $0.upperCase = 0.3
            $0.titleCase = 0.2
        }
        #expect(abs(both - 0.5) < 4 * (0.25 / Double(count)).squareRoot())
    }

    @Test func pairsThatGetTooLongStayAsTheyWere() throws {
        let corpus = try corpus(Self.pairs)
        let longest = max(corpus.source.longestCount, corpus.target.longestCount) - 1
        let changed = augmentation {
            $0.joined = 1
            $0.upperCase = 1
        }.corpus(corpus, epoch: 0, tokenizer: tokenizer, maximumTokens: longest)
        #expect(changed.source == corpus.source && changed.target == corpus.target)
    }
}
