public import Text

/// How the words of a translation go with the words of its source, by a model's attention.
public struct WordAlignment: Sendable, Equatable {
    /// The source's words.
    public let sourceWords: [String]
    /// The translation's words.
    public let targetWords: [String]
    /// For every target word, its attention to each source word: the mean over its pieces of the
    /// sum over the source word's. What the end token gets is left out, so a row's sum is at most
    /// 1. `[target words][source words]`
    public let weights: [[Float]]
    /// The words that belong together: a target word and each source word that one of its pieces
    /// looks at most, by the piece.
    public let alignment: Alignment

    /// An alignment of the words' parts, one behind the other.
    static func joining(_ parts: [WordAlignment]) -> WordAlignment {
        var joined = WordAlignment(
            sourceWords: [], targetWords: [], weights: [], alignment: Alignment([]))
        for part in parts { joined = joined.appending(part) }
        return joined
    }

    private func appending(_ next: WordAlignment) -> WordAlignment {
        let (sources, targets) = (sourceWords.count, targetWords.count)
        let behind = [Float](repeating: 0, count: next.sourceWords.count)
        let before = [Float](repeating: 0, count: sources)
        let moved = next.alignment.links.map {
            Alignment.Link(source: $0.source + sources, target: $0.target + targets)
        }
        return WordAlignment(
            sourceWords: sourceWords + next.sourceWords,
            targetWords: targetWords + next.targetWords,
            weights: weights.map { $0 + behind } + next.weights.map { before + $0 },
            alignment: Alignment(alignment.links + moved))
    }
}

extension WordAlignment {
    /// The alignment of a pair's words by the attention between its tokens.
    ///
    /// - Parameter attention: `[target tokens][source tokens]`.
    package init(_ pair: EncodedPair, _ attention: [[Float]], _ tokenizer: TranslationTokenizer) {
        let sources = tokenizer.source.words(ofIDs: pair.source)
        let targets = tokenizer.target.words(ofIDs: pair.target)
        sourceWords = sources.map(\.text)
        targetWords = targets.map(\.text)
        weights = targets.map { target in
            sources.map { source in
                let sum = attention[target.tokens].reduce(Float(0)) {
                    $0 + $1[source.tokens].reduce(0, +)
                }
                return sum / Float(target.tokens.count)
            }
        }
        // A language token says nothing of the text that any word would go with.
        let candidates = sources.enumerated().filter { !$0.element.isLanguageToken }
        let links = targets.enumerated().flatMap { place, target in
            attention[target.tokens].compactMap { row in
                let strongest = candidates.max {
                    row[$0.element.tokens].max() ?? 0 < row[$1.element.tokens].max() ?? 0
                }
                return strongest.map { Alignment.Link(source: $0.offset, target: place) }
            }
        }
        alignment = Alignment(links)
    }
}
