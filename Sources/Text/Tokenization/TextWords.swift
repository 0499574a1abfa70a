import Basics

/// The words of a text as it is: what white space separates, whatever the tokenizer makes of it.
struct TextWords {
    private let text: String
    /// Their places, as offsets in the text's UTF-8.
    private let places: [Range<Int>]

    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
        let words = text.unicodeScalars.split(whereSeparator: \.isSpace)
        places = words.map { word in
            let start = text.utf8.distance(from: text.startIndex, to: word.startIndex)
            return start..<start + text.utf8.distance(from: word.startIndex, to: word.endIndex)
        }
    }

    /// All words.
    var words: [String] { places.map(string) }

    private func string(_ place: Range<Int>) -> String {
        String(decoding: text.utf8.dropFirst(place.lowerBound).prefix(place.count), as: UTF8.self)
    }

    /// Which words a token is part of. A space that stands alone belongs to what follows. None if the
    /// text has none.
    ///
    /// - Parameters:
    ///   - place: What the token stands for. Its beginning may be what normalisation takes for a
    ///     space and the text does not, such as a lone "▁", which is a word.
    ///   - haveSpaces: Whether there may be several, with spaces between them.
    func words(at place: Range<Int>, haveSpaces: Bool) -> Range<Int> {
        if places.isEmpty { return 0..<0 }
        let place = haveSpaces ? place : lastWord(of: place)
        let first = firstWord(after: place.lowerBound)
        let end = places[first...].firstIndex { $0.lowerBound >= place.upperBound }
        return first..<max(first + 1, end ?? places.count)
    }

    /// Whether a place is all of a word.
    func isWord(_ place: Range<Int>) -> Bool {
        !places.isEmpty && places[firstWord(after: place.lowerBound)] == place
    }

    /// The first word that ends after an offset, or the last word.
    private func firstWord(after offset: Int) -> Int {
        places.dropLast().partitioningIndex { $0.upperBound > offset }
    }

    /// What follows the last space of a place; the place if nothing does.
    private func lastWord(of place: Range<Int>) -> Range<Int> {
        let start = text.utf8.index(text.startIndex, offsetBy: place.lowerBound)
        let end = text.utf8.index(start, offsetBy: place.count)
        let word = text.unicodeScalars[start..<end].dropLast(while: \.isSpaceOrItsMark)
            .suffix { !$0.isSpaceOrItsMark }
        if word.isEmpty { return place }
        return text.utf8.distance(from: text.startIndex, to: word.startIndex)..<place.upperBound
    }
}

extension TextWords {
    /// Some of the words, by the tokens that spell them.
    ///
    /// - Parameter tokens: Which words each token is part of, in order; nil for none.
    /// - Returns: The words from the first to the last that has a token, and which the first is.
    func spelled(by tokens: [Range<Int>?], languageTokenCount: Int) -> TextPart {
        let all = tokens.compactMap { $0 }
        let span = (all.first?.lowerBound ?? 0)..<(all.map(\.upperBound).max() ?? 0)
        var spelling = [Range<Int>?](repeating: nil, count: span.count)
        for (token, words) in tokens.enumerated() {
            for word in words ?? 0..<0 {
                let start = spelling[word - span.lowerBound]?.lowerBound ?? token
                spelling[word - span.lowerBound] = start..<token + 1
            }
        }
        let words = zip(span, spelling).map { word, tokens in
            SubwordWord(
                text: string(places[word]), tokens: tokens ?? 0..<0,
                isLanguageToken: languageTokenCount > 0 && tokens == 0..<languageTokenCount)
        }
        return TextPart(firstWord: span.lowerBound, words: words)
    }
}

/// Words of a text that are spelled by some of its tokens.
package struct TextPart: Sendable {
    /// The place of the first among the words of the text.
    package let firstWord: Int
    /// The words, by their tokens in the part. One without a token, which normalisation drops, has
    /// none.
    package let words: [SubwordWord]
}

extension Unicode.Scalar {
    fileprivate var isSpaceOrItsMark: Bool { self == SentencePieceModel.spaceScalar || isSpace }
}
