/// A line to translate.
public struct TranslationRequest: Sendable, Equatable, Codable {
    /// The line.
    public var line: String
    /// What its translation begins with: forced decoding. Empty for nothing.
    ///
    /// The translation begins with it as it is written, with what the vocabulary lacks and whatever
    /// normalisation would make of it; the model reads it as it reads any text. Unless it ends in a
    /// space, the model may go on with its last word: "the red hou" becomes "the red house".
    public var targetPrefix: String

    /// A line, and what its translation begins with.
    public init(_ line: String, targetPrefix: String = "") {
        self.line = line
        self.targetPrefix = targetPrefix
    }
}
