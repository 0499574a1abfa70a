import Text

/// Where the tokens of a translation are in its text.
///
/// The text may have more than the tokens spell, what was carried into it, and may spell them
/// otherwise, as a target prefix was written. So a token is looked for where the one before it ends,
/// and nothing is said to be where it is not.
struct PlacedTranslation {
    /// Some tokens that spell something, and where in the text that is.
    struct Piece: Equatable {
        let tokens: Range<Int>
        let place: Range<Int>
    }

    /// How far a token is looked for: in Unicode scalars, and in tokens that may be elsewhere.
    private static let reach = (scalars: 1024, tokens: 8)

    /// The tokens that have a place, in order.
    private(set) var pieces: [Piece] = []
    /// What of the text no token spells, without white space.
    private(set) var others: [Range<Int>] = []
    private let text: [Unicode.Scalar]

    /// The places of tokens in a text.
    ///
    /// - Parameters:
    ///   - tokens: What tokens spell, in order: see `SubwordTokenizer.texts(ofTokens:)`.
    ///   - text: The text.
    init(_ tokens: [(tokens: Range<Int>, text: String)], in text: String) {
        self.text = Array(text.unicodeScalars)
        let spelled = tokens.map { Array($0.text.onOneLine.unicodeScalars) }
        var (token, place) = (0, 0)
        while token < tokens.count {
            guard let (skipped, start) = next(of: spelled[token...], from: place) else {
                token += 1
                continue
            }
            fill(place..<start, with: tokens[token..<token + skipped].map(\.tokens))
            token += skipped
            place = start + spelled[token].count
            pieces.append(Piece(tokens: tokens[token].tokens, place: start..<place))
            token += 1
        }
        fill(place..<self.text.count, with: [])
    }

    /// How many tokens are skipped to the next one that is found, and where that is.
    private func next(
        of tokens: ArraySlice<[Unicode.Scalar]>, from place: Int
    ) -> (skipped: Int, start: Int)? {
        var place = place
        while place < text.count, text[place].properties.isWhitespace { place += 1 }
        let farthest = min(text.count - place, Self.reach.scalars)
        for distance in 0...max(0, farthest) + Self.reach.tokens {
            for skipped in 0...min(distance, Self.reach.tokens, tokens.count - 1) {
                let start = place + distance - skipped
                if distance - skipped <= farthest, isAt(start, tokens[tokens.startIndex + skipped])
                {
                    return (skipped, start)
                }
            }
        }
        return nil
    }

    private func isAt(_ start: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        start + scalars.count <= text.count
            && text[start..<start + scalars.count].elementsEqual(scalars)
    }

    /// Gives text that is spelled otherwise to the tokens that stand for it, in equal parts.
    private mutating func fill(_ places: Range<Int>, with tokens: [Range<Int>]) {
        guard let places = trimmed(places) else { return }
        if tokens.isEmpty { return others.append(places) }
        for (number, token) in tokens.enumerated() {
            let start = places.lowerBound + places.count * number / tokens.count
            let end = places.lowerBound + places.count * (number + 1) / tokens.count
            guard let place = trimmed(start..<end) else { continue }
            pieces.append(Piece(tokens: token, place: place))
        }
    }

    /// Places without white space at their ends; nil if there is nothing else.
    private func trimmed(_ places: Range<Int>) -> Range<Int>? {
        let isText = { !text[$0].properties.isWhitespace }
        guard let first = places.first(where: isText), let last = places.last(where: isText)
        else { return nil }
        return first..<last + 1
    }

    /// Text that the model does not know, where it stands in what no token spells.
    func places(of unknown: [UnknownText]) -> [(place: Range<Int>, unknown: UnknownText)] {
        var rest = unknown.map { ($0, Array($0.text.unicodeScalars)) }
        var found: [(place: Range<Int>, unknown: UnknownText)] = []
        for place in others {
            var start = place.lowerBound
            while start < place.upperBound {
                guard let index = rest.firstIndex(where: { isAt(start, $0.1) }) else {
                    start += 1
                    continue
                }
                let (text, scalars) = rest.remove(at: index)
                found.append((start..<start + scalars.count, text))
                start += scalars.count
            }
        }
        return found
    }
}
