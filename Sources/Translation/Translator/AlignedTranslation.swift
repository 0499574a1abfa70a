public import Text

/// A line, its translation, and which parts of the two go together.
public struct AlignedTranslation: Sendable, Equatable {
    /// A token of the translation.
    public struct Piece: Sendable, Equatable {
        /// The places of its Unicode scalars in ``AlignedTranslation/text``, without white space
        /// before it.
        public package(set) var target: Range<Int>
        /// The places of the Unicode scalars in the line of the token that it goes with; nil where
        /// none does.
        public package(set) var source: Range<Int>?
        /// How sure that is: the share of attention, from 0 to 1.
        public package(set) var weight: Float

        /// A token of a translation.
        public init(target: Range<Int>, source: Range<Int>?, weight: Float) {
            self.target = target
            self.source = source
            self.weight = weight
        }
    }

    /// What was translated at once.
    public struct Sentence: Sendable, Equatable {
        /// The places of its Unicode scalars in the line.
        public package(set) var source: Range<Int>
        /// Those of its translation in ``AlignedTranslation/text``.
        public package(set) var target: Range<Int>
        /// The mean log-probability of its tokens, end token included.
        public package(set) var meanLogProbability: Double
        /// The least attention that a word of the source gets in all, from 0 to 1 and more: near 0
        /// a word may be left out. nil where nobody knows, or wanted to.
        public package(set) var leastCoverage: Double?
        /// Whether it repeats itself.
        public package(set) var isRepetitive: Bool
        /// Whether it was ended at its maximum length.
        public package(set) var isCutOff: Bool

        /// What was translated at once.
        public init(
            source: Range<Int>, target: Range<Int>, meanLogProbability: Double,
            leastCoverage: Double?, isRepetitive: Bool, isCutOff: Bool
        ) {
            self.source = source
            self.target = target
            self.meanLogProbability = meanLogProbability
            self.leastCoverage = leastCoverage
            self.isRepetitive = isRepetitive
            self.isCutOff = isCutOff
        }
    }

    /// The line.
    public let line: String
    /// Its best translation.
    public let text: String
    /// The tokens of the translation, in order; none where nobody wanted to know which parts go
    /// together (``TranslationRequest/needsAlignment``).
    public let pieces: [Piece]
    /// What was translated at once, in order.
    public let sentences: [Sentence]
    /// Further translations, best first; as many as were asked for beside the best.
    public let alternatives: [String]
    /// What of the line the model does not know.
    public let unknownSource: [UnknownText]
    /// What became of the terms that were asked for, in their order.
    public let terms: [TermOutcome]
    /// What a reader should know beside that, in sentences.
    public let warnings: [String]

    /// A line with its translation.
    public init(
        line: String, text: String, pieces: [Piece], sentences: [Sentence] = [],
        alternatives: [String] = [], unknownSource: [UnknownText] = [], terms: [TermOutcome] = [],
        warnings: [String] = []
    ) {
        self.line = line
        self.text = text
        self.pieces = pieces
        self.sentences = sentences
        self.alternatives = alternatives
        self.unknownSource = unknownSource
        self.terms = terms
        self.warnings = warnings
    }
}

/// What translates lines and says which parts go together: a ``Translator``, or two in a row.
public protocol LineTranslating: Sendable {
    /// Translates lines, one translation for each, in order.
    ///
    /// - Parameters:
    ///   - requests: The lines.
    ///   - options: How to search.
    ///   - progress: Takes what is done whenever something is; on any thread.
    /// - Throws: `CalqueError` when an option is out of range or contradicts another;
    ///   `CancellationError` when the task is cancelled.
    func translateAligned(
        _ requests: [TranslationRequest], _ options: SearchOptions,
        progress: (@Sendable (TranslationProgress) -> Void)?
    ) async throws -> [AlignedTranslation]

    /// What of a text the model cannot read, as its vocabulary has nothing for it.
    ///
    /// - Parameter text: A line, or a part of one.
    /// - Returns: The places of its Unicode scalars, in order.
    func unknownText(in text: String) -> [Range<Int>]
}

extension LineTranslating {
    /// Nothing: every text can be read.
    public func unknownText(in text: String) -> [Range<Int>] { [] }
}
