import Text

/// A sentence of a line of text.
struct LineSentence {
    /// The sentence, with the language token that the line may begin with.
    var text: String { encoded.text }
    /// The white space between it and the sentence before it.
    let gap: String
    /// Where it is in the line.
    let encoded: EncodedSentence
    /// How many language tokens it begins with: one, or none.
    let languageTokenCount: Int
    /// How many Unicode scalars the line has before the sentence, less those that ``text`` has
    /// before it.
    private let offset: Int

    /// What of the sentence the vocabulary lacks, by its place in the line.
    ///
    /// - Parameter ids: The sentence's token ids.
    func unknownText(encodedAs ids: [Int32], _ tokenizer: SubwordTokenizer) -> [UnknownText] {
        tokenizer.unknownText(in: text, encodedAs: ids).map { $0.moved(scalars: offset) }
    }

    /// The sentences of a line; the whole line, as it is, if it is read as one or has but one. None
    /// if there is nothing but white space.
    ///
    /// - Throws: `CalqueError` when nobody knows where sentences end.
    static func sentences(
        of line: String, _ reading: LineReading, _ splitter: SentenceSplitter,
        _ tokenizer: SubwordTokenizer
    ) throws -> [LineSentence] {
        if line.isBlank { return [] }
        let parted = tokenizer.parted(line)
        let sentences =
            reading == .paragraphs ? try splitter.sentences(in: String(parted.rest)) : []
        let tokenCount = parted.languageToken == nil ? 0 : 1
        guard let first = sentences.first, sentences.count > 1 else {
            return [
                LineSentence(
                    gap: "", encoded: EncodedSentence(text: line), languageTokenCount: tokenCount,
                    offset: 0)
            ]
        }
        let text = first.base
        let head = parted.languageToken.map { String($0) + text[..<first.startIndex] } ?? ""
        let gaps = zip(sentences, sentences.dropFirst()).map { text[$0.endIndex..<$1.startIndex] }
        var place =
            line[..<parted.rest.startIndex].unicodeScalars.count
            + text[..<first.startIndex].unicodeScalars.count
        return zip([""] + gaps, sentences).enumerated().map { number, sentence in
            let (gap, sentence) = sentence
            place += gap.unicodeScalars.count
            defer { place += sentence.unicodeScalars.count }
            let start = text.utf8.distance(from: text.startIndex, to: sentence.startIndex)
            return LineSentence(
                gap: String(gap),
                encoded: EncodedSentence(
                    text: head + sentence, headCount: head.utf8.count,
                    headStart: number == 0 ? parted.languageTokenPlace?.lowerBound ?? 0 : nil,
                    start: parted.restStart + start),
                languageTokenCount: tokenCount, offset: place - head.unicodeScalars.count)
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
