/// Tokens with a meaning of their own, as ids.
public struct SpecialTokens: Sendable, Equatable {
    /// What the decoder is fed before the first token.
    public var start: Int32
    /// Ends a sentence.
    public var end: Int32
    /// Fills rows that no sentence uses.
    public var padding: Int32

    /// The three tokens.
    public init(start: Int32, end: Int32, padding: Int32) {
        self.start = start
        self.end = end
        self.padding = padding
    }
}
