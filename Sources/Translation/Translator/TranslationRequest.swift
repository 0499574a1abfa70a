/// A line to translate.
public struct TranslationRequest: Sendable, Equatable {
    /// The line.
    public var line: String
    /// What its translation begins with: forced decoding. Empty for nothing.
    ///
    /// The model goes on behind the prefix's tokens; it may go on with the last word, too. What the
    /// vocabulary has no pieces for is lost, as in any translation.
    public var targetPrefix: String

    /// A line, and what its translation begins with.
    public init(_ line: String, targetPrefix: String = "") {
        self.line = line
        self.targetPrefix = targetPrefix
    }
}
