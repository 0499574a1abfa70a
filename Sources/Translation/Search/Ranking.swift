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
public enum LengthPenalty: Sendable, Hashable, Codable {
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

/// How much of its attention a hypothesis has given to every source token: see
/// ``SearchOptions/coveragePenalty``.
struct Coverage {
    /// What a source token without attention counts as.
    private static let floor: Float = 1e-6

    /// Σ_j p_ij for every source token i; none before the first target token.
    private var sums: [Float] = []

    /// The coverage after one target token more.
    ///
    /// - Parameter attention: p_ij for every source token i.
    func adding(_ attention: [Float]) -> Coverage {
        var result = self
        result.sums = sums.isEmpty ? attention : zip(sums, attention).map { $0 + $1 }
        return result
    }

    /// β · Σ_i log(min(Σ_j p_ij, 1)).
    func penalty(_ beta: Double) -> Double {
        beta * sums.reduce(0) { $0 + log(Double(min(max($1, Self.floor), 1))) }
    }
}

/// When a beam search is done with a sentence, beyond the cases in which nothing is left to extend.
///
/// The rules differ in time, and in what they may miss. With an exponent of 0 in the length penalty
/// a hypothesis never gains from growing, and ``exact`` and ``currentLength`` find the same best
/// translation.
public enum StoppingRule: String, Sendable, CaseIterable, Codable {
    /// The n best translations are found and no active hypothesis can still come to a score above
    /// the worst of them, whatever follows: the bound is its present log-probability at the most
    /// favourable length up to the maximum. Nothing is missed that a longer search would find. This
    /// is what `early_stopping="never"` of `transformers` means, but counts n-best instead of
    /// beam-size translations.
    case exact
    /// As many hypotheses have finished as the beam is wide, and the best active one, were it to
    /// end at its present length without loss, would not score above the worst of them. This is
    /// `early_stopping=False` of `transformers`. With a positive exponent it may miss a longer and
    /// better translation.
    case currentLength
    /// As many hypotheses have finished as the beam is wide: the rule of fairseq and CTranslate2,
    /// and `early_stopping=True` of `transformers`. The quickest for a wide beam; may miss better
    /// translations.
    case beamFilled
}
