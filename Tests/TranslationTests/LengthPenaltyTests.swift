import Foundation
import Testing
import Translation

struct LengthPenaltyTests {
    @Test func googleNMTDividesByEquation14() {
        let penalty = LengthPenalty.googleNMT(exponent: 0.6)
        #expect(penalty.score(logProbability: -3, length: 1) == -3)
        #expect(penalty.score(logProbability: -3, length: 7) == -3 / pow(2, 0.6))
    }

    @Test func averageDividesByThePowerOfTheLength() {
        #expect(
            LengthPenalty.average(exponent: 1).score(logProbability: -3, length: 6) == -0.5)
        #expect(LengthPenalty.average(exponent: 2).score(logProbability: -3, length: 2) == -0.75)
    }

    @Test(arguments: [LengthPenalty.googleNMT(exponent: 0), .average(exponent: 0)])
    func anExponentOfZeroLeavesTheLogProbability(penalty: LengthPenalty) {
        #expect(penalty.score(logProbability: -3, length: 17) == -3)
    }

    @Test(arguments: [-1.5, -0.3, 0, 0.6, 1, 2])
    func noLengthInReachScoresAboveTheBound(exponent: Double) {
        for penalty in [LengthPenalty.googleNMT(exponent: exponent), .average(exponent: exponent)] {
            let bound = penalty.bound(logProbability: -2.5, lengths: 3...40)
            for length in 3...40 {
                #expect(penalty.score(logProbability: -2.5, length: length) <= bound)
            }
        }
    }
}
