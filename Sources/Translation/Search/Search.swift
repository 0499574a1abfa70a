public import Models
public import Tensors
public import Text

/// A way to find translations. It knows a model only by its protocol: it encodes, then feeds every
/// hypothesis its latest token and is told how probable the next ones are.
public protocol Search: Sendable {
    /// The translations of every sentence, best first: one or more.
    ///
    /// A sentence's translations do not depend on the other sentences.
    ///
    /// - Parameters:
    ///   - batch: Sentences, none longer than the model's maximum, whose target prefixes fit in the
    ///     longest translation.
    ///   - model: The model that translates.
    ///   - context: Where the model runs, without a tape.
    func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]]
}

/// A search that can tell what it does.
package protocol RecordingSearch: Search {
    /// The translations of every sentence: the same as ``Search/translations(of:with:_:)``.
    ///
    /// - Parameter record: What is told of one of the sentences; nil for nothing, at no cost.
    func translations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, record: SearchRecord?, _ context: Context
    ) -> [[SearchResult]]
}

/// A sentence for a search.
public struct SearchSentence: Sendable, Equatable {
    /// Token ids of the source, the end token's last.
    public var source: [Int32]
    /// What the translation begins with, without end token: forced decoding. These tokens come
    /// whatever the options forbid, with the model's probabilities and no penalty; for lengths, and
    /// for what is a repetition of them, they count as the others do.
    public var targetPrefix: [Int32]
    /// Whether translations are ranked by what follows the prefix alone. What a prefix costs is the
    /// same for all of them; a length penalty that takes means has it count less the longer they
    /// are, and so prefers those that babble.
    var ranksRestAlone = false
    /// What it goes on with then; nil for anything.
    var completion: Spelling?
    /// Whether the prefix is all of the translation.
    var isGiven = false
    /// What it has to have in it; nil for nothing.
    var constraints: SentenceConstraints?
    /// The place of the sentence in the request, from which, with the seed, its random numbers
    /// follow: the line, and the part of the line when it is translated in parts.
    public var place: Place

    /// See ``SearchSentence/place``.
    public struct Place: Sendable, Hashable {
        /// The line, from 0.
        public var line: Int
        /// The part of it, from 0.
        public var part: Int

        /// A part of a line.
        public init(line: Int, part: Int = 0) {
            self.line = line
            self.part = part
        }
    }

    /// A sentence at a place.
    public init(source: [Int32], targetPrefix: [Int32] = [], place: Place) {
        self.source = source
        self.targetPrefix = targetPrefix
        self.place = place
    }

    /// Has the translation have something in it.
    ///
    /// - Parameters:
    ///   - constraints: All of what it has to have, whose tokens come whatever the options forbid;
    ///     none takes back what was asked for.
    ///   - marks: What tokens are to words.
    public mutating func require(_ constraints: [TokenConstraint], _ marks: WordMarks = .init()) {
        self.constraints = constraints.isEmpty ? nil : SentenceConstraints(constraints, marks)
    }
}

extension SearchSentence {
    /// A record is of a search that is free to begin as it likes.
    func requireNoPrefix(for record: SearchRecord?) {
        precondition(
            record == nil || (targetPrefix.isEmpty && completion == nil && constraints == nil),
            "a record of a search with a target prefix or constraints")
    }
}

/// Sentences that a search translates together.
public struct SearchBatch: Sendable {
    /// The sentences.
    public let sentences: [SearchSentence]
    /// Their sources, as a model reads them.
    public let source: PackedSentences

    /// A batch of sentences.
    ///
    /// - Parameters:
    ///   - sentences: What is to be translated.
    ///   - padding: The token that fills the rows of their sources up.
    ///   - precision: What the search runs in, which says how far they are filled up.
    public init(_ sentences: [SearchSentence], padding: Int32, for precision: Precision) {
        self.sentences = sentences
        source = PackedSentences(
            sentences.lazy.map { $0.source }, fillerID: padding,
            rowMultiple: precision.rowMultiple)
    }

    /// The most tokens that the translation of each sentence may have.
    func maximumLengths(
        _ options: SearchOptions, for model: some TranslationModel
    ) -> [Int] {
        sentences.map {
            $0.isGiven
                ? $0.targetPrefix.count
                : options.maximumLength(
                    sourceCount: $0.source.count, modelMaximum: model.maximumLength)
        }
    }
}

/// A translation as a search finds it.
public struct SearchResult: Sendable, Equatable, Codable {
    /// The target tokens, without start and end token.
    public let tokens: [Int32]
    /// log P of every token given the source and the tokens before it, and at last that of the end
    /// token; natural logarithms, as the model gives them. `[tokens.count + 1]`
    public let tokenLogProbabilities: [Float]
    /// log P(Y | X): the sum of ``tokenLogProbabilities``.
    public let logProbability: Double
    /// ``logProbability`` with ``SearchOptions/repetitionPenalty``, and with log P of the alignment of
    /// what the translation has to have in it; the same where there is neither.
    public let penalizedLogProbability: Double
    /// What ``SearchOptions/coveragePenalty`` adds to the score: 0, or less.
    public let coveragePenalty: Double
    /// ``penalizedLogProbability`` under the length penalty, plus ``coveragePenalty``: what
    /// translations are ranked by.
    public let score: Double
    /// Whether the translation was ended at the maximum length, or because no other token was
    /// possible, where the model would have gone on.
    public let isCutOff: Bool
    /// What meets each constraint of the sentence, in their order; nil where nothing does.
    public let constraints: [ConstraintMatch?]

    /// The places of the constraints that it does not meet.
    public var unmetConstraints: [Int] { constraints.indices.filter { constraints[$0] == nil } }

    init(
        tokens: [Int32], tokenLogProbabilities: [Float], penalizedLogProbability: Double,
        coveragePenalty: Double = 0, lengthPenalty: LengthPenalty, scoredLength: Int? = nil,
        isCutOff: Bool, constraints: [ConstraintMatch?] = []
    ) {
        self.tokens = tokens
        self.tokenLogProbabilities = tokenLogProbabilities
        self.penalizedLogProbability = penalizedLogProbability
        self.coveragePenalty = coveragePenalty
        self.isCutOff = isCutOff
        self.constraints = constraints
        logProbability = tokenLogProbabilities.reduce(0) { $0 + Double($1) }
        score =
            lengthPenalty.score(
                logProbability: penalizedLogProbability,
                length: scoredLength ?? tokenLogProbabilities.count)
            + coveragePenalty
    }
}

extension SearchResult {
    /// Decodes a translation. One that has no ``constraints`` was made where there were none.
    ///
    /// - Parameter decoder: Has the translation.
    /// - Throws: `DecodingError` when something is missing, or of another type.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        tokens = try values.decode([Int32].self, forKey: .tokens)
        tokenLogProbabilities = try values.decode([Float].self, forKey: .tokenLogProbabilities)
        logProbability = try values.decode(Double.self, forKey: .logProbability)
        penalizedLogProbability = try values.decode(Double.self, forKey: .penalizedLogProbability)
        coveragePenalty = try values.decode(Double.self, forKey: .coveragePenalty)
        score = try values.decode(Double.self, forKey: .score)
        isCutOff = try values.decode(Bool.self, forKey: .isCutOff)
        constraints =
            try values.decodeIfPresent([ConstraintMatch?].self, forKey: .constraints) ?? []
    }
}
