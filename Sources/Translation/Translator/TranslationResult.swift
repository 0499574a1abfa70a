/// What became of a line.
public struct TranslationResult: Sendable, Equatable {
    /// One way to translate the line.
    public struct Alternative: Sendable, Equatable {
        /// The translation. It has no line breaks.
        public let text: String
        /// Its token ids, without end tokens.
        public let tokens: [Int32]
        /// log P of every token, end tokens included; natural logarithms. A line that was
        /// translated in parts has an end token behind every part.
        public let tokenLogProbabilities: [Float]
        /// The sum of ``tokenLogProbabilities``.
        public let logProbability: Double
        /// ``logProbability`` under the length penalty.
        public let score: Double
    }

    /// The n best translations by falling score: one at least. Of a line that was translated in
    /// parts, the first joins the parts' best translations, the second their second best, and so
    /// on.
    public let alternatives: [Alternative]
    /// What the reader should know of this translation, in sentences.
    public let warnings: [String]

    /// The best translation.
    public var text: String { alternatives[0].text }
    /// The score of the best translation.
    public var score: Double { alternatives[0].score }

    init(alternatives: [Alternative], warnings: [String]) {
        precondition(!alternatives.isEmpty, "a translation result without a translation")
        self.alternatives = alternatives
        self.warnings = warnings
    }

    /// What becomes of an empty line.
    static let empty = TranslationResult(
        alternatives: [
            Alternative(
                text: "", tokens: [], tokenLogProbabilities: [], logProbability: 0, score: 0)
        ], warnings: [])
}
