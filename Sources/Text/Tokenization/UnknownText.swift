/// Text of a line that a vocabulary has no pieces for, so that a model does not see it: as much as
/// follows one another without a space or a known piece between.
public struct UnknownText: Sendable, Equatable, Codable {
    /// The text as it is written.
    public let text: String
    /// The places of its Unicode scalars in the line, from 0.
    public let range: Range<Int>
    /// The places of its tokens in the sentence that the model reads.
    package let tokens: Range<Int>
    /// Whether it begins a word: white space is before it, or nothing.
    package let beginsWord: Bool
    /// Whether it ends a word.
    package let endsWord: Bool

    /// The same text in a line and a sentence that have more before it, or less.
    ///
    /// - Parameters:
    ///   - scalars: How many Unicode scalars more.
    ///   - offset: How many tokens more.
    ///   - end: How many tokens the sentence has.
    package func moved(
        scalars: Int = 0, tokens offset: Int = 0, within end: Int = .max
    ) -> UnknownText {
        UnknownText(
            text: text, range: range.lowerBound + scalars..<range.upperBound + scalars,
            tokens: min(tokens.lowerBound + offset, end)..<min(tokens.upperBound + offset, end),
            beginsWord: beginsWord, endsWord: endsWord)
    }
}

extension SubwordTokenizer {
    /// What of a text the vocabulary lacks, in order: nothing as a rule, and where characters
    /// without pieces are spelled in bytes.
    ///
    /// - Parameters:
    ///   - text: The text, a language token at its beginning or not.
    ///   - ids: Its token ids.
    package func unknownText(in text: String, encodedAs ids: [Int32]) -> [UnknownText] {
        guard ids.contains(vocabulary.unknownID) else { return [] }
        let tokens = placedTokens(of: text)
        var runs: [Run] = []
        for place in tokens.languageTokenCount..<tokens.ids.count
        where tokens.ids[place] == vocabulary.unknownID {
            let run = Run(
                bytes: text.withoutSpace(tokens.places[place]), tokens: place..<place + 1)
            if run.bytes.isEmpty { continue }
            if let last = runs.last, last.bytes.upperBound == run.bytes.lowerBound {
                runs[runs.count - 1] = last.joined(with: run)
            } else {
                runs.append(run)
            }
        }
        return text.unknownText(runs, from: tokens.textStart)
    }
}

/// Unknown pieces that follow one another: bytes of the text, and tokens of the sentence.
private struct Run {
    let bytes: Range<Int>
    let tokens: Range<Int>

    func joined(with run: Run) -> Run {
        Run(
            bytes: bytes.lowerBound..<run.bytes.upperBound,
            tokens: tokens.lowerBound..<run.tokens.upperBound)
    }
}

extension String {
    /// The text of some bytes.
    fileprivate func substring(_ bytes: Range<Int>) -> String {
        String(decoding: utf8.dropFirst(bytes.lowerBound).prefix(bytes.count), as: UTF8.self)
    }

    /// Some bytes without the white space at their ends.
    fileprivate func withoutSpace(_ bytes: Range<Int>) -> Range<Int> {
        let scalars = substring(bytes).unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return bytes.lowerBound..<bytes.lowerBound }
        let size = { scalars[$0].reduce(0) { $0 + UTF8.width($1) } }
        let start = bytes.lowerBound + size(scalars.startIndex..<first)
        return start..<start + size(first..<scalars.index(after: last))
    }

    /// - Parameter start: The byte before which nothing belongs to words of the text.
    fileprivate func unknownText(_ runs: [Run], from start: Int) -> [UnknownText] {
        // Places in scalars, found in one pass over the bytes.
        var scalar = 0
        var byte = 0
        var index = unicodeScalars.startIndex
        var before: Unicode.Scalar?
        func advance(to place: Int) {
            while byte < place, index < unicodeScalars.endIndex {
                before = unicodeScalars[index]
                byte += UTF8.width(unicodeScalars[index])
                scalar += 1
                index = unicodeScalars.index(after: index)
            }
        }
        advance(to: start)
        before = nil
        return runs.map { run in
            advance(to: run.bytes.lowerBound)
            let (start, place) = (index, scalar)
            let beginsWord = before?.properties.isWhitespace ?? true
            advance(to: run.bytes.upperBound)
            let endsWord =
                index == unicodeScalars.endIndex || unicodeScalars[index].properties.isWhitespace
            return UnknownText(
                text: String(unicodeScalars[start..<index]), range: place..<scalar,
                tokens: run.tokens, beginsWord: beginsWord, endsWord: endsWord)
        }
    }
}
