import Basics
import Foundation
import TestSupport
import Testing
import Translation

/// What the options do to both searches.
struct SearchOptionsTests {
    private static let beamSizes = [1, 4]
    private let source: [[Int32]] = [[1, 2, 3, 0]]

    @Test(arguments: beamSizes)
    func theMaximumLengthIsTheSourcesTimesRatioPlusOffset(beamSize: Int) {
        let endless = ToyModel.constant([-9, 0, -1, -2])
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLengthRatio = 1.5
            $0.maximumLengthOffset = 2
        }
        let result = options.search(source, endless)[0][0]
        // ⌊1.5 · 3⌋ + 2: the source's end token does not count.
        #expect(result.tokens == [Int32](repeating: 1, count: 6))
        #expect(result.isCutOff)
        // The end that was forced has the probability that the model gives to it.
        let expected = endless.tokenLogProbabilities(of: result.tokens, source: source[0])
        #expect(abs(result.logProbability - expected.reduce(0, +)) < 1e-5)
    }

    @Test(arguments: beamSizes)
    func theModelsMaximumIsNeverExceeded(beamSize: Int) {
        var endless = ToyModel.constant([-9, 0, -1, -2])
        endless.maximumLength = 7
        let result = SearchOptions.with { $0.beamSize = beamSize }.search(source, endless)[0][0]
        // The end token is the seventh.
        #expect(result.tokens.count == 6 && result.isCutOff)
    }

    @Test(arguments: beamSizes, [0, 1])
    func aTranslationThatEndsByItselfIsNotCutOff(beamSize: Int, offset: Int) {
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.maximumLengthOffset = offset
        }
        let model = ToyModel.copying(vocabulary: 5, end: 0, start: 4)
        let result = options.search(source, model)[0][0]
        #expect(result.tokens == [1, 2, 3] && !result.isCutOff)
    }

    @Test(arguments: beamSizes)
    func noTranslationEndsBeforeTheMinimumLength(beamSize: Int) {
        let model = ToyModel.constant([5, 0, 0.5, -1])
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.minimumLength = 3
        }
        let results = options.search(source, model)[0]
        #expect(results[0].tokens == [2, 2, 2])
        #expect(results.allSatisfy { $0.tokens.count >= 3 })
    }

    @Test(arguments: beamSizes)
    func suppressedTokensNeverOccurAndChangeNoProbability(beamSize: Int) {
        let model = ToyModel.random(vocabulary: 8, seed: 4)
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.nBest = beamSize
            $0.suppressedTokens = [2, 3, 7]
            $0.minimumLength = 4
            $0.maximumLengthOffset = 8
        }
        for result in options.search(source, model)[0] {
            #expect(options.suppressedTokens.isDisjoint(with: result.tokens))
            let expected = model.tokenLogProbabilities(of: result.tokens, source: source[0])
            #expect(abs(result.logProbability - expected.reduce(0, +)) < 1e-4)
        }
    }

    @Test(arguments: beamSizes)
    func whereNothingMayFollowTheTranslationIsCutOff(beamSize: Int) {
        let options = SearchOptions.with {
            $0.beamSize = beamSize
            $0.minimumLength = 2
            $0.suppressedTokens = [1, 2]
        }
        let result = options.search(source, .constant([1, 0, 0]))[0][0]
        #expect(result.tokens == [] && result.isCutOff)
    }

    @Test(arguments: beamSizes)
    func logitsThatAreNoNumbersEndTheSearch(beamSize: Int) {
        let options = SearchOptions.with { $0.beamSize = beamSize }
        let result = options.search(source, .constant([.nan, .nan, .nan]))[0][0]
        #expect(result.tokens == [] && result.logProbability.isNaN)
    }

    @Test(arguments: [
        (SearchOptions.with { $0.beamSize = 0 }, "beam size is 0"),
        (.with { $0.beamSize = 1001 }, "beam size is 1001"),
        (.with { $0.nBest = 5 }, "5 translations of every sentence are asked of a beam of 4"),
        (.with { $0.nBest = 0 }, "0 translations"),
        (.with { $0.lengthPenalty = .average(exponent: .nan) }, "length penalty is nan"),
        (.with { $0.lengthPenalty = .average(exponent: -5) }, "length penalty is -5.0"),
        (.with { $0.lengthPenalty = .googleNMT(exponent: 11) }, "from -2 to 10"),
        (.with { $0.maximumLengthRatio = -1 }, "-1.0 times"),
        (.with { $0.maximumLengthOffset = -1 }, "plus -1"),
        (.with { $0.minimumLength = -1 }, "minimum length is -1"),
        (
            .with {
                $0.maximumLengthRatio = 0
                $0.minimumLength = 51
            }, "minimum length, 51, is above the maximum length, 50"
        ),
        (.with { $0.suppressedTokens = [3, 9] }, "suppressed token 9 does not exist"),
        (.with { $0.repetitionPenalty = 0 }, "repetition penalty is 0.0"),
        (.with { $0.repetitionPenalty = 1e30 }, "from 0.01 to 100"),
        (.with { $0.repetitionPenalty = .infinity }, "repetition penalty is inf"),
        (.with { $0.noRepeatNGramSize = 0 }, "N-grams of 0 tokens"),
        (.with { $0.coveragePenalty = 1e30 }, "from 0 to 100"),
        (.with { $0.coveragePenalty = -0.1 }, "coverage penalty is -0.1"),
        (
            .with {
                $0.beamSize = 1
                $0.coveragePenalty = 0.2
            }, "a beam of 1 has no choice"
        ),
        (.with { $0.sampling = .init(seed: 1) }, "the beam size is 4"),
        (.sampling(.with { $0.temperature = 0 }), "temperature is 0.0"),
        (.sampling(.with { $0.temperature = .nan }), "temperature is nan"),
        (.sampling(.with { $0.topK = 0 }), "a k of 0"),
        (.sampling(.with { $0.topP = 0 }), "a p of 0.0"),
        (.sampling(.with { $0.topP = 1.1 }), "a p of 1.1"),
    ])
    func anOptionOutOfRangeIsNamed(options: SearchOptions, message: String) {
        let error = #expect(throws: CalqueError.self) { try options.validate(vocabularySize: 9) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func theDefaultsAreThePapers() throws {
        let options = SearchOptions()
        try options.validate(vocabularySize: 10)
        #expect(options.beamSize == 4 && options.lengthPenalty == .googleNMT(exponent: 0.6))
    }
}
