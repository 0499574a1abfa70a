import Foundation

/// chrF (Popović, 2015, "chrF: character n-gram F-score for automatic MT evaluation") and chrF++
/// (Popović, 2017, "chrF++: words helping character n-grams"), as sacreBLEU computes them.
///
///     chrF_β = 100 · (1 + β²) · P · R / (β² · P + R)
///
/// P and R are the precision and the recall of n-grams, averaged over their orders: of characters
/// (Unicode scalars) up to ``characterOrder``, and of words up to ``wordOrder``. With several
/// references a line counts against the one that scores highest. Matches are summed over the corpus
/// before anything is divided.
///
/// Scores, their description and their signature are those of sacreBLEU (``SacreBLEU/version``) for
/// the same options, to the last printed digit.
public struct ChrF: Sendable {
    /// The longest character n-gram that is counted.
    public let characterOrder: Int

    /// The longest word n-gram that is counted: 0 is chrF, 2 is chrF++.
    public let wordOrder: Int

    /// How many times as much recall counts as precision.
    public let beta: Int

    /// Whether hypotheses and references are lower-cased first.
    public let lowercase: Bool

    /// Whether whitespace belongs to the character n-grams.
    public let whitespace: Bool

    /// How orders without n-grams are treated: true for a tiny precision or recall in their place
    /// and an average of F-scores (as in chrF++.py, Moses and NLTK), false for leaving them out.
    public let epsilonSmoothing: Bool

    /// The metric with these options; the defaults are sacreBLEU's, that is chrF2.
    public init(
        characterOrder: Int = 6, wordOrder: Int = 0, beta: Int = 2, lowercase: Bool = false,
        whitespace: Bool = false, epsilonSmoothing: Bool = false
    ) {
        precondition(
            characterOrder > 0 && wordOrder >= 0 && beta > 0,
            """
            ChrF: characterOrder \(characterOrder) and beta \(beta) must be positive, \
            wordOrder \(wordOrder) must not be negative
            """)
        self.characterOrder = characterOrder
        self.wordOrder = wordOrder
        self.beta = beta
        self.lowercase = lowercase
        self.whitespace = whitespace
        self.epsilonSmoothing = epsilonSmoothing
    }

    /// Scores a corpus.
    ///
    /// - Parameters:
    ///   - hypotheses: the translations, a line each.
    ///   - references: one or more reference translations of the whole corpus, each with a line for
    ///     every hypothesis: `references[r][line]`.
    /// - Throws: `CalqueError` when there is nothing to score or the numbers of lines differ.
    public func corpusScore(hypotheses: [String], references: [[String]]) throws -> ChrFScore {
        try checkAlignment(hypotheses: hypotheses, references: references)
        var statistics = ChrFStatistics(orders: characterOrder + wordOrder)
        for (line, hypothesis) in hypotheses.enumerated() {
            statistics += bestStatistics(
                hypothesis: hypothesis, references: references.map { $0[line] })
        }
        return ChrFScore(
            score: fScore(statistics), metric: self, referenceCount: references.count)
    }

    /// Scores one line against one or more references.
    ///
    /// - Throws: `CalqueError` when there is no reference.
    public func sentenceScore(hypothesis: String, references: [String]) throws -> ChrFScore {
        try corpusScore(hypotheses: [hypothesis], references: references.map { [$0] })
    }

    // MARK: - Counting

    /// The statistics against the reference that gives the highest score, the first of equals.
    func bestStatistics(hypothesis: String, references: [String]) -> ChrFStatistics {
        let hypothesis = prepared(hypothesis)
        var best = ChrFStatistics(orders: characterOrder + wordOrder)
        var bestScore = -1.0
        for reference in references {
            let statistics = statistics(hypothesis: hypothesis, reference: prepared(reference))
            let score = fScore(statistics)
            if score > bestScore {
                best = statistics
                bestScore = score
            }
        }
        return best
    }

    private func prepared(_ line: String) -> [Unicode.Scalar] {
        let text = Array(line.unicodeScalars)
        return lowercase ? text.pythonLowercased() : text
    }

    private func statistics(
        hypothesis: [Unicode.Scalar], reference: [Unicode.Scalar]
    ) -> ChrFStatistics {
        var statistics = ChrFStatistics(
            hypothesis: characters(hypothesis), reference: characters(reference),
            upTo: characterOrder)
        if wordOrder > 0 {
            var index = NGramIndex()
            statistics.append(
                ChrFStatistics(
                    hypothesis: words(hypothesis).map { index.number(of: $0) },
                    reference: words(reference).map { index.number(of: $0) },
                    upTo: wordOrder))
        }
        return statistics
    }

    private func characters(_ text: [Unicode.Scalar]) -> [UInt32] {
        text.lazy.filter { whitespace || !$0.isPythonWhitespace }.map(\.value)
    }

    /// The words of `text`, a mark of ASCII punctuation at the end or the beginning of one, and
    /// never at both, set apart.
    private func words(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        text.splitAtWhitespace().flatMap { word in
            if word.count > 1, word[word.endIndex - 1].isASCIIPunctuation {
                [word.dropLast(), word.suffix(1)]
            } else if word.count > 1, word[word.startIndex].isASCIIPunctuation {
                [word.prefix(1), word.dropFirst()]
            } else {
                [word]
            }
        }
    }

    // MARK: - Scoring

    /// Which computation it is, in sacreBLEU's form.
    ///
    /// - Parameter referenceCount: How many references there are of every line.
    public func signature(referenceCount: Int) -> String {
        SacreBLEU.signature([
            ("nrefs", "\(referenceCount)"), ("case", lowercase ? "lc" : "mixed"),
            ("eff", epsilonSmoothing ? "no" : "yes"), ("nc", "\(characterOrder)"),
            ("nw", "\(wordOrder)"), ("space", whitespace ? "yes" : "no"),
        ])
    }

    /// The score of counts, 0 … 100.
    func fScore(_ statistics: ChrFStatistics) -> Double {
        let epsilon = 1e-16
        let factor = Double(beta * beta)
        var sumOfScores = 0.0
        var precisionSum = 0.0
        var recallSum = 0.0
        var effectiveOrders = 0.0
        for (hypothesis, reference, matches) in statistics.counts {
            let precision = hypothesis > 0 ? Double(matches) / Double(hypothesis) : epsilon
            let recall = reference > 0 ? Double(matches) / Double(reference) : epsilon
            let denominator = factor * precision + recall
            sumOfScores +=
                denominator > 0 ? (1 + factor) * precision * recall / denominator : epsilon
            if hypothesis > 0, reference > 0 {
                precisionSum += precision
                recallSum += recall
                effectiveOrders += 1
            }
        }
        if epsilonSmoothing {
            return 100 * sumOfScores / Double(statistics.counts.count)
        }
        guard precisionSum + recallSum > 0 else { return 0 }
        let precision = precisionSum / effectiveOrders
        let recall = recallSum / effectiveOrders
        return 100 * ((1 + factor) * precision * recall / (factor * precision + recall))
    }
}

/// What chrF counts in a segment, and sums over a corpus: the n-grams of each order, characters
/// before words.
struct ChrFStatistics {
    var counts: [(hypothesis: Int, reference: Int, matches: Int)]

    /// Nothing counted yet.
    init(orders: Int) {
        counts = [(hypothesis: Int, reference: Int, matches: Int)](
            repeating: (0, 0, 0), count: orders)
    }

    /// The counts of the n-grams with 1 ≤ n ≤ `order`.
    init(hypothesis: [UInt32], reference: [UInt32], upTo order: Int) {
        var index = NGramIndex(capacity: (hypothesis.count + reference.count) * order)
        let hypothesis = index.nGrams(of: hypothesis, upTo: order)
        let reference = index.nGrams(of: reference, upTo: order)
        let matches = hypothesis.matches(in: reference.occurrences(count: index.count))
        counts = zip(zip(hypothesis.totals, reference.totals), matches).map { totals, matches in
            // An order that the reference has no n-grams of does not count against the hypothesis.
            (totals.1 > 0 ? totals.0 : 0, totals.1, matches)
        }
    }

    /// Adds the orders of `more` after these.
    mutating func append(_ more: Self) {
        counts += more.counts
    }

    static func += (sum: inout Self, segment: Self) {
        for (order, count) in segment.counts.enumerated() {
            sum.counts[order].hypothesis += count.hypothesis
            sum.counts[order].reference += count.reference
            sum.counts[order].matches += count.matches
        }
    }
}

/// A chrF or chrF++ score.
public struct ChrFScore: Equatable, Sendable, CustomStringConvertible {
    /// The metric's name: `chrF2`; a `+` for each order of words, as in `chrF2++`.
    public let name: String

    /// The score, 0 … 100.
    public let score: Double

    /// Which computation this is, in sacreBLEU's form, such as
    /// `nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0`.
    public let signature: String

    /// The score as sacreBLEU prints it: `chrF2 = 58.31`.
    public var description: String { name + String(format: " = %.2f", score) }

    /// The score that `metric` gave against `referenceCount` references.
    init(score: Double, metric: ChrF, referenceCount: Int) {
        self.score = score
        name = metric.name
        signature = metric.signature(referenceCount: referenceCount)
    }
}
