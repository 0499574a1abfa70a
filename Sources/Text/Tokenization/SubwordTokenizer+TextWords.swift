extension SubwordTokenizer {
    /// The words of a text as it is, what white space separates, by the tokens of
    /// ``encode(_:sampling:)``. One that normalisation drops has no tokens.
    public func words(
        of text: String, sampling: SentencePieceModel.Sampling? = nil
    ) -> [SubwordWord] {
        let tokens = placedTokens(of: text, sampling: sampling)
        let segment = Segment(line: text, languageTokenCount: tokens.languageTokenCount)
        let words = TextWords(text)
        let all = words.words
        guard let part = parts(of: segment, [tokens.ids.count], tokens, in: words).first
        else { return [] }
        func unspelled(_ places: Range<Int>) -> [SubwordWord] {
            all[places].map { SubwordWord(text: $0, tokens: 0..<0, isLanguageToken: false) }
        }
        return unspelled(0..<part.firstWord) + part.words
            + unspelled(part.firstWord + part.words.count..<all.count)
    }

    /// The words of a line as it is, and which of them are in each part of its segments.
    ///
    /// - Parameter segments: The line's segments, each with the number of tokens of every part that it
    ///   was cut into, language token and end token included.
    package func words(
        of line: String, in segments: [(segment: Segment, partCounts: [Int])]
    ) -> (all: [String], parts: [TextPart]) {
        let words = TextWords(line)
        return (
            words.words,
            segments.flatMap {
                parts(of: $0.segment, $0.partCounts, placedTokens(of: $0.segment.text), in: words)
            }
        )
    }

    private func parts(
        of segment: Segment, _ counts: [Int], _ tokens: PlacedTokens, in words: TextWords
    ) -> [TextPart] {
        let pieces = pieces(ofIDs: tokens.ids)
        let heads = tokens.languageTokenCount
        func wordsOfToken(_ token: Int) -> Range<Int>? {
            let isHead = token < heads
            guard let place = segment.placeInLine(tokens.places[token], isHead: isHead)
            else { return nil }
            // A token that text follows without space is no word, and says nothing of that text.
            if isHead && !words.isWord(place) { return nil }
            let isUnknown = tokens.ids[token] == vocabulary.unknownID
            return words.words(at: place, haveSpaces: isUnknown || pieces[token].hasSpaceWithin)
        }
        var next = heads
        return counts.enumerated().map { part, count in
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
