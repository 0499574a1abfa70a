import Models
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
        self.source = source
        self.target = target
        sourceWords = .ids
        targetWords = .ids
    }

    /// A pair of lines of text. Their words are those of the text, looked for once they are wanted.
    public init(source: String, target: String, _ tokenizer: TranslationTokenizer) {
        self.source = tokenizer.encodeSource(source)
        self.target = tokenizer.encodeTarget(target)
        sourceWords = .line(source)
        targetWords = .line(target)
    }
}

extension EncodedPair {
    /// A source with a translation that was found for it, which comes without end token.
    init(_ source: [Int32], _ found: SearchResult, of model: any TranslationModel) {
        let target = (found.tokens + [model.specialTokens.end]).prefix(model.maximumLength)
        self.init(source: source, target: Array(target))
    }

    /// The tokens of the longer side.
    var longerCount: Int { max(source.count, target.count) }

    /// The words, for which a pair of lines is tokenized once more.
    package func words(_ tokenizer: TranslationTokenizer) -> PairWords {
        PairWords(
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

    func words(of ids: [Int32], _ tokenizer: SubwordTokenizer) -> [SubwordWord] {
        switch self {
        case .ids: tokenizer.words(ofIDs: ids)
        case .line(let line): tokenizer.words(of: line)
        }
    }
}
