extension InspectedBeam {
    /// What became of a translation that was looked for.
    ///
    /// A search can miss a translation in two ways (Stahlberg and Byrne 2019, "On NMT Search Errors
    /// and Model Errors: Cat Got Your Tongue?"). In a search error the model finds it better than
    /// what was found, but its beginning fell out of the beam. In a model error the model finds it
    /// worse, and no search would help.
    public struct Reference: Sendable, Equatable, Codable {
        /// A token of it.
        public struct Token: Sendable, Equatable, Codable {
            /// The token.
            public let id: Int32
            /// The token as people read it.
            public let piece: String
            /// log P of it given the source and the tokens before it, natural logarithm, as the
            /// model gives it.
            public let logProbability: Float
            /// Its place among all tokens that may come there, from 1; nil where the options forbid
            /// it.
            public let rank: Int?
        }

        /// How far the search followed it.
        public enum Outcome: Sendable, Equatable, Codable {
            /// It finished.
            ///
            /// - Parameter rank: Its place among all that finished, from 1.
            case found(rank: Int)
            /// Its beginning was not kept.
            ///
            /// - Parameters:
            ///   - step: The step in which its token was not taken, from 1.
            ///   - rank: The place of that continuation among all of the step, from 1; nil where
            ///     the options forbid it.
            case lost(step: Int, rank: Int?)
            /// Its beginning was in the beam when the search ended.
            ///
            /// - Parameter step: The last step.
            case open(step: Int)
        }

        /// Whose fault it is.
        public enum Verdict: String, Sendable, Codable {
            /// It is the best translation that was found.
            case found
            /// Its score is above that of the best translation found: search went wrong.
            case searchError
            /// Its score is not above that: the model prefers another.
            case modelError
            /// The options exclude it: a token of it is suppressed, or it is too long.
            case excluded
        }

        /// Its pieces and words.
        public let text: InspectedText
        /// Its tokens, the end token last.
        public let tokens: [Token]
        /// The places of the hypotheses that begin it, as far as the search knew them.
        public let nodes: [Int]
        /// log P of it given the source: the sum of its tokens'.
        public let logProbability: Double
        /// What it would be ranked by; nil where the options exclude it.
        public let score: Double?
        /// The score of the best translation that was found.
        public let bestScore: Double
        /// How far the search followed it.
        public let outcome: Outcome
        /// Whose fault it is.
        public let verdict: Verdict

        /// The step in which its token was not taken, from 1; nil where there is none.
        public var lostStep: Int? {
            if case .lost(let step, _) = outcome { step } else { nil }
        }
    }
}
