import Basics
import Foundation
import Text
import Translation

/// A translation that may be the one to learn from.
package struct Candidate: Codable, Equatable, Sendable {
    /// The text.
    package let text: String
    /// log P of the teacher over the number of tokens; nil where no model made it.
    package let score: Double?

    /// A candidate of its parts.
    package init(text: String, score: Double?) {
        self.text = text
        self.score = score
    }
}

extension Candidate {
    init(_ alternative: TranslationResult.Alternative) {
        // What nothing is said of has no tokens.
        let tokens = max(alternative.tokenLogProbabilities.count, 1)
        self.init(text: alternative.text, score: alternative.logProbability / Double(tokens))
    }

    /// The candidate to learn from: with a reference the one nearest to it by chrF, the first of
    /// equals; else the first, which the search found best.
    ///
    /// - Returns: nil where there is none with any text.
    package static func best(of candidates: [Candidate], reference: String?) throws -> Candidate? {
        let candidates = candidates.filter { !$0.text.isBlank }
        guard let reference, !reference.isBlank, candidates.count > 1 else {
            return candidates.first
        }
        let chrF = ChrF()
        var best: (candidate: Candidate, score: Double)?
        for candidate in candidates {
            let score = try chrF.sentenceScore(
                hypothesis: candidate.text, references: [reference]
            ).score
            if score > best?.score ?? -1 { best = (candidate, score) }
        }
        return best?.candidate
    }

    /// Whether a line may be a translation of another by their lengths: neither has more than three
    /// times the characters of the other, and a short sentence more.
    package static func isPlausible(_ source: String, _ target: String) -> Bool {
        let lengths = (source.unicodeScalars.count, target.unicodeScalars.count)
        let (shorter, longer) = (min(lengths.0, lengths.1), max(lengths.0, lengths.1))
        return longer <= 3 * shorter + 20
    }
}

/// Which pairs are left out for being the worst.
package enum WorstShare {
    /// Whether each pair is kept: the given share of them is not, those with the lowest scores and, of
    /// equals, the earlier ones. A pair without a score is worse than all that have one; where none has
    /// one, all are kept.
    package static func kept(scores: [Double?], dropping share: Double) -> [Bool] {
        guard scores.contains(where: { $0 != nil }) else { return scores.map { _ in true } }
        let known = scores.map { $0.map { $0.isNaN ? -.infinity : $0 } ?? -.infinity }
        let order = known.indices.sorted { (known[$0], $0) < (known[$1], $1) }
        var kept = [Bool](repeating: true, count: scores.count)
        for index in order.prefix(Int(share * Double(scores.count))) { kept[index] = false }
        return kept
    }
}
