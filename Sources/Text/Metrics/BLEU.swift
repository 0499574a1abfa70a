import Foundation

/// BLEU (Papineni et al., 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation"),
/// as sacreBLEU computes it (Post, 2018, "A Call for Clarity in Reporting BLEU Scores").
///
///     BLEU = BP · exp( ¼ Σₙ log pₙ ),  n = 1 … 4        pₙ = matching n-grams / n-grams
///     BP   = 1 if c ≥ r, else exp(1 − r / c)
///
/// An n-gram of a hypothesis matches at most as often as it occurs in the reference that has it
/// most often. c is the number of tokens of all hypotheses, r that of the references nearest in
/// length. Matches and lengths are summed over the corpus before anything is divided.
///
/// Scores, their description and their signature are those of sacreBLEU (``SacreBLEU/version``) for
/// the same options, to the last printed digit.
public struct BLEU: Sendable {
    /// The longest n-gram that is counted.
    static let order = 4

    /// How a line is cut into tokens.
    public let tokenizer: Tokenizer

    /// What cuts lines into words before ``tokenizer`` sees them; nil for nothing.
    public let segmenter: (any LineSegmenter)?

    /// What stands in for the precision of an order without a match.
    public let smoothing: Smoothing

    /// Whether hypotheses and references are lower-cased first.
    public let lowercase: Bool

    /// The metric with these options; the defaults are sacreBLEU's.
    public init(
        tokenizer: Tokenizer = .thirteenA, smoothing: Smoothing = .exponential,
        lowercase: Bool = false
    ) {
        self.tokenizer = tokenizer
        segmenter = nil
        self.smoothing = smoothing
        self.lowercase = lowercase
    }

    /// The metric of words that a model or a dictionary finds; its name stands in the signature.
    public init(
        segmenter: any LineSegmenter, smoothing: Smoothing = .exponential, lowercase: Bool = false
    ) {
        tokenizer = .none
        self.segmenter = segmenter
        self.smoothing = smoothing
        self.lowercase = lowercase
    }

    /// Scores a corpus.
    ///
    /// - Parameters:
    ///   - hypotheses: the translations, a line each.
    ///   - references: one or more reference translations of the whole corpus, each with a line for
    ///     every hypothesis: `references[r][line]`.
    /// - Throws: `CalqueError` when there is nothing to score, the numbers of lines differ, or lines
    ///   cannot be cut.
    public func corpusScore(hypotheses: [String], references: [[String]]) throws -> BLEUScore {
        try checkAlignment(hypotheses: hypotheses, references: references)
        let (hypotheses, references) = try segmented(hypotheses, references)
        var statistics = BLEUStatistics()
        for (line, hypothesis) in hypotheses.enumerated() {
            statistics += self.statistics(
                hypothesis: hypothesis, references: references.map { $0[line] })
        }
        return score(statistics, referenceCount: references.count, effectiveOrder: false)
    }

    /// Scores one line against one or more references, by its *effective order*: n stops at the
    /// longest n-gram that the hypothesis has, so that a line of fewer than four tokens is not 0.
    ///
    /// This is `sentence_bleu` of sacreBLEU, whose default this order is for single lines.
    ///
    /// - Throws: `CalqueError` when there is no reference, or lines cannot be cut.
    public func sentenceScore(hypothesis: String, references: [String]) throws -> BLEUScore {
        try checkAlignment(hypotheses: [hypothesis], references: references.map { [$0] })
        let (hypotheses, rows) = try segmented([hypothesis], references.map { [$0] })
        let statistics = statistics(hypothesis: hypotheses[0], references: rows.map { $0[0] })
        return score(statistics, referenceCount: references.count, effectiveOrder: true)
    }

    // MARK: - Counting

    /// The lines as the segmenter cuts them, all at once: to start a program costs time.
    func segmented(
        _ hypotheses: [String], _ references: [[String]]
    ) throws -> (hypotheses: [String], references: [[String]]) {
        guard let segmenter else { return (hypotheses, references) }
        let lines = ([hypotheses] + references).flatMap(\.self).map { line in
            let text = Array(line.unicodeScalars)
            let cased = lowercase ? text.pythonLowercased() : text
            return String(String.UnicodeScalarView(cased.droppingTrailingWhitespace()))
        }
        let cut = try segmenter.segmented(lines)
        let count = hypotheses.count
        return (
            Array(cut[..<count]),
            references.indices.map { Array(cut[($0 + 1) * count..<($0 + 2) * count]) }
        )
    }

    /// What is counted in a line, which the segmenter has cut.
    func statistics(hypothesis: String, references: [String]) -> BLEUStatistics {
        var words = NGramIndex()
        var index = NGramIndex()
        let hypothesisWords = numbers(of: hypothesis, in: &words)
        let referenceWords = references.map { numbers(of: $0, in: &words) }
        let hypothesisNGrams = index.nGrams(of: hypothesisWords, upTo: Self.order)
        let referenceNGrams = referenceWords.map { index.nGrams(of: $0, upTo: Self.order) }
        let occurrences = referenceNGrams.map { $0.occurrences(count: index.count) }
        let most = occurrences.dropFirst().reduce(occurrences[0]) { zip($0, $1).map(max) }
        return BLEUStatistics(
            hypothesisLength: hypothesisWords.count,
            referenceLength: closest(to: hypothesisWords.count, in: referenceWords.map(\.count)),
            matches: hypothesisNGrams.matches(in: most),
            totals: hypothesisNGrams.totals)
    }

    /// The tokens of `line` as numbers of `words`.
    private func numbers(of line: String, in words: inout NGramIndex) -> [UInt32] {
        var text = Array(line.unicodeScalars)
        if lowercase {
            text = text.pythonLowercased()
        }
        return tokenizer.tokens(of: text.droppingTrailingWhitespace()).map { words.number(of: $0) }
    }

    /// The length nearest to `length`, the shorter of two that are equally near.
    private func closest(to length: Int, in lengths: [Int]) -> Int {
        lengths.min { (abs($0 - length), $0) < (abs($1 - length), $1) } ?? 0
    }

    // MARK: - Scoring

    /// The score that counts amount to.
    func score(
        _ statistics: BLEUStatistics, referenceCount: Int, effectiveOrder: Bool
    ) -> BLEUScore {
        BLEUScore(
            statistics, smoothing: smoothing, effectiveOrder: effectiveOrder,
            signature: signature(referenceCount: referenceCount, effectiveOrder: effectiveOrder))
    }

    /// Which computation the score of a corpus is, in sacreBLEU's form.
    ///
    /// - Parameter referenceCount: How many references there are of every line.
    public func signature(referenceCount: Int) -> String {
        signature(referenceCount: referenceCount, effectiveOrder: false)
    }

    private func signature(referenceCount: Int, effectiveOrder: Bool) -> String {
        SacreBLEU.signature([
            ("nrefs", "\(referenceCount)"), ("case", lowercase ? "lc" : "mixed"),
            ("eff", effectiveOrder ? "yes" : "no"),
            ("tok", segmenter?.name ?? tokenizer.rawValue), ("smooth", smoothing.signature),
        ])
    }
}

/// What BLEU counts in a segment, and sums over a corpus.
struct BLEUStatistics {
    var hypothesisLength = 0
    var referenceLength = 0
    var matches = [Int](repeating: 0, count: BLEU.order)  // [n - 1]
    var totals = [Int](repeating: 0, count: BLEU.order)  // [n - 1]

    static func += (sum: inout Self, segment: Self) {
        sum.hypothesisLength += segment.hypothesisLength
        sum.referenceLength += segment.referenceLength
        for order in 0..<BLEU.order {
            sum.matches[order] += segment.matches[order]
            sum.totals[order] += segment.totals[order]
        }
    }
}

extension BLEU {
    /// What stands in for the precision of an order that has n-grams but no match, whose logarithm
    /// would make the whole score 0 (Chen and Cherry, 2014, "A Systematic Comparison of Smoothing
    /// Techniques for Sentence-Level BLEU").
    public enum Smoothing: Hashable, Sendable {
        /// `exp`, sacreBLEU's default (method 3, and mteval-v13a's): ½ match for the first order
        /// without one, ¼ for the second, and so on.
        case exponential
        /// `floor` (method 1): this many matches. sacreBLEU's value is 0.1.
        case floor(Double = 0.1)
        /// `add-k` (method 2): this many is added to matches and n-grams of every order above 1.
        /// sacreBLEU's value is 1.
        case addK(Double = 1)
        /// `none`: the precision stays 0.
        case none

        /// The method as it stands in a signature.
        var signature: String {
            switch self {
            case .exponential: "exp"
            case .floor(let value): "floor[\(String(format: "%.2f", value))]"
            case .addK(let value): "add-k[\(String(format: "%.2f", value))]"
            case .none: "none"
            }
        }
    }
}
