import Foundation

/// A BLEU score and what it was made of.
public struct BLEUScore: Equatable, Sendable, CustomStringConvertible {
    /// The score, 0 … 100.
    public let score: Double

    /// The precision of each order after smoothing, in percent: `[n - 1]`, n = 1 … 4.
    public let precisions: [Double]

    /// How many n-grams of the hypotheses match, before smoothing: `[n - 1]`.
    public let matches: [Int]

    /// How many n-grams the hypotheses have: `[n - 1]`.
    public let totals: [Int]

    /// The factor, 0 … 1, that lowers the score of hypotheses shorter than their references.
    public let brevityPenalty: Double

    /// The number of tokens of all hypotheses.
    public let hypothesisLength: Int

    /// The number of tokens of the references that are nearest to their hypotheses in length.
    public let referenceLength: Int

    /// Which computation this is, in sacreBLEU's form, such as
    /// `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0`.
    public let signature: String

    /// The score as sacreBLEU prints it:
    /// `BLEU = 41.02 70.0/48.0/34.1/24.7 (BP = 1.000 ratio = 1.012 hyp_len = 83 ref_len = 82)`.
    public var description: String {
        let precisions = precisions.map { String(format: "%.1f", $0) }.joined(separator: "/")
        let ratio = referenceLength == 0 ? 0 : Double(hypothesisLength) / Double(referenceLength)
        return String(format: "BLEU = %.2f ", score) + precisions
            + String(format: " (BP = %.3f ratio = %.3f", brevityPenalty, ratio)
            + " hyp_len = \(hypothesisLength) ref_len = \(referenceLength))"
    }

    /// The score that `statistics` amount to.
    init(
        _ statistics: BLEUStatistics, smoothing: BLEU.Smoothing, effectiveOrder: Bool,
        signature: String
    ) {
        matches = statistics.matches
        totals = statistics.totals
        hypothesisLength = statistics.hypothesisLength
        referenceLength = statistics.referenceLength
        brevityPenalty = Self.brevityPenalty(
            hypothesisLength: hypothesisLength, referenceLength: referenceLength)
        self.signature = signature

        let reached = Self.precisions(matches: matches, totals: totals, smoothing: smoothing)
        precisions = reached + [Double](repeating: 0, count: BLEU.order - reached.count)
        let counted = effectiveOrder ? precisions.prefix(reached.count) : precisions[...]
        guard !counted.isEmpty else {
            score = 0
            return
        }
        // sacreBLEU's stand-in for the logarithm of 0.
        let logarithms = counted.map { $0 == 0 ? -9_999_999_999 : log($0) }
        score = brevityPenalty * exp(logarithms.reduce(0, +) / Double(counted.count))
    }

    private static func brevityPenalty(hypothesisLength: Int, referenceLength: Int) -> Double {
        if hypothesisLength >= referenceLength { return 1 }
        if hypothesisLength == 0 { return 0 }
        return exp(1 - Double(referenceLength) / Double(hypothesisLength))
    }

    /// The precisions in percent of the orders that the hypotheses have n-grams of; none when there
    /// is no match at all.
    private static func precisions(
        matches: [Int], totals: [Int], smoothing: BLEU.Smoothing
    ) -> [Double] {
        guard matches.contains(where: { $0 > 0 }) else { return [] }
        var precisions: [Double] = []
        var divisor = 1.0
        for order in matches.indices {
            var matches = Double(matches[order])
            var total = Double(totals[order])
            if case .addK(let value) = smoothing, order > 0 {
                matches += value
                total += value
            }
            if total == 0 { break }
            switch smoothing {
            case .exponential where matches == 0:
                divisor *= 2
                precisions.append(100 / (divisor * total))
            case .floor(let value) where matches == 0:
                precisions.append(100 * value / total)
            default:
                precisions.append(100 * matches / total)
            }
        }
        return precisions
    }
}
