/// A language that a text may be in.
public struct LanguageGuess: Sendable, Equatable {
    /// Its code: see ``LanguageCode``.
    public let code: String
    /// How probable it is, from 0 to 1.
    public let probability: Double

    /// A guess.
    public init(code: String, probability: Double) {
        self.code = code
        self.probability = probability
    }
}
