import Foundation
import TestSupport
import Testing
import Translation

struct BeamSearchTests {
    private static let penalties: [LengthPenalty] = [
        .average(exponent: 0), .average(exponent: 1), .average(exponent: -0.5),
        .googleNMT(exponent: 0.6), .googleNMT(exponent: 2),
    ]

    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0], [1, 1, 0]]

    @Test(arguments: penalties, [1, 2, 3, 4, 5, 6] as [UInt64])
    func aBeamWithRoomForEverythingFindsTheExhaustiveBest(penalty: LengthPenalty, seed: UInt64) {
        let model = ToyModel.random(vocabulary: 4, seed: seed)
        let options = SearchOptions.exhaustive { $0.lengthPenalty = penalty }
        let found = BeamSearch(options)(sources, model)
        for (source, found) in zip(sources, found) {
            let best = model.best { tokens in
                let sum = model.tokenLogProbabilities(of: tokens, source: source).reduce(0, +)
                return penalty.score(logProbability: sum, length: tokens.count + 1)
            }
            #expect(found.map(\.tokens) == best.map(\.tokens))
            for (found, best) in zip(found, best) { #expect(abs(found.score - best.score) < 1e-5) }
        }
    }

    @Test(arguments: [1, 2, 4, 7], penalties)
    func nBestIsSortedDistinctAndAddsUp(beamSize: Int, penalty: LengthPenalty) {
        let model = ToyModel.random(vocabulary: 9, seed: 5)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.lengthPenalty = penalty
            $0.maximumLengthOffset = 8
        }
        for (source, results) in zip(sources, BeamSearch(options)(sources, model)) {
            #expect(results.count == beamSize)
            #expect(Set(results.map(\.tokens)).count == beamSize)
            #expect(results.map(\.score) == results.map(\.score).sorted(by: >))
            for result in results {
                let sum = result.tokenLogProbabilities.reduce(0) { $0 + Double($1) }
                #expect(result.logProbability == sum)
                #expect(
                    result.score
                        == penalty.score(logProbability: sum, length: result.tokens.count + 1))
                let expected = model.tokenLogProbabilities(of: result.tokens, source: source)
                for (value, expected) in zip(result.tokenLogProbabilities, expected) {
                    #expect(abs(Double(value) - expected) < 1e-5)
                }
                #expect(result.tokenLogProbabilities.count == expected.count)
            }
        }
    }

    @Test(arguments: [1, 3, 5], StoppingRule.allCases)
    func aSentenceDoesNotDependOnItsBatch(beamSize: Int, rule: StoppingRule) {
        let model = ToyModel.random(vocabulary: 12, seed: 9)
        let search = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.stoppingRule = rule
            $0.maximumLengthOffset = 10
        }.search
        let together = search(sources, model)
        #expect(sources.flatMap { search([$0], model) } == together)
        #expect(search(sources.reversed(), model) == together.reversed())
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func aBeamOfOneWithoutPenaltyIsGreedy(seed: UInt64) {
        let model = ToyModel.random(vocabulary: 6, seed: seed)
        let options = SearchOptions.with {
            $0.beamSize = 1
            $0.lengthPenalty = .average(exponent: 0)
        }
        #expect(BeamSearch(options)(sources, model) == GreedySearch(options)(sources, model))
    }

    @Test func equalProbabilitiesGoToTheSmallerToken() {
        let model = ToyModel.constant([0, 0, 0, 0], end: 3)
        let options = SearchOptions.with {
            $0.beamSize = 4
            $0.nBest = 4
            $0.lengthPenalty = .average(exponent: 0)
            $0.maximumLengthOffset = 2
        }
        // In the first step the beam is filled by the tokens 0, 1, 2 and, as the fourth, the end.
        let tokens = BeamSearch(options)([[3]], model)[0].map(\.tokens)
        #expect(tokens == [[], [0], [0, 0], [0, 1]])
    }

    /// Ends at once with probability 0.6; else a chain of certain tokens ends at the eighth.
    private let patient = ToyModel(vocabulary: 3) { _, prefix in
        switch prefix.count {
        case 0: [0.6, 0.4, 1e-9].map { Float(log($0)) }
        case 8: [0, -30, -30]
        default: [-30, 0, -30]
        }
    }

    @Test(arguments: [(StoppingRule.exact, 8), (.currentLength, 0), (.beamFilled, 0)])
    func onlyTheExactRuleWaitsForALongerAndBetterTranslation(rule: StoppingRule, length: Int) {
        let options = SearchOptions.with {
            $0.beamSize = 1
            $0.lengthPenalty = .average(exponent: 1)
            $0.stoppingRule = rule
        }
        #expect(BeamSearch(options)([[1, 0]], patient)[0].map(\.tokens.count) == [length])
    }

    @Test(arguments: StoppingRule.allCases)
    func everyRuleFindsNBest(rule: StoppingRule) {
        let options = SearchOptions.with {
            $0.beamSize = 5
            $0.nBest = 3
            $0.stoppingRule = rule
        }
        let results = BeamSearch(options)(sources, .random(vocabulary: 7, seed: 3))
        #expect(results.allSatisfy { $0.count == 3 })
    }

    @Test func aWiderBeamThanTheVocabularyIsNoError() {
        let options = SearchOptions.with {
            $0.beamSize = 50
            $0.nBest = 50
            $0.maximumLengthOffset = 1
        }
        // The empty translation and the single token, with nothing else to say.
        let results = BeamSearch(options)([[0]], .random(vocabulary: 2, seed: 3))[0]
        #expect(Set(results.map(\.tokens)) == [[], [1]])
    }

    @Test func noSentencesHaveNoTranslations() {
        #expect(BeamSearch(SearchOptions())([], .random(vocabulary: 4, seed: 1)).isEmpty)
        #expect(GreedySearch(SearchOptions())([], .random(vocabulary: 4, seed: 1)).isEmpty)
    }
}
