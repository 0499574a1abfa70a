package import Text

/// Cuts a source line that is too long for a model into parts that are not.
///
/// A part is as long as it can be and ends, in this order of preference, at the end of a sentence,
/// at the end of a word, or else between any two tokens.
package struct LineSplitter {
    private let tokenizer: SubwordTokenizer
    private let maximumLength: Int

    /// - Parameter maximumLength: The most tokens of a part, its end token included.
    package init(_ tokenizer: SubwordTokenizer, maximumLength: Int) {
        self.tokenizer = tokenizer
        self.maximumLength = maximumLength
    }

    /// The parts of a line of token ids, all with their end token, and with the language token that
    /// the line may begin with.
    package func parts(of line: [Int32]) -> [[Int32]] {
        guard line.count > maximumLength, let end = line.last else { return [line] }
        let language = languageToken(of: line)
        let tokens = line.dropFirst(language.count).dropLast()
        let limit = max(1, maximumLength - 1 - language.count)
        return cut(Array(tokens), limit: limit).map { language + $0 + [end] }
    }

    private func languageToken(of line: [Int32]) -> [Int32] {
        let vocabulary = tokenizer.vocabulary
        guard let first = line.first, let piece = vocabulary.piece(of: first),
            vocabulary.languageTokens.contains(piece)
        else { return [] }
        return [first]
    }

    private func cut(_ tokens: [Int32], limit: Int) -> [ArraySlice<Int32>] {
        let pieces = tokenizer.pieces(ofIDs: tokens)
        func beginsWord(_ place: Int) -> Bool { tokenizer.beginsWord(tokens[place]) }
        var parts: [ArraySlice<Int32>] = []
        var start = 0
        while tokens.count - start > limit {
            // A part ends before the token at its cut.
            let cuts = (start + 1...start + limit).reversed()
            let cut =
                cuts.first { pieces.endsSentence(before: $0, isBeforeWord: beginsWord($0)) }
                ?? cuts.first(where: beginsWord) ?? start + limit
            parts.append(tokens[start..<cut])
            start = cut
        }
        return parts + [tokens[start...]]
    }
}

extension [String] {
    /// The most pieces that close something behind the end of a sentence: a text of nothing but
    /// brackets is looked through once, and not once for every piece.
    private static var mostClosing: Int { 16 }

    /// Whether a sentence ends before a piece: with a full stop or the like, after which quotes and
    /// brackets may close, and, where the script has spaces, a word begins.
    fileprivate func endsSentence(before index: Int, isBeforeWord: Bool) -> Bool {
        // What may open a quote as well does so where no word begins after it.
        let closes: (Unicode.Scalar) -> Bool = { isBeforeWord ? $0.closes : $0.onlyCloses }
        var place = index - 1
        let first = Swift.max(0, place - Self.mostClosing)
        while place > first, self[place].unicodeScalars.allSatisfy(closes) { place -= 1 }
        guard let stop = self[place].unicodeScalars.last(where: { !closes($0) }) else {
            return false
        }
        return isBeforeWord ? stop.endsSentences : stop.endsSentencesWithoutSpace
    }
}
