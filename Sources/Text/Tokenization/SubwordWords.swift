/// Some of a sentence's tokens that spell one word.
public struct SubwordWord: Sendable, Equatable {
    /// The word.
    public let text: String
    /// The places of its tokens in the sentence.
    public let tokens: Range<Int>
    /// Whether it is a language token, such as `>>fra<<`, and not a word of the text.
    public let isLanguageToken: Bool
}

extension SubwordTokenizer {
    /// The words of a sentence of token ids: what spaces separate, after the model's normalisation.
    ///
    /// A language token counts as a word; the end token belongs to none.
    public func words(ofIDs ids: [Int32]) -> [SubwordWord] {
        let space = SentencePieceModel.space
        let pieces = pieces(ofIDs: ids.last == vocabulary.endID ? ids.dropLast() : ids[...])
        var starts: [Int] = []
        for place in pieces.indices {
            let isFirst = place == 0 || (place == 1 && Self.isLanguageToken(pieces[0]))
            // A space that stands alone belongs to what follows it.
            let followsText = pieces[(starts.last ?? 0)..<place].contains { $0 != space }
            if isFirst || (beginsWord(ids[place]) && followsText) { starts.append(place) }
        }
        return zip(starts, starts.dropFirst() + [pieces.count]).map { start, end in
            let isLanguageToken = start == 0 && Self.isLanguageToken(pieces[0])
            let text = isLanguageToken ? "" : decode(ids[start..<end])
            return SubwordWord(
                text: text.isEmpty ? pieces[start..<end].joined() : text, tokens: start..<end,
                isLanguageToken: isLanguageToken)
        }
    }

    private static func isLanguageToken(_ piece: String) -> Bool {
        let parted = PartedText(piece)
        return parted.languageToken != nil && parted.rest.isEmpty
    }
}
