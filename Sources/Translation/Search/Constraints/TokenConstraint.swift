/// What a translation has to have in it: one of several sequences of tokens.
public struct TokenConstraint: Sendable, Equatable {
    /// A sequence of tokens that meets a constraint.
    public struct Spelling: Sendable, Equatable {
        /// After what it counts.
        public enum Beginning: Sendable, Equatable {
            /// After whatever is there.
            case anywhere
            /// At the beginning of a translation alone: a capital.
            case atStart
            /// After a token that ends in no letter, and at the beginning: a word within brackets.
            case afterSign
        }

        /// The tokens: one at least.
        public let tokens: [Int32]
        /// After what it counts.
        public let beginning: Beginning
        /// Whether it counts before a token that goes on with its last word, too.
        public let mayGoOn: Bool

        /// A sequence of tokens.
        public init(
            _ tokens: [Int32], beginning: Beginning = .anywhere, mayGoOn: Bool = false
        ) {
            precondition(!tokens.isEmpty, "a constraint that nothing meets")
            self.tokens = tokens
            self.beginning = beginning
            self.mayGoOn = mayGoOn
        }
    }

    /// The ways to meet it; where there is none, nothing meets it, and nothing waits for it.
    public let spellings: [Spelling]
    /// The places of the source tokens that it is the translation of; nil where nobody says. The
    /// search has it stand where the model looks at them, and no other words there.
    public let source: Range<Int>?

    /// A constraint that any of some sequences meets.
    public init(_ spellings: [Spelling], source: Range<Int>? = nil) {
        self.spellings = spellings
        self.source = source
    }

    /// How much of a translation's progress it is worth: the tokens of its longest spelling.
    var length: Int { spellings.reduce(0) { max($0, $1.tokens.count) } }
}

/// What meets a constraint in a translation.
public struct ConstraintMatch: Sendable, Equatable, Codable {
    /// The place of the spelling among those of the constraint.
    public let spelling: Int
    /// The places of its tokens in the translation.
    public let tokens: Range<Int>
}

/// What tokens are to words, by their ids.
public struct WordMarks: Sendable, Equatable {
    /// Whether a token goes on with the word before it.
    private let goingOn: [Bool]
    /// Whether a token ends in no letter or digit.
    private let endingInSign: [Bool]

    /// Marks of tokens that are words each.
    public init() {
        goingOn = []
        endingInSign = []
    }

    /// Marks of all tokens.
    ///
    /// - Parameters:
    ///   - goingOn: Whether each goes on with the word before it.
    ///   - endingInSign: Whether each ends in no letter or digit.
    public init(goingOn: [Bool], endingInSign: [Bool]) {
        self.goingOn = goingOn
        self.endingInSign = endingInSign
    }

    func goesOn(_ token: Int32) -> Bool {
        goingOn.indices.contains(Int(token)) && goingOn[Int(token)]
    }

    func endsInSign(_ token: Int32) -> Bool {
        endingInSign.indices.contains(Int(token)) && endingInSign[Int(token)]
    }
}
