import Foundation
import TestSupport
import Testing
import Translation

/// The repetition penalty and the ban on repeated n-grams.
struct RepetitionRuleTests {
    private let source: [[Int32]] = [[1, 2, 3, 0]]

    /// Logits 2, 1, 0.5 of the tokens 1, 2, 3; the end hardly ever comes by itself.
    private let talkative = ToyModel.constant([-9, 2, 1, 0.5])
    private var logProbabilities: [Double] { logSoftmax([-9, 2, 1, 0.5]) }

    private func greedy(_ change: (inout SearchOptions) -> Void) -> SearchOptions {
        var options = SearchOptions.greedy
        options.maximumLengthRatio = 0
        options.maximumLengthOffset = 5
        options.lengthPenalty = .average(exponent: 0)
        change(&options)
        return options
    }

    @Test func aRepeatedTokenCountsWithThePenaltyTimesItsLogProbability() {
        // log p = -0.464, -1.464, -1.964. With θ = 4: once token 1 is said it counts -1.857, and
        // token 2 comes; then that counts -5.857, and so on: 1, 2, 1 (again -1.857), 1, 1.
        let result = greedy { $0.repetitionPenalty = 4 }.search(source, talkative)[0][0]
        #expect(result.tokens == [1, 2, 1, 1, 1])
        let p = logProbabilities
        #expect(abs(result.logProbability - (4 * p[1] + p[2] + p[0])) < 1e-5)
        let penalized = p[1] + p[2] + 3 * 4 * p[1] + p[0]
        #expect(abs(result.penalizedLogProbability - penalized) < 1e-5)
        #expect(result.score == result.penalizedLogProbability)
    }

    @Test func aPenaltyBelowOneFavoursRepetition() {
        // Token 2, forced, counts half as much afterwards: -0.732 is still less than -0.464, but
        // with a fifth, -0.293, it is chosen again and again.
        let half = greedy { $0.repetitionPenalty = 0.5 }.search
        let fifth = greedy { $0.repetitionPenalty = 0.2 }.search
        #expect(half(source, prefixes: [[2]], with: talkative)[0][0].tokens == [2, 1, 1, 1, 1])
        #expect(fifth(source, prefixes: [[2]], with: talkative)[0][0].tokens == [2, 2, 2, 2, 2])
    }

    @Test(arguments: [1.0, 1.3, 3, 0.6], [1, 2, 3] as [UInt64])
    func aBeamWithRoomForEverythingFindsTheBestUnderThePenalty(penalty: Double, seed: UInt64) {
        let model = ToyModel.random(vocabulary: 4, seed: seed)
        let options = SearchOptions.exhaustive { $0.repetitionPenalty = penalty }
        let best = model.best { tokens in
            let values = model.tokenLogProbabilities(of: tokens, source: source[0])
            let penalized = values.enumerated().map { place, value in
                let isRepeated = place < tokens.count && tokens[..<place].contains(tokens[place])
                return isRepeated ? penalty * value : value
            }
            return options.lengthPenalty.score(
                logProbability: penalized.reduce(0, +), length: tokens.count + 1)
        }
        let found = options.search(source, model)[0]
        #expect(found.map(\.tokens) == best.map(\.tokens))
        for (found, best) in zip(found, best) {
            let sum = model.tokenLogProbabilities(of: best.tokens, source: source[0]).reduce(0, +)
            #expect(abs(found.score - best.score) < 1e-5)
            #expect(abs(found.logProbability - sum) < 1e-5)
        }
    }

    @Test(arguments: [
        // Of one token: all different. Of two: "1 1" may be said once, and then "1 2" and "2 1".
        (1, [1, 2, 3] as [Int32]), (2, [1, 1, 2, 1, 3]), (3, [1, 1, 1, 2, 1]),
    ])
    func noNGramIsSaidTwice(size: Int, expected: [Int32]) {
        let result = greedy { $0.noRepeatNGramSize = size }.search(source, talkative)[0][0]
        #expect(result.tokens == expected)
        let sum = expected.reduce(logProbabilities[0]) { $0 + logProbabilities[Int($1)] }
        #expect(abs(result.logProbability - sum) < 1e-5)
        #expect(result.penalizedLogProbability == result.logProbability)
    }

    @Test(arguments: [1, 2, 3], [1, 2, 3] as [UInt64])
    func aBeamWithRoomForEverythingFindsTheBestWithoutRepeatedNGrams(size: Int, seed: UInt64) {
        let model = ToyModel.random(vocabulary: 4, seed: seed)
        let options = SearchOptions.exhaustive { $0.noRepeatNGramSize = size }
        let best = model.best { tokens in
            let nGrams = (0..<max(0, tokens.count - size + 1)).map { tokens[$0..<$0 + size] }
            guard Set(nGrams).count == nGrams.count else { return nil }
            let sum = model.tokenLogProbabilities(of: tokens, source: source[0]).reduce(0, +)
            return options.lengthPenalty.score(logProbability: sum, length: tokens.count + 1)
        }
        #expect(options.search(source, model)[0].map(\.tokens) == best.map(\.tokens))
    }

    @Test(arguments: [1, 5])
    func aSentenceDoesNotDependOnItsBatch(beamSize: Int) {
        let model = ToyModel.random(vocabulary: 12, seed: 9)
        let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0], [1, 1, 0]]
        let search = SearchOptions.with {
            $0.beamSize = beamSize
            $0.repetitionPenalty = 1.5
            $0.noRepeatNGramSize = 2
            $0.maximumLengthOffset = 10
        }.search
        let together = search(sources, model)
        #expect(sources.flatMap { search([$0], model) } == together)
        #expect(search(sources.reversed(), model) == together.reversed())
    }
}
