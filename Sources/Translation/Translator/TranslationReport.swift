public import Text

/// A result as programs read it, with pieces for token ids and names for places: an object of
/// `calque translate --json`.
public struct TranslationReport: Sendable, Equatable, Codable {
    /// A target token, end tokens included.
    public struct Token: Sendable, Equatable, Codable {
        /// Its piece.
        public let piece: String
        /// Its id.
        public let id: Int32
        /// log P of it, natural logarithm.
        public let logProbability: Float
    }

    /// Text of the line that the vocabulary lacks, by the places of its Unicode scalars from 0.
    public struct Unknown: Sendable, Equatable, Codable {
        /// The text.
        public let text: String
        /// The place of its first scalar.
        public let start: Int
        /// The place after its last.
        public let end: Int
    }

    /// What of the line was translated at once, by the places of its Unicode scalars from 0.
    public struct Part: Sendable, Equatable, Codable {
        /// The place of its first scalar.
        public let start: Int
        /// The place after its last.
        public let end: Int
        /// Its best translation.
        public let text: String
        /// Whether the translation was ended at its maximum length.
        public let isCutOff: Bool
    }

    /// What became of a term of a glossary.
    public struct Term: Sendable, Equatable, Codable {
        /// The place of its first Unicode scalar in the line.
        public let start: Int
        /// The place after its last.
        public let end: Int
        /// Its translation that was used; nil where none was.
        public let translation: String?
    }

    /// A translation that is not the best one.
    public struct Alternative: Sendable, Equatable, Codable {
        /// The translation.
        public let text: String
        /// What it is ranked by.
        public let score: Double
        /// The sum of its tokens' log-probabilities.
        public let logProbability: Double
        /// Its tokens.
        public let tokens: [Token]

        init(_ translation: TranslationResult.Alternative, _ tokenizer: SubwordTokenizer) {
            text = translation.text
            score = translation.score
            logProbability = translation.logProbability
            tokens = zip(translation.predictedTokens, translation.tokenLogProbabilities).map {
                Token(
                    piece: tokenizer.vocabulary.piece(of: $0) ?? Vocabulary.unknownPiece, id: $0,
                    logProbability: $1)
            }
        }
    }

    /// The number of the line, from 1.
    public let line: Int
    /// The best translation.
    public let text: String
    /// What it is ranked by.
    public let score: Double
    /// The sum of its tokens' log-probabilities.
    public let logProbability: Double
    /// Its tokens.
    public let tokens: [Token]
    /// The parts of the line.
    public let parts: [Part]
    /// Whether some part's translation was ended at its maximum length.
    public let isCutOff: Bool
    /// Whether the translation repeats itself.
    public let isRepetitive: Bool
    /// What of the line the vocabulary lacks.
    public let unknownSource: [Unknown]
    /// What became of the line's terms; nil where it has none.
    public let terms: [Term]?
    /// What the reader should know, in sentences.
    public let warnings: [String]
    /// The other translations, best first; nil where only the best was asked for.
    public let alternatives: [Alternative]?

    /// A report of a result.
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - line: The number of the line, from 1.
    ///   - tokenizer: The target's.
    public init(_ result: TranslationResult, line: Int, _ tokenizer: SubwordTokenizer) {
        let translations = result.alternatives.map { Alternative($0, tokenizer) }
        let best = translations[0]
        self.line = line
        text = best.text
        score = best.score
        logProbability = best.logProbability
        tokens = best.tokens
        parts = result.parts.map {
            Part(
                start: $0.range.lowerBound, end: $0.range.upperBound, text: $0.text,
                isCutOff: $0.isCutOff)
        }
        isCutOff = result.isCutOff
        isRepetitive = result.isRepetitive
        unknownSource = result.unknownSource.map {
            Unknown(text: $0.text, start: $0.range.lowerBound, end: $0.range.upperBound)
        }
        terms =
            result.terms.isEmpty
            ? nil
            : result.terms.map {
                Term(
                    start: $0.term.range.lowerBound, end: $0.term.range.upperBound,
                    translation: $0.translation)
            }
        warnings = result.warnings
        alternatives = translations.count > 1 ? Array(translations.dropFirst()) : nil
    }
}
