import Text

/// One side of a pair, as pieces and as words.
public struct InspectedText: Sendable, Equatable, Codable {
    /// A word, by its pieces.
    public struct Word: Sendable, Equatable, Codable {
        /// The word as it is written.
        public let text: String
        /// The places of its pieces.
        public let pieces: Range<Int>
    }

    /// The pieces as people read them: a space that begins a word is left out, one that stands alone is
    /// "␣", and the end is "[end]".
    public let pieces: [String]
    /// The words, and the end as a word of its own. Every piece is in one.
    public let words: [Word]

    /// What people read for the end of a sentence.
    static let end = "[end]"
    /// What people read for the beginning of a translation.
    static let start = "[start]"
    /// What people read for a space that stands alone.
    static let space = "␣"

    init(_ ids: [Int32], _ tokenizer: SubwordTokenizer) {
        pieces = Self.pieces(ids, tokenizer)
        words = Self.words(ids, tokenizer)
    }

    /// Tokens as people read them.
    static func pieces(_ ids: [Int32], _ tokenizer: SubwordTokenizer) -> [String] {
        zip(ids, tokenizer.pieces(ofIDs: ids)).map { id, piece in
            id == tokenizer.vocabulary.endID ? Self.end : piece.legible
        }
    }

    /// A text whose every piece is a word.
    init(pieces: [String]) {
        self.pieces = pieces
        words = pieces.enumerated().map { Word(text: $1, pieces: $0..<$0 + 1) }
    }

    private static func words(_ ids: [Int32], _ tokenizer: SubwordTokenizer) -> [Word] {
        var words = tokenizer.words(ofIDs: ids).map {
            Word(text: $0.text.isEmpty ? Self.space : $0.text.legible, pieces: $0.tokens)
        }
        let end = words.last?.pieces.upperBound ?? 0
        if end < ids.count { words.append(Word(text: Self.end, pieces: end..<ids.count)) }
        return words
    }

    /// What the decoder reads when it predicts this text: the same one place later, after the start.
    var shifted: InspectedText {
        let shifted = [Self.start] + pieces.dropLast()
        var words = [Word(text: Self.start, pieces: 0..<1)]
        for word in self.words {
            let range = word.pieces.lowerBound + 1..<min(word.pieces.upperBound + 1, shifted.count)
            if !range.isEmpty { words.append(Word(text: word.text, pieces: range)) }
        }
        return InspectedText(pieces: shifted, words: words)
    }

    private init(pieces: [String], words: [Word]) {
        self.pieces = pieces
        self.words = words
    }

    /// The labels of a unit.
    func labels(_ unit: TextUnit) -> [String] {
        unit == .pieces ? pieces : words.map(\.text)
    }
}

/// What one row or column of a picture stands for.
public enum TextUnit: String, Sendable, CaseIterable, Codable {
    /// Whole words, as in the figures of Bahdanau et al. 2015.
    case words
    /// What the model reads.
    case pieces
}

extension String {
    /// A piece without the mark of a space, which looks like a slash in small type.
    var legible: String {
        let text = replacing(SentencePieceModel.space, with: "")
        return text.isEmpty ? InspectedText.space : text
    }
}
