public import Text

/// A source sentence and a translation of it, as token ids, the end token's last.
public struct EncodedPair: Sendable, Equatable {
    /// The source sentence's ids.
    public let source: [Int32]
    /// The target sentence's ids.
    public let target: [Int32]
    /// What tells the words of the source.
    private let sourceWords: WordOrigin
    /// What tells the words of the target.
    private let targetWords: WordOrigin

    /// A pair of its sentences. Their words are what the ids spell.
    public init(source: [Int32], target: [Int32]) {
        self.init(source: source, target: target, sourceWords: nil)
    }

    /// A pair of lines of text. Their words are those of the text, looked for once they are wanted.
    public init(source: String, target: String, _ tokenizer: TranslationTokenizer) {
        self.source = tokenizer.encodeSource(source)
        self.target = tokenizer.encodeTarget(target)
        sourceWords = .line(source)
        targetWords = .line(target)
    }

    /// A pair of its sentences, with the words of the source if they are known.
    init(source: [Int32], target: [Int32], sourceWords: [SubwordWord]?) {
        self.source = source
        self.target = target
        self.sourceWords = sourceWords.map(WordOrigin.words) ?? .ids
        targetWords = .ids
    }
}

extension EncodedPair {
    /// The words of both sides, by their tokens.
    struct Words {
        let source: [SubwordWord]
        let target: [SubwordWord]
    }

    /// The words, for which a pair of lines is tokenized once more.
    func words(_ tokenizer: TranslationTokenizer) -> Words {
        Words(
            source: sourceWords.words(of: source, tokenizer.source),
            target: targetWords.words(of: target, tokenizer.target))
    }
}

/// What tells the words of a sentence of token ids.
private enum WordOrigin: Sendable, Equatable {
    /// The ids alone.
    case ids
    /// The line that they encode.
    case line(String)
    /// Whoever knows the line that the sentence is part of.
    case words([SubwordWord])

    func words(of ids: [Int32], _ tokenizer: SubwordTokenizer) -> [SubwordWord] {
        switch self {
        case .ids: tokenizer.words(ofIDs: ids)
        case .line(let line): tokenizer.words(of: line)
        case .words(let words): words
        }
    }
}
