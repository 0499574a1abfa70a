import Basics

/// Words of a line whose translation is asked for.
public struct RequiredTerm: Sendable, Hashable, Codable {
    /// The places of their Unicode scalars in the line.
    public var range: Range<Int>
    /// Their translations, of which one has to be in that of the sentence, as whole words. At the
    /// beginning of the sentence it may have a capital.
    public var translations: [String]
    /// Whether the translation may go on with an ending: "Haus" is then met by "Hauses", too.
    public var allowsEndings: Bool

    /// A term.
    ///
    /// - Parameters:
    ///   - range: The places of its Unicode scalars in the line.
    ///   - translations: What it may be translated by.
    ///   - allowsEndings: Whether the translation may go on with an ending.
    public init(range: Range<Int>, translations: [String], allowsEndings: Bool = false) {
        self.range = range
        self.translations = translations
        self.allowsEndings = allowsEndings
    }
}

extension RequiredTerm {
    /// What is said of a translation that does not have a term.
    ///
    /// - Parameters:
    ///   - translations: What was asked for.
    ///   - source: The words, as they are written.
    package static func warning(wanted translations: [String], source: String) -> String {
        let wanted = translations.map { "\"\($0)\"" }.joined(separator: " or ")
        return "The translation does not have \(wanted) for \"\(source)\"."
    }
}

/// What became of a term in the best translation.
public struct TermOutcome: Sendable, Equatable, Codable {
    /// What was asked for.
    public package(set) var term: RequiredTerm
    /// Which of its translations is there; nil where none is.
    public let translation: String?
    /// The places of the tokens that spell it, among those of the best translation; nil where none
    /// does.
    public let tokens: Range<Int>?

    /// What became of a term.
    ///
    /// - Parameters:
    ///   - term: What was asked for.
    ///   - translation: Which of its translations is there.
    ///   - tokens: The places of the tokens that spell it.
    public init(_ term: RequiredTerm, translation: String?, tokens: Range<Int>? = nil) {
        self.term = term
        self.translation = translation
        self.tokens = tokens
    }

    /// Whether the translation has it.
    public var isUsed: Bool { translation != nil }
}

extension SearchOptions {
    /// Throws where terms are asked for and nothing searches for them.
    func requireSearch(for terms: [RequiredTerm]) throws {
        guard sampling != nil, !terms.isEmpty else { return }
        throw CalqueError(
            "Terms are found by a search, and not in a translation that is drawn at random. Leave "
                + "out the sampling or the terms.", kind: .configuration)
    }
}
