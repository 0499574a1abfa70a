import Text
import Training

/// How good translations are, over all sentences and by the length of their sources.
public struct TranslationQuality: Sendable, Codable {
    /// What is measured of some sentences.
    public struct Score: Sendable, Codable {
        /// The number of sentences.
        public let count: Int
        /// BLEU of the corpus that they are, as sacreBLEU computes it by default.
        public let bleu: Double
        /// The share of translations that are the reference, character by character.
        public let exactMatch: Double
    }

    /// The score of sentences of like length.
    public struct LengthScore: Sendable, Codable {
        /// The tokens of the shortest source, end token not counted.
        public let shortest: Int
        /// The tokens of the longest.
        public let longest: Int
        /// The mean of the tokens.
        public let meanLength: Double
        /// Their score.
        public let score: Score
    }

    /// Over all sentences.
    public let overall: Score
    /// By length, the shortest first.
    public let byLength: [LengthScore]

    /// Measures translations.
    ///
    /// - Parameters:
    ///   - translations: One for every sentence.
    ///   - references: The right translations, in the same order.
    ///   - lengths: The tokens of every source sentence, end token not counted.
    ///   - buckets: Which sentences are scored together, by their places.
    /// - Throws: `CalqueError` when there is nothing to score.
    public init(
        translations: [String], references: [String], lengths: [Int], buckets: LengthBuckets
    ) throws {
        precondition(
            translations.count == references.count && lengths.count == references.count,
            "\(translations.count) translations, \(references.count) references")
        overall = try Score(translations, references)
        byLength = try buckets.buckets.map { bucket in
            let sum = bucket.sentences.reduce(0) { $0 + lengths[$1] }
            return LengthScore(
                shortest: bucket.lengths.lowerBound, longest: bucket.lengths.upperBound,
                meanLength: Double(sum) / Double(bucket.sentences.count),
                score: try Score(
                    bucket.sentences.map { translations[$0] },
                    bucket.sentences.map { references[$0] }))
        }
    }
}

extension TranslationQuality.Score {
    init(_ translations: [String], _ references: [String]) throws {
        count = references.count
        bleu = try BLEU().corpusScore(hypotheses: translations, references: [references]).score
        let right = zip(translations, references).count {
            $0.unicodeScalars.elementsEqual($1.unicodeScalars)
        }
        exactMatch = Double(right) / Double(max(count, 1))
    }
}

extension HeldOutPairs {
    /// The tokens of every source sentence, end token not counted.
    var sourceLengths: [Int] { corpus.source.lengths.map { $0 - 1 } }
}
