import Text

/// A part of a line with its best translation, and which of their tokens go together.
struct AlignedPart {
    /// What a translation is made of.
    enum Content {
        /// What the model says, with what is carried.
        case tokens
        /// What is carried alone.
        case unknown
    }

    private let part: SourceLine.Part
    /// Where in the line the source tokens are.
    private let sources: [Range<Int>?]
    private let result: SearchResult
    /// `[target tokens][source tokens]`; nil where the model has none.
    private let attention: [[Float]]?
    private let content: Content

    init(
        _ part: SourceLine.Part, _ sources: [Range<Int>?], _ result: SearchResult,
        _ attention: [[Float]]?, says content: Content
    ) {
        self.part = part
        self.sources = sources
        self.result = result
        self.attention = attention
        self.content = content
    }

    /// The tokens of the translation and what is carried, by their places in it.
    ///
    /// - Parameter translation: The text.
    func pieces(
        _ translation: String, _ tokenizer: SubwordTokenizer
    ) -> [AlignedTranslation.Piece] {
        let placed = PlacedTranslation(
            content == .tokens ? tokenizer.texts(ofTokens: result.tokens) : [], in: translation)
        let length = translation.unicodeScalars.count
        let spelled = placed.pieces.map { piece in
            let link = link(of: piece, in: length)
            return AlignedTranslation.Piece(
                target: piece.place, source: link?.source, weight: link?.weight ?? 0)
        }
        let carried = placed.places(of: part.unknown).map {
            AlignedTranslation.Piece(target: $0.place, source: $0.unknown.range, weight: 1)
        }
        return (spelled + carried).sorted { $0.target.lowerBound < $1.target.lowerBound }
    }

    /// What of the line a piece goes with.
    private func link(
        of piece: PlacedTranslation.Piece, in length: Int
    ) -> (source: Range<Int>, weight: Float)? {
        guard let attention else {
            let middle = Double(piece.place.lowerBound + piece.place.upperBound) / 2
            let wanted =
                Double(part.range.lowerBound) + middle / Double(length) * Double(part.range.count)
            let nearest = sources.compactMap { $0 }.min {
                abs($0.middle - wanted) < abs($1.middle - wanted)
            }
            return nearest.map { ($0, 0) }
        }
        let rows = attention[piece.tokens]
        let weights = sources.indices.map { source in
            rows.reduce(Float(0)) { $0 + $1[source] } / Float(rows.count)
        }
        let strongest = sources.indices.filter { sources[$0] != nil }
            .max { weights[$0] < weights[$1] }
        return strongest.flatMap { place in
            sources[place].map { ($0, min(max(weights[place], 0), 1)) }
        }
    }

    /// What is to be said of the part as a whole.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - target: The places of its translation.
    func sentence(in line: [Unicode.Scalar], target: Range<Int>) -> AlignedTranslation.Sentence {
        AlignedTranslation.Sentence(
            source: part.range, target: target,
            meanLogProbability: result.logProbability
                / Double(max(1, result.tokenLogProbabilities.count)),
            leastCoverage: content == .tokens ? leastCoverage(in: line) : nil,
            isRepetitive: Repetition.loop(in: result.tokens, of: part.sentence.source) != nil,
            isCutOff: result.isCutOff)
    }

    /// The least attention that a word gets from all tokens of the translation, its end included.
    private func leastCoverage(in scalars: [Unicode.Scalar]) -> Double? {
        guard let attention else { return nil }
        var words: [(sum: Double, isText: Bool)] = []
        var end: Int?
        for (token, place) in sources.enumerated() {
            guard let place else { continue }
            let sum = attention.reduce(0.0) { $0 + Double($1[token]) }
            let isText = scalars[place].contains { $0.isOfWord }
            // Tokens of a word follow one another, and scripts without spaces have no other words.
            if place.lowerBound == end, !scalars[place].contains(where: \.isIdeographic),
                let word = words.popLast()
            {
                words.append((word.sum + sum, word.isText || isText))
            } else {
                words.append((sum, isText))
            }
            end = place.upperBound
        }
        return words.filter(\.isText).map(\.sum).min()
    }
}

extension Range<Int> {
    fileprivate var middle: Double { Double(lowerBound + upperBound) / 2 }
}
