public import Translation

/// How a search went through the translations of a sentence: the tree of its hypotheses.
///
/// Every step extends the hypotheses by a token. Beam search keeps the best of all continuations,
/// as many as the beam is wide; greedy search is a beam of 1; sampling draws one continuation. The
/// tree holds all that was kept, and of what was not the best continuations of every step.
public struct InspectedBeam: Sendable, Equatable, Codable {
    /// What became of a hypothesis.
    public enum Fate: Sendable, Equatable, Codable {
        /// Others that were kept, or finished, begin with it.
        case kept
        /// It fell out of the beam, or was not drawn.
        ///
        /// - Parameters:
        ///   - step: The step that it did not survive: its own, or the next one where all that
        ///     follow it fell out.
        ///   - rank: The place it had there among all continuations, from 1; of one that was kept
        ///     first, that of its best continuation, and nil where it could not go on.
        case pruned(step: Int, rank: Int?)
        /// It is a translation.
        ///
        /// - Parameters:
        ///   - rank: Its place among all that finished, from 1. The first n of them are the
        ///     translations.
        ///   - score: What it is ranked by: see `SearchOptions`.
        ///   - isCutOff: Whether it was ended because nothing else was possible, most often at the
        ///     maximum length.
        case finished(rank: Int, score: Double, isCutOff: Bool)
        /// It was in the beam when the stopping rule ended the search.
        case open
    }

    /// A hypothesis, by its last token.
    public struct Node: Sendable, Equatable, Codable {
        /// The place of the hypothesis that it follows; nil for the empty one, which is the root.
        public let parent: Int?
        /// The step that made it: the number of its tokens, from 1; 0 for the empty one.
        public let step: Int
        /// Its last token; the start token for the empty one.
        public let id: Int32
        /// Its last token as people read it: see ``InspectedText/pieces``.
        public let piece: String
        /// Whether a word begins with the token.
        public let beginsWord: Bool
        /// log P of its last token given the source and the tokens before it, natural logarithm, as
        /// the model gives it.
        public let logProbability: Float
        /// The sum of its tokens' log-probabilities.
        public let cumulativeLogProbability: Double
        /// What it is ranked by while it grows: the same sum under the repetition penalty.
        public let penalizedLogProbability: Double
        /// Its place among all continuations of its step, from 1; nil where there was no choice.
        public let rank: Int?
        /// The probability with which its last token was to be drawn, after temperature, top-k and
        /// top-p; nil where none is drawn.
        public let drawingProbability: Double?
        /// What became of it.
        public let fate: Fate
    }

    /// A translation that was found.
    public struct Translation: Sendable, Equatable, Codable {
        /// The place of its end token's node.
        public let node: Int
        /// Its text.
        public let text: String
        /// log P(Y | X).
        public let logProbability: Double
        /// What it is ranked by.
        public let score: Double
    }

    /// What was searched.
    public enum Method: String, Sendable, Codable {
        /// The best continuations of several hypotheses.
        case beam
        /// The best continuation of one.
        case greedy
        /// A continuation that is drawn.
        case sampling
    }

    /// The source.
    public let source: InspectedText
    /// How it was searched.
    public let options: SearchOptions
    /// The hypotheses: step by step, those of a step by rank. The first is the empty one.
    public let nodes: [Node]
    /// The translations, best first.
    public let translations: [Translation]
    /// What became of a translation that was looked for; nil where none was.
    public let reference: Reference?

    /// What was searched.
    public var method: Method {
        options.sampling != nil ? .sampling : options.beamSize == 1 ? .greedy : .beam
    }

    /// How many steps the search made.
    public var stepCount: Int { nodes.last?.step ?? 0 }

    /// What was to choose from in a step, from 1, the best first.
    public func candidates(of step: Int) -> [Node] { nodes.filter { $0.step == step } }

    /// The places of the hypotheses on the way to one, from its first token to its last.
    public func path(to place: Int) -> [Int] {
        var path: [Int] = []
        var place = place
        while let parent = nodes[place].parent {
            path.append(place)
            place = parent
        }
        return path.reversed()
    }
}
