import Text

/// A sentence of a line of text.
struct LineSentence {
    /// The sentence, with the language token that the line may begin with.
    let text: String
    /// The white space between it and the sentence before it.
    let gap: String

    /// The sentences of a line; the whole line, as it is, if it is read as one or has but one. None
    /// if there is nothing but white space.
    static func sentences(
        of line: String, _ reading: LineReading, _ splitter: SentenceSplitter,
        _ tokenizer: SubwordTokenizer
    ) -> [LineSentence] {
        if line.isBlank { return [] }
        let (languageToken, rest) = tokenizer.partingLanguageToken(of: line)
        let sentences = reading == .paragraphs ? splitter.sentences(in: rest) : []
        guard let first = sentences.first, sentences.count > 1 else {
            return [LineSentence(text: line, gap: "")]
        }
        let text = first.base
        let head = languageToken.map { $0 + text[..<first.startIndex] } ?? ""
        let gaps = zip(sentences, sentences.dropFirst()).map { text[$0.endIndex..<$1.startIndex] }
        return zip([""] + gaps, sentences).map { gap, sentence in
            LineSentence(text: head + sentence, gap: String(gap))
        }
    }
}

extension String {
    /// Whether the text is nothing but white space, and characters that nobody sees.
    var isBlank: Bool {
        unicodeScalars.allSatisfy {
            $0.properties.isWhitespace
                || [.control, .format].contains($0.properties.generalCategory)
        }
    }
}
