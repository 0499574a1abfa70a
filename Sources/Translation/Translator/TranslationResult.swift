public import Text

/// What became of a line.
public struct TranslationResult: Sendable, Equatable, Codable {
    /// One way to translate the line.
    public struct Alternative: Sendable, Equatable, Codable {
        /// The translation. It has no line breaks.
        public let text: String
        /// The token ids of every part of the line, without end tokens.
        let tokensOfParts: [[Int32]]
        /// Its token ids, without end tokens.
        public var tokens: [Int32] { Array(tokensOfParts.joined()) }
        /// Its token ids with end tokens, of which a line that was translated in parts has one
        /// after every part: a token for every number in ``tokenLogProbabilities``.
        public let predictedTokens: [Int32]
        /// log P of every token, end tokens included; natural logarithms, as the model gives them.
        public let tokenLogProbabilities: [Float]
        /// The sum of ``tokenLogProbabilities``.
        public let logProbability: Double
        /// What translations are ranked by: see ``SearchOptions``.
        public let score: Double
        /// Whether the translation repeats itself as a decoder in a loop does: an n-gram of tokens
        /// occurs at least four times in succession, on at least eight tokens, and more often than
        /// anything does in the source.
        public let isRepetitive: Bool
    }

    /// What of the line was translated at once: a sentence, or a part of one that is too long for the
    /// model.
    public struct Part: Sendable, Equatable, Codable {
        /// The places of its Unicode scalars in the line, from 0.
        public let range: Range<Int>
        /// Its best translation.
        public let text: String
        /// Whether the translation was ended at its maximum length: see ``SearchResult/isCutOff``.
        public let isCutOff: Bool
    }

    /// The n best translations by falling score: one at least. Of a line that was translated in
    /// parts, the first joins the parts' best translations, the second their second best, and so
    /// on.
    public let alternatives: [Alternative]
    /// The parts of the line with their best translations, in order; none of an empty line.
    public let parts: [Part]
    /// How the words of the best translation go with the line's; nil unless the translator was
    /// asked for it (``Translator/alignment``).
    public internal(set) var alignment: WordAlignment?
    /// What of the line the source vocabulary lacks, in order: the model does not see it. It is in
    /// the translation only if the translator copies it (``Translator/copiesUnknown``).
    public let unknownSource: [UnknownText]
    /// What became of the terms of the request, in their order.
    public let terms: [TermOutcome]
    /// What the reader should know of this translation, in sentences.
    public let warnings: [String]

    /// The best translation.
    public var text: String { alternatives[0].text }
    /// The score of the best translation.
    public var score: Double { alternatives[0].score }
    /// Whether the best translation repeats itself: see ``Alternative/isRepetitive``.
    public var isRepetitive: Bool { alternatives[0].isRepetitive }

    /// Whether the best translation of some part was ended at its maximum length, so that the rest of
    /// it may be missing.
    public var isCutOff: Bool { parts.contains(where: \.isCutOff) }

    /// The places, in the request, of the terms that the best translation has.
    public var usedTerms: [Int] { terms.indices.filter { terms[$0].isUsed } }
    /// The places of those that it does not have.
    public var unmetTerms: [Int] { terms.indices.filter { !terms[$0].isUsed } }

    init(
        alternatives: [Alternative], parts: [Part], unknownSource: [UnknownText],
        terms: [TermOutcome] = [], warnings: [String]
    ) {
        precondition(!alternatives.isEmpty, "a translation result without a translation")
        self.alternatives = alternatives
        self.parts = parts
        self.unknownSource = unknownSource
        self.terms = terms
        self.warnings = warnings
    }

    /// What becomes of an empty line.
    static func empty(warnings: [String], terms: [TermOutcome] = []) -> TranslationResult {
        let nothing = Alternative(
            text: "", tokensOfParts: [], predictedTokens: [], tokenLogProbabilities: [],
            logProbability: 0, score: 0, isRepetitive: false)
        return TranslationResult(
            alternatives: [nothing], parts: [], unknownSource: [], terms: terms, warnings: warnings)
    }
}

extension TranslationResult {
    /// Decodes a result. One that has no ``terms`` was made where nobody could ask for any.
    ///
    /// - Parameter decoder: Has the result.
    /// - Throws: `DecodingError` when something is missing, or of another type.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        alternatives = try values.decode([Alternative].self, forKey: .alternatives)
        parts = try values.decode([Part].self, forKey: .parts)
        alignment = try values.decodeIfPresent(WordAlignment.self, forKey: .alignment)
        unknownSource = try values.decode([UnknownText].self, forKey: .unknownSource)
        terms = try values.decodeIfPresent([TermOutcome].self, forKey: .terms) ?? []
        warnings = try values.decode([String].self, forKey: .warnings)
    }
}
