import Basics
import Foundation
import Testing
import Text
import Translation

@Suite struct DualCrossEntropyTests {
    @Test(arguments: [(1, 1), (0.5, 2.5), (2.5, 0.5), (0, 0)])
    func isThatOfThePaper(forward: Float, reverse: Float) {
        let score = DualCrossEntropy(forward: forward, reverse: reverse).score
        let expected = exp(-(abs(forward - reverse) + 0.5 * (forward + reverse)))
        #expect(abs(score - expected) < 1e-6)
    }

    @Test func withoutAReverseModelItIsTheMeanProbability() {
        #expect(abs(DualCrossEntropy(forward: 2, reverse: nil).score - exp(-2)) < 1e-6)
    }

    @Test func whatIsImpossibleHasNoWorth() {
        #expect(DualCrossEntropy(forward: .infinity, reverse: .infinity).score == 0)
        #expect(DualCrossEntropy(forward: 1, reverse: .infinity).score == 0)
        #expect(DualCrossEntropy(forward: .infinity, reverse: nil).score == 0)
    }

    @Test(arguments: [
        ("en", "de", "de", "en", true), ("en", "de", "en", "de", false),
        ("en", "de", "de", "fr", false), (nil, "de", "de", "fr", true), (nil, nil, "a", "b", true),
    ])
    func languagesHaveToBeTurnedRound(
        source: String?, target: String?, reverseSource: String?, reverseTarget: String?,
        fits: Bool
    ) {
        let forward = TokenizerSettings(sourceLanguage: source, targetLanguage: target)
        let reverse = TokenizerSettings(
            sourceLanguage: reverseSource, targetLanguage: reverseTarget)
        if fits {
            #expect(throws: Never.self) { try reverse.requireReverse(of: forward) }
        } else {
            let problem = #expect(throws: CalqueError.self) {
                try reverse.requireReverse(of: forward)
            }
            #expect(problem?.message.contains("turned round") == true)
        }
    }
}
