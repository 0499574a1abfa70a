import Foundation

/// How hypotheses of different lengths are compared.
///
/// Every further token makes a hypothesis less probable, so that a search that compares
/// log-probabilities prefers short translations. The score of a finished hypothesis Y is therefore
///
///     score(Y) = log P(Y | X) / penalty(|Y|)
///
/// where |Y| counts the tokens of Y and its end token, as in fairseq and `transformers`. An
/// exponent of 0 compares log-probabilities as they are; a negative one favours short translations.
public enum LengthPenalty: Sendable, Equatable {
    /// penalty(|Y|) = ((5 + |Y|) / 6)^α: "Google's Neural Machine Translation System" (Wu et al.
    /// 2016), equation 14, without its coverage term. The Transformer's paper uses α = 0.6 (section
    /// 6.1).
    case googleNMT(exponent: Double)
    /// penalty(|Y|) = |Y|^α; with α = 1 the score is the average log-probability of a token. This
    /// is the `lenpen` of fairseq and the `length_penalty` of `transformers` and CTranslate2.
    case average(exponent: Double)

    /// The α of the formula.
    public var exponent: Double {
        switch self {
        case .googleNMT(let exponent), .average(let exponent): exponent
        }
    }

    /// The score of a hypothesis.
    ///
    /// - Parameters:
    ///   - logProbability: log P(Y | X), natural logarithm.
    ///   - length: |Y|: tokens, end token included.
    public func score(logProbability: Double, length: Int) -> Double {
        switch self {
        case .googleNMT(let exponent): logProbability / pow((5 + Double(length)) / 6, exponent)
        case .average(let exponent): logProbability / pow(Double(length), exponent)
        }
    }

    /// The highest score that a hypothesis can still come to.
    ///
    /// Its log-probability only falls, so the bound is what the present one would be worth at the
    /// most favourable length. The penalty is monotone in the length: that is the longest for α > 0
    /// and the shortest for α < 0.
    ///
    /// - Parameters:
    ///   - logProbability: log P of the hypothesis so far.
    ///   - lengths: The lengths that it can end with.
    package func bound(logProbability: Double, lengths: ClosedRange<Int>) -> Double {
        max(
            score(logProbability: logProbability, length: lengths.lowerBound),
            score(logProbability: logProbability, length: lengths.upperBound))
    }
}
