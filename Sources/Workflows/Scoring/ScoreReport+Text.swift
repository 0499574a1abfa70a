import Basics
import Text

extension ScoreReport {
    /// What was kept, in a line.
    public var summary: String {
        let share = (100 * pairs.share).fixed(1)
        var text = "\(pairs.kept.grouped) of \(pairs.read.grouped) pairs kept (\(share) %)"
        if let threshold { text += ", with scores from \(threshold.significant(3))" }
        let reasons = unscored.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "\($0.key) \($0.value.grouped)"
        }
        if !reasons.isEmpty { text += "; without a score: " + reasons.joined(separator: ", ") }
        return text
    }

    /// The error where no pair is left.
    var nothingStays: CalqueError {
        let highest = quantiles.last.map { " The highest score is \($0.score.significant(3))." }
        return CalqueError(
            """
            None of \(pairs.read.grouped) pairs is kept, and no pair was written.\(highest ?? "") \
            Keep more, or check that text and models are of the same languages.
            """, kind: .input)
    }
}

extension CorpusFiltering.Speed {
    /// Such as `1,000 pairs scored, 840 a second, 420 with each of 2 workers`.
    public var text: String {
        let count = "\(pairs.grouped) \(pairs == 1 ? "pair" : "pairs") scored"
        guard pairs > 0, seconds > 0 else { return count }
        let rate = Double(pairs) / seconds
        let each = (rate / Double(workers)).abbreviated
        return "\(count), \(rate.abbreviated) a second"
            + (workers == 1 ? " with 1 worker" : ", \(each) with each of \(workers) workers")
    }
}
