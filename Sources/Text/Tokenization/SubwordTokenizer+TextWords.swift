/// A sentence of a line of text as it was encoded: a head, which is nothing or the language token of
/// the line and space, and what the line has.
package struct EncodedSentence: Sendable {
    /// Head and sentence.
    package let text: String
    /// The bytes of the head.
    package let headCount: Int
    /// Where in the line the head is; nil if it was taken from another sentence.
    package let headStart: Int?
    /// Where in the line the sentence is.
    package let start: Int
    /// The tokens of each part that it was cut into, language token and end token included.
    package var partCounts: [Int] = []

    package init(text: String, headCount: Int = 0, headStart: Int? = 0, start: Int = 0) {
        self.text = text
        self.headCount = headCount
        self.headStart = headStart
        self.start = start
    }

    /// What of the line a place in the text is; nil for a head that is not there.
    fileprivate func placeInLine(_ place: Range<Int>, isHead: Bool) -> Range<Int>? {
        if isHead { return headStart.map { $0 + place.lowerBound..<$0 + place.upperBound } }
        let offset = start - headCount
        let lower = max(place.lowerBound, headCount)
        return offset + lower..<offset + max(lower, place.upperBound)
    }
}

extension SubwordTokenizer {
    /// The words of a text as it is, what white space separates, by the tokens of
    /// ``encode(_:sampling:)``. One that normalisation drops has no tokens.
    public func words(of text: String) -> [SubwordWord] {
        let tokens = placedTokens(of: text)
        var sentence = EncodedSentence(text: text)
        sentence.partCounts = [tokens.ids.count]
        let words = TextWords(text)
        let all = words.words
        guard let part = parts(of: sentence, tokens, in: words).first else { return [] }
        func unspelled(_ places: Range<Int>) -> [SubwordWord] {
            all[places].map { SubwordWord(text: $0, tokens: 0..<0, isLanguageToken: false) }
        }
        return unspelled(0..<part.firstWord) + part.words
            + unspelled(part.firstWord + part.words.count..<all.count)
    }

    /// The words of a line as it is, and which of them are in each part of its sentences.
    package func words(
        of line: String, in sentences: [EncodedSentence]
    ) -> (all: [String], parts: [TextPart]) {
        let words = TextWords(line)
        return (
            words.words,
            sentences.flatMap { parts(of: $0, placedTokens(of: $0.text), in: words) }
        )
    }

    private func parts(
        of sentence: EncodedSentence, _ tokens: PlacedTokens, in words: TextWords
    ) -> [TextPart] {
        let pieces = pieces(ofIDs: tokens.ids)
        let heads = tokens.languageTokenCount
        func wordsOfToken(_ token: Int) -> Range<Int>? {
            let isHead = token < heads
            guard let place = sentence.placeInLine(tokens.places[token], isHead: isHead)
            else { return nil }
            // A token that text follows without space is no word, and says nothing of that text.
            if isHead && !words.isWord(place) { return nil }
            let isUnknown = tokens.ids[token] == vocabulary.unknownID
            return words.words(at: place, haveSpaces: isUnknown || pieces[token].hasSpaceWithin)
        }
        var next = heads
        return sentence.partCounts.enumerated().map { part, count in
            let end = min(tokens.ids.count - 1, next + count - 1 - heads)
            defer { next = end }
            let head = (0..<heads).map { part == 0 ? wordsOfToken($0) : nil }
            return words.spelled(
                by: head + (next..<end).map(wordsOfToken), languageTokenCount: heads)
        }
    }
}

extension String {
    /// Whether a piece has a space between other characters.
    fileprivate var hasSpaceWithin: Bool {
        let space = SentencePieceModel.spaceScalar
        return unicodeScalars.drop { $0 == space }.contains(space)
    }
}
