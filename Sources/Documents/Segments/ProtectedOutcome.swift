/// What became of a protected text.
public struct ProtectedOutcome: Sendable, Equatable, Codable {
    /// How a protected text came into the translation.
    public enum Outcome: String, Sendable, Codable {
        /// The model put it where it is.
        case kept
        /// The model left it out; it was put where the words are that it stood between.
        case putBack
        /// The model put it elsewhere among others that take their values by their order, such as
        /// `%s` and `%d`; they were left in the order of the source.
        case reordered
    }

    /// The text.
    public let text: String
    /// What it is.
    public let kind: ProtectedKind
    /// What became of it.
    public let outcome: Outcome

    /// What became of a protected text.
    public init(text: String, kind: ProtectedKind, outcome: Outcome) {
        self.text = text
        self.kind = kind
        self.outcome = outcome
    }
}
