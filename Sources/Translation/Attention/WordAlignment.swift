public import Basics
public import Text

/// How the words of a translation go with the words of its source, by a model's attention.
public struct WordAlignment: Sendable, Equatable, Codable {
    /// The source's words.
    public let sourceWords: [String]
    /// The translation's words.
    public let targetWords: [String]
    /// For every target word, its attention to each source word: the mean over its pieces of the
    /// sum over the source word's. What the end token gets is left out, so a row's sum is at most
    /// 1. `[target words][source words]`
    public let weights: [[Float]]
    /// The words that belong together: a target word and each source word that one of its pieces
    /// looks at most, by the piece. A head that was guided by alignments shares its attention among
    /// all source words of a target word, and so each counts that gets more than half as much as the
    /// one that gets most.
    public let alignment: Alignment
}

extension WordAlignment {
    /// The alignment of a line by those of its parts.
    ///
    /// - Parameters:
    ///   - sourceWords: All words of the line. A word may be in several parts.
    ///   - parts: The parts' alignments, each with the place of its first word in the line.
    init(sourceWords: [String], joining parts: [(firstWord: Int, alignment: WordAlignment)]) {
        var weights: [[Float]] = []
        var links: [Alignment.Link] = []
        for (firstWord, part) in parts {
            let target = weights.count
            for row in part.weights {
                var all = [Float](repeating: 0, count: sourceWords.count)
                all.replaceSubrange(firstWord..<firstWord + row.count, with: row)
                weights.append(all)
            }
            links += part.alignment.links.map {
                Alignment.Link(source: $0.source + firstWord, target: $0.target + target)
            }
        }
        self.init(
            sourceWords: sourceWords, targetWords: parts.flatMap(\.alignment.targetWords),
            weights: weights, alignment: Alignment(links))
    }
}

extension WordAlignment {
    /// The alignment of a pair's words by the attention between its tokens.
    ///
    /// - Parameters:
    ///   - attention: `[target tokens][source tokens]`.
    ///   - share: Source words count that get more than this share of what the one gets that a piece
    ///     looks at most; 1 for that one alone.
    package init(
        _ pair: EncodedPair, _ attention: [[Float]], _ tokenizer: TranslationTokenizer,
        share: Float = 1
    ) {
        self.init(pair.words(tokenizer), attention, share: share)
    }

    init(_ words: PairWords, _ attention: [[Float]], share: Float) {
        let (sources, targets) = (words.source, words.target)
        sourceWords = sources.map(\.text)
        targetWords = targets.map(\.text)
        weights = targets.map { target in
            sources.map { source in
                let sum = attention[target.tokens].reduce(Float(0)) {
                    $0 + $1[source.tokens].reduce(0, +)
                }
                return sum / Float(max(1, target.tokens.count))
            }
        }
        // A language token says nothing of the text that any word would go with.
        let candidates = sources.enumerated().filter {
            !$0.element.isLanguageToken && !$0.element.tokens.isEmpty
        }
        let links = targets.enumerated().flatMap { place, target in
            attention[target.tokens].flatMap { row in
                let strengths = candidates.map { row[$0.element.tokens].max() ?? 0 }
                let strongest = strengths.indices.max { strengths[$0] < strengths[$1] }
                let least = share * (strongest.map { strengths[$0] } ?? 0)
                return strengths.indices.filter { $0 == strongest || strengths[$0] > least }
                    .map { Alignment.Link(source: candidates[$0].offset, target: place) }
            }
        }
        alignment = Alignment(links)
    }
}

extension WordAlignment {
    /// The words and weights as a line of JSON, `{"source": […], "target": […], "weights": […]}`, with
    /// the translation if there is one.
    public func json(translation: String? = nil) throws -> String {
        // Four digits are more than attention means.
        let rounded = weights.map { row in row.map { (Double($0) * 10_000).rounded() / 10_000 } }
        return try JSONText.line(
            Report(
                source: sourceWords, target: targetWords, weights: rounded,
                translation: translation))
    }

    /// The same for one of many pairs. One that the model could not read keeps its place: it has no
    /// words, and the reason as `error`.
    public static func json(
        _ result: Result<(pair: EncodedPair, value: WordAlignment), CalqueError>
    ) throws -> String {
        switch result {
        case .success(let (_, words)): try words.json()
        case .failure(let problem): try JSONText.line(Report(error: problem.message))
        }
    }

    private struct Report: Encodable {
        var source: [String] = []
        var target: [String] = []
        var weights: [[Double]] = []
        var translation: String?
        var error: String?
    }
}
