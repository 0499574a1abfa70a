/// What became of a term of a glossary that a text has.
public struct TermUse: Sendable, Hashable, Codable {
    /// How the translation has the term.
    public enum Outcome: String, Sendable, Codable {
        /// It has one of the term's translations.
        case used
        /// It has the term's translation as it is written, whatever the model would say.
        case exact
        /// It has none.
        case missing
    }

    /// The words, as they stand in the text.
    public let text: String
    /// What they may be translated by.
    public let wanted: [String]
    /// What they are translated by; nil where the translation has none of that.
    public let translation: String?
    /// How the translation has the term.
    public let outcome: Outcome

    /// What became of a term.
    ///
    /// - Parameters:
    ///   - text: The words.
    ///   - wanted: What they may be translated by.
    ///   - translation: What they are translated by.
    ///   - outcome: How the translation has the term.
    public init(text: String, wanted: [String], translation: String?, outcome: Outcome) {
        self.text = text
        self.wanted = wanted
        self.translation = translation
        self.outcome = outcome
    }
}
