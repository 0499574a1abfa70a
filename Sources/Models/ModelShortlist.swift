package import Foundation
package import Text

/// A shortlist, by the tokens of a model: which target tokens the translation of a sentence may have.
package struct ModelShortlist: Sendable, Equatable {
    /// What the source pieces may become.
    package let lists: Shortlist
    /// Whether source tokens are target tokens, too, and may be copied.
    private let sharesVocabulary: Bool

    /// Reads a file of a model's.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - tokenizer: The model's, whose vocabularies the lists have to be of.
    /// - Throws: `CalqueError` when the file cannot be read, is damaged, or is of other vocabularies.
    package init(url: URL, for tokenizer: TranslationTokenizer) throws {
        try self.init(
            Shortlist(
                url: url, sourceCount: tokenizer.source.vocabulary.textCount,
                targetCount: tokenizer.target.vocabulary.textCount), for: tokenizer)
    }

    /// The lists of a tokenizer's vocabularies.
    package init(_ lists: Shortlist, for tokenizer: TranslationTokenizer) {
        self.lists = lists
        sharesVocabulary = tokenizer.sharesVocabulary
    }

    /// The target tokens that the translation of a sentence may have, ascending.
    package func candidates(for source: [Int32]) -> [Int32] {
        let known = 0..<Int32(lists.sourceCount)
        return lists.candidates(
            for: source.lazy.filter { known.contains($0) }, sharesVocabulary: sharesVocabulary)
    }
}
