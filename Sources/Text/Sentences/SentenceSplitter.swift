import CICU

/// Cuts a text into its sentences, where ICU's rules and a list of abbreviations of the language
/// say so.
///
///     try SentenceSplitter(language: "en").sentences(in: "Dr. No is here.  Hide!")
///     // "Dr. No is here.", "Hide!"
///
/// Every character of the text but white space is part of one sentence, and between sentences there
/// is nothing else. Where it is not clear that a sentence ends, none does: two sentences in one do
/// less harm than half a sentence.
///
/// Any number of threads may use one splitter at the same time.
public struct SentenceSplitter: Sendable {
    private let boundaries: SentenceBoundaries
    private let language: SentenceLanguage

    /// A splitter for a language.
    ///
    /// - Parameter language: The language's name, such as `en`, `deu` or `pt-BR`; nil, or a language
    ///   that nothing is known of, for what all have in common.
    public init(language: String? = nil) {
        self.init(language: language) { cicu_sentences_open($0) }
    }

    /// - Parameter open: Finds the rules of a language in ICU's data, once a text is to be cut.
    package init(
        language: String?, opening open: @escaping @Sendable (_ language: String) -> OpaquePointer?
    ) {
        let code = language.flatMap(LanguageData.language)
        boundaries = SentenceBoundaries(language: code, opening: open)
        self.language = SentenceLanguage(code)
    }

    /// The sentences of a text, in order, without the white space around them. None if there is
    /// nothing but white space.
    ///
    /// - Throws: `CalqueError` when the installed ICU does not know where sentences end.
    public func sentences(in text: String) throws -> [Substring] {
        var text = text
        text.makeContiguousUTF8()
        let scalars = text.unicodeScalars
        var sentences: [Substring] = []
        var start = scalars.firstIndex { !$0.isSpace } ?? text.endIndex
        for offset in try boundaries.offsets(in: text.utf8) {
            let place = text.utf8.index(text.startIndex, offsetBy: offset)
            guard place > start else { continue }
            let end = SentenceEnd(in: scalars[start...], before: place)
            guard end.next < text.endIndex, end.isOne(in: language) else { continue }
            sentences.append(text[start..<end.last])
            start = end.next
        }
        let rest = scalars[start...].trimmed
        return rest.isEmpty ? sentences : sentences + [Substring(rest)]
    }
}
