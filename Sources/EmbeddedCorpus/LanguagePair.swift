import Basics

/// Two languages of the embedded corpus, from one into the other.
public struct LanguagePair: Sendable, Hashable, CustomStringConvertible {
    /// From English to French.
    public static let englishToFrench = LanguagePair(source: .english, target: .french)

    /// The language of the sentences.
    public let source: Language
    /// The language of their translations.
    public let target: Language

    private init(source: Language, target: Language) {
        self.source = source
        self.target = target
    }

    /// Reads `en-fr`.
    ///
    /// - Throws: `CalqueError` when those are no two languages of the corpus.
    public init(parsing text: String) throws {
        let languages = text.split(separator: "-", omittingEmptySubsequences: false).map {
            Language(rawValue: String($0))
        }
        guard languages.count == 2, let source = languages[0], let target = languages[1],
            source != target
        else {
            throw CalqueError("Give two of en, es and fr, such as en-fr.", kind: .configuration)
        }
        self.init(source: source, target: target)
    }

    /// `en-fr`.
    public var description: String { "\(source.rawValue)-\(target.rawValue)" }
}
