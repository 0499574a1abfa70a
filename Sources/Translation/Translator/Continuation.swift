/// A word that a translation may go on with at some place.
public struct Continuation: Sendable, Equatable {
    /// The word, or the punctuation mark.
    public let word: String
    /// log P of its tokens after the prefix; natural logarithm.
    public let logProbability: Double
    /// The line's translation with that word.
    public let translation: TranslationResult

    /// A word with what follows of it.
    ///
    /// - Parameters:
    ///   - word: The word.
    ///   - logProbability: log P of its tokens.
    ///   - translation: The line's translation with it.
    public init(word: String, logProbability: Double, translation: TranslationResult) {
        self.word = word
        self.logProbability = logProbability
        self.translation = translation
    }
}
