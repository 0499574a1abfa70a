public import Text

/// A line, its translation, and which parts of the two go together.
public struct AlignedTranslation: Sendable, Equatable {
    /// A token of the translation.
    public struct Piece: Sendable, Equatable {
        /// The places of its Unicode scalars in ``AlignedTranslation/text``, without white space
        /// before it.
        public let target: Range<Int>
        /// The places of the Unicode scalars in the line of the token that it goes with; nil where
        /// none does.
        public let source: Range<Int>?
        /// How sure that is: the share of attention, from 0 to 1.
        public let weight: Float

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
        public let source: Range<Int>
        /// Those of its translation in ``AlignedTranslation/text``.
        public let target: Range<Int>
        /// The mean log-probability of its tokens, end token included.
        public let meanLogProbability: Double
        /// The least attention that a word of the source gets in all, from 0 to 1 and more: near 0
        /// a word may be left out. nil where nobody knows, or wanted to.
        public let leastCoverage: Double?
        /// Whether it repeats itself.
        public let isRepetitive: Bool
        /// Whether it was ended at its maximum length.
        public let isCutOff: Bool

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

    /// What became of a term that was asked for.
    public struct Term: Sendable, Equatable {
        /// What was asked for.
        public let term: RequiredTerm
        /// Which of its translations is there; nil where none is.
        public let translation: String?
        /// The places of its Unicode scalars in ``AlignedTranslation/text``; nil where none is there,
        /// or nobody knows.
        public let target: Range<Int>?

        /// Whether the translation has it.
        public var isUsed: Bool { translation != nil }

        /// What became of a term.
        ///
        /// - Parameters:
        ///   - term: What was asked for.
        ///   - translation: Which of its translations is there.
        ///   - target: The places of its Unicode scalars.
        public init(_ term: RequiredTerm, translation: String?, target: Range<Int>? = nil) {
            self.term = term
            self.translation = translation
            self.target = target
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
    public let terms: [Term]
    /// What a reader should know beside that, in sentences.
    public let warnings: [String]

    /// A line with its translation.
    public init(
        line: String, text: String, pieces: [Piece], sentences: [Sentence] = [],
        alternatives: [String] = [], unknownSource: [UnknownText] = [], terms: [Term] = [],
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
