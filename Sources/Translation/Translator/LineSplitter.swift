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
        var parts: [ArraySlice<Int32>] = []
        var start = 0
        while tokens.count - start > limit {
            // A part ends before the token at its cut.
            let cuts = (start + 1...start + limit).reversed()
            let cut =
                cuts.first { pieces.endsSentence(at: $0) }
                ?? cuts.first { pieces.beginsWord(at: $0) } ?? start + limit
            parts.append(tokens[start..<cut])
            start = cut
        }
        return parts + [tokens[start...]]
    }
}

extension [String] {
    /// The character that stands for a space in SentencePiece's pieces.
    private static let space: Character = "\u{2581}"

    fileprivate func beginsWord(at index: Int) -> Bool { self[index].first == Self.space }

    /// Whether the piece before `index` ends a sentence: with a full stop or the like, after which
    /// quotes and brackets may close, and, where the script has spaces, a word begins.
    fileprivate func endsSentence(at index: Int) -> Bool {
        var place = index - 1
        while place > 0, self[place].allSatisfy(\.closes) { place -= 1 }
        switch self[place].last(where: { !$0.closes }) {
        case ".", "!", "?", "…": return beginsWord(at: index)
        case "。", "！", "？", "।": return true
        default: return false
        }
    }
}

extension Character {
    fileprivate var closes: Bool { "\"'”’»›)]）」』".contains(self) }
}
