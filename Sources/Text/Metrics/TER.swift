import Foundation

/// Translation edit rate (Snover et al., 2006, "A Study of Translation Edit Rate with Targeted Human
/// Annotation"), as sacreBLEU computes it after Tercom.
///
///     TER = 100 · edits / words of the reference
///
/// An edit puts in, leaves out or replaces a word, or moves a phrase. The lower, the better; a
/// translation much longer than its reference has more than 100. With several references the edits
/// are those to the nearest, and the words are their mean. Both are summed over the corpus before
/// they are divided.
///
/// Scores, their description and their signature are those of sacreBLEU (``SacreBLEU/version``) for
/// the same options, to the last printed digit.
public struct TER: Sendable {
    /// Whether capitals count; sacreBLEU's default is that they do not.
    public let caseSensitive: Bool

    /// Whether punctuation is parted from words.
    public let normalized: Bool
    /// Whether punctuation is left out.
    public let dropsPunctuation: Bool
    /// Whether Chinese and Japanese are cut into characters where the line is ``normalized``, and their
    /// punctuation is left out with the rest.
    public let supportsAsian: Bool
    private let words: TercomWords

    /// The metric with these options; the defaults are sacreBLEU's.
    ///
    /// - Parameters:
    ///   - caseSensitive: Whether capitals count.
    ///   - normalized: Whether punctuation is parted from words.
    ///   - dropsPunctuation: Whether punctuation is left out.
    ///   - supportsAsian: Whether the other two know Chinese and Japanese.
    public init(
        caseSensitive: Bool = false, normalized: Bool = false, dropsPunctuation: Bool = false,
        supportsAsian: Bool = false
    ) {
        self.caseSensitive = caseSensitive
        self.normalized = normalized
        self.dropsPunctuation = dropsPunctuation
        self.supportsAsian = supportsAsian
        words = TercomWords(
            isNormalized: normalized, dropsPunctuation: dropsPunctuation,
            supportsAsian: supportsAsian)
    }

    /// Scores a corpus.
    ///
    /// - Parameters:
    ///   - hypotheses: the translations, a line each.
    ///   - references: one or more reference translations of the whole corpus, each with a line for
    ///     every hypothesis: `references[r][line]`.
    /// - Throws: `CalqueError` when there is nothing to score or the numbers of lines differ.
    public func corpusScore(hypotheses: [String], references: [[String]]) throws -> TERScore {
        try checkAlignment(hypotheses: hypotheses, references: references)
        var sum = TERStatistics()
        for (line, hypothesis) in hypotheses.enumerated() {
            sum += statistics(hypothesis: hypothesis, references: references.map { $0[line] })
        }
        return TERScore(sum, signature: signature(referenceCount: references.count))
    }

    /// Scores one line against one or more references.
    ///
    /// - Parameters:
    ///   - hypothesis: the translation.
    ///   - references: the reference translations.
    /// - Throws: `CalqueError` when there is no reference.
    public func sentenceScore(hypothesis: String, references: [String]) throws -> TERScore {
        try corpusScore(hypotheses: [hypothesis], references: references.map { [$0] })
    }

    /// What is counted in a line.
    func statistics(hypothesis: String, references: [String]) -> TERStatistics {
        var words = NGramIndex()
        let hypothesis = numbers(of: hypothesis, in: &words)
        var fewest = Int.max
        var length = 0
        for reference in references {
            let reference = numbers(of: reference, in: &words, isReference: true)
            let edits = EditRate.edits(hypothesis: hypothesis, reference: reference)
            fewest = min(fewest, edits)
            length += reference.count
        }
        return TERStatistics(
            edits: fewest, referenceLength: Double(length) / Double(references.count))
    }

    /// The words of `line` as numbers of `words`.
    ///
    /// sacreBLEU cuts references twice, so that spaces of the first time count in the second.
    private func numbers(
        of line: String, in words: inout NGramIndex, isReference: Bool = false
    ) -> [UInt32] {
        let text = Array(line.unicodeScalars)
        var cut = self.words.cut(caseSensitive ? text : text.pythonLowercased())
        if isReference, normalized || dropsPunctuation {
            cut = self.words.cut(Array(cut.joined(separator: [" "])))
        }
        return cut.map { words.number(of: $0) }
    }

    /// Which computation it is, in sacreBLEU's form.
    ///
    /// - Parameter referenceCount: How many references there are of every line.
    public func signature(referenceCount: Int) -> String {
        func word(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }
        return SacreBLEU.signature([
            ("nrefs", "\(referenceCount)"), ("case", caseSensitive ? "mixed" : "lc"),
            ("tok", "tercom"), ("norm", word(normalized)), ("punct", word(!dropsPunctuation)),
            ("asian", word(supportsAsian)),
        ])
    }
}

/// What TER counts in a segment, and sums over a corpus.
struct TERStatistics {
    var edits = 0
    /// The mean of the references'.
    var referenceLength = 0.0

    /// The score, from 0.
    var score: Double {
        // Words without a reference are all wrong.
        guard referenceLength > 0 else { return edits > 0 ? 100 : 0 }
        return 100 * (Double(edits) / referenceLength)
    }

    static func += (sum: inout Self, segment: Self) {
        sum.edits += segment.edits
        sum.referenceLength += segment.referenceLength
    }
}

/// A TER score.
public struct TERScore: Equatable, Sendable, CustomStringConvertible {
    /// The score, from 0 for the reference itself; the lower, the better.
    public let score: Double

    /// How many edits there are.
    public let edits: Int

    /// The words of the references, of several their mean.
    public let referenceLength: Double

    /// Which computation this is, in sacreBLEU's form, such as
    /// `nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0`.
    public let signature: String

    /// The score as sacreBLEU prints it: `TER = 41.67`.
    public var description: String { String(format: "TER = %.2f", score) }

    /// The score that `statistics` amount to.
    init(_ statistics: TERStatistics, signature: String) {
        score = statistics.score
        edits = statistics.edits
        referenceLength = statistics.referenceLength
        self.signature = signature
    }
}
