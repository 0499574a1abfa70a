/// A metric that is a function of counts, which are taken of every line and summed over the corpus.
///
/// So that the score of any choice of lines, such as a sample of a test of significance, the long ones,
/// or one alone, costs sums only.
public protocol CorpusMetric: Sendable {
    /// What sacreBLEU calls it, such as `chrF2++`.
    var name: String { get }

    /// Whether a lower score is the better one.
    var isLowerBetter: Bool { get }

    /// Which computation it is, in sacreBLEU's form.
    ///
    /// - Parameter referenceCount: How many references there are of every line.
    func signature(referenceCount: Int) -> String

    /// Counts.
    ///
    /// - Parameters:
    ///   - hypotheses: The translations, a line each.
    ///   - references: One or more reference translations of the whole corpus, each with a line for
    ///     every hypothesis.
    /// - Throws: `CalqueError` when there is nothing to score, the numbers of lines differ, or lines
    ///   cannot be cut.
    func counts(hypotheses: [String], references: [[String]]) throws -> MetricCounts

    /// The score that sums of counts amount to.
    ///
    /// - Parameter sums: A sum for each of the counts, in their order.
    func score(ofSums sums: [Double]) -> Double
}

/// What a metric counts in every line.
public struct MetricCounts: Sendable {
    /// How many counts there are of a line.
    let width: Int
    /// Those of the first line, then those of the second, and so on.
    let values: [Double]

    /// Counts of their rows, all of one length.
    init(rows: [[Double]]) {
        width = rows.first?.count ?? 0
        values = rows.flatMap(\.self)
    }

    /// How many lines there are.
    public var lineCount: Int { width == 0 ? 0 : values.count / width }

    /// The sums over some lines.
    ///
    /// - Parameter lines: The lines, as often as they are to be counted.
    public func sums(of lines: some Sequence<Int>) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        for line in lines { add(line, to: &sums) }
        return sums
    }

    /// Adds the counts of a line.
    @inline(__always)
    func add(_ line: Int, to sums: inout [Double]) {
        let start = line * width
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for place in 0..<width { sums[place] += values[start + place] }
            }
        }
    }
}

/// The translations of a system as a metric has counted them.
public struct CountedTranslations: Sendable {
    /// The metric.
    public let metric: any CorpusMetric
    /// What it counted.
    public let counts: MetricCounts
    /// The score of all lines.
    public let score: Double

    /// Counts translations.
    ///
    /// - Parameters:
    ///   - metric: The metric.
    ///   - hypotheses: The translations, a line each.
    ///   - references: Reference translations of the whole corpus.
    /// - Throws: What ``CorpusMetric/counts(hypotheses:references:)`` throws.
    public init(_ metric: any CorpusMetric, hypotheses: [String], references: [[String]]) throws {
        self.metric = metric
        counts = try metric.counts(hypotheses: hypotheses, references: references)
        score = metric.score(ofSums: counts.sums(of: 0..<counts.lineCount))
    }

    /// The score of some lines.
    ///
    /// - Parameter lines: The lines, from 0.
    public func score(ofLines lines: some Sequence<Int>) -> Double {
        metric.score(ofSums: counts.sums(of: lines))
    }
}

extension TER: CorpusMetric {
    /// `TER`.
    public var name: String { "TER" }
    /// Edits are errors.
    public var isLowerBetter: Bool { true }

    /// The edits and the words of every line.
    public func counts(hypotheses: [String], references: [[String]]) throws -> MetricCounts {
        try checkAlignment(hypotheses: hypotheses, references: references)
        return MetricCounts(
            rows: hypotheses.indices.map { line in
                let counted = statistics(
                    hypothesis: hypotheses[line], references: references.map { $0[line] })
                return [Double(counted.edits), counted.referenceLength]
            })
    }

    /// The score of a number of edits and of words.
    public func score(ofSums sums: [Double]) -> Double {
        TERStatistics(edits: Int(sums[0]), referenceLength: sums[1]).score
    }
}

extension ChrF: CorpusMetric {
    /// chrF and its β, with a `+` for each order of words.
    public var name: String { "chrF\(beta)" + String(repeating: "+", count: wordOrder) }
    /// It counts what is right.
    public var isLowerBetter: Bool { false }

    /// The n-grams of every line and those that match, order by order.
    public func counts(hypotheses: [String], references: [[String]]) throws -> MetricCounts {
        try checkAlignment(hypotheses: hypotheses, references: references)
        return MetricCounts(
            rows: hypotheses.indices.map { line in
                bestStatistics(
                    hypothesis: hypotheses[line], references: references.map { $0[line] }
                ).counts.flatMap {
                    [Double($0.hypothesis), Double($0.reference), Double($0.matches)]
                }
            })
    }

    /// The score of numbers of n-grams.
    public func score(ofSums sums: [Double]) -> Double {
        var statistics = ChrFStatistics(orders: characterOrder + wordOrder)
        for order in statistics.counts.indices {
            statistics.counts[order] = (
                Int(sums[3 * order]), Int(sums[3 * order + 1]), Int(sums[3 * order + 2])
            )
        }
        return fScore(statistics)
    }
}

extension BLEU: CorpusMetric {
    /// `BLEU`.
    public var name: String { "BLEU" }
    /// It counts what is right.
    public var isLowerBetter: Bool { false }

    /// The lengths of every line, its n-grams and those that match.
    public func counts(hypotheses: [String], references: [[String]]) throws -> MetricCounts {
        try checkAlignment(hypotheses: hypotheses, references: references)
        let (hypotheses, references) = try segmented(hypotheses, references)
        return MetricCounts(
            rows: hypotheses.indices.map { line in
                statistics(
                    hypothesis: hypotheses[line], references: references.map { $0[line] }
                ).counts
            })
    }

    /// The score of numbers of n-grams.
    public func score(ofSums sums: [Double]) -> Double {
        score(BLEUStatistics(counts: sums), referenceCount: 1, effectiveOrder: false).score
    }
}

extension BLEUStatistics {
    /// The counts in a row.
    var counts: [Double] {
        ([hypothesisLength, referenceLength] + matches + totals).map(Double.init)
    }

    /// What ``counts`` makes a row of.
    init(counts: [Double]) {
        let counts = counts.map { Int($0) }
        self.init(
            hypothesisLength: counts[0], referenceLength: counts[1],
            matches: Array(counts[2..<2 + BLEU.order]),
            totals: Array(counts[(2 + BLEU.order)...]))
    }
}
