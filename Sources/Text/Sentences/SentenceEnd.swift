/// A place of a text where a sentence may end.
struct SentenceEnd {
    /// The text from the beginning of the sentence on.
    private let text: Substring.UnicodeScalarView
    /// After the last character of the sentence.
    let last: String.Index
    /// Where the next sentence begins.
    let next: String.Index

    /// - Parameters:
    ///   - text: What is left of the text, from the beginning of the sentence on.
    ///   - boundary: Where the next sentence might begin.
    init(in text: Substring.UnicodeScalarView, before boundary: String.Index) {
        self.text = text
        // To the rules, what opens a quote is part of the end before it: 你好。「再见。」
        let opened = text[..<boundary].dropLast(while: \.onlyOpens).endIndex
        var following = text[opened...].drop(while: \.isSpace)
        // « Bonjour ! » Il part: what closes, with a space before it, belongs to what it closes.
        let closers = following.prefix(while: \.onlyCloses)
        let afterClosers = following[closers.endIndex...]
        let takesClosers = !closers.isEmpty && afterClosers.first.map(\.isSpace) ?? true
        if takesClosers { following = afterClosers.drop(while: \.isSpace) }
        next = following.startIndex
        last = text[..<next].trimmed.endIndex
    }

    /// Whether a sentence ends here, as far as one can tell.
    func isOne(in language: SentenceLanguage) -> Bool {
        if text[last..<next].contains(where: \.separatesParagraphs) { return true }
        guard hasWords, !following.beginsLowerCase else { return false }
        let stops = sentence.withoutFootnoteMarks.dropLast(while: \.closes)
            .suffix(while: \.stops)
        let isEllipsis = stops.count > 1 && stops.last == "." || stops.last == "…"
        if last == next { return !isEllipsis && mayTouch(stops) }
        let before = text[..<stops.startIndex]
        if isEllipsis { return !(before.last?.opens ?? false) }
        return stops.last != "." || language.mayEnd(before, before: following)
    }

    private var sentence: Substring.UnicodeScalarView { text[..<last] }

    /// What follows, without what opens quotes and brackets.
    private var following: Substring.UnicodeScalarView {
        text[next...].drop { $0.opens || $0.isSpace }
    }

    /// Whether there is more than a label, such as "3.", "b)" or "XIV.", that belongs to what
    /// follows.
    private var hasWords: Bool {
        let longestLabel = 10
        let beginning = sentence.prefix(longestLabel)
        let letters = beginning.filter(\.properties.isAlphabetic)
        return beginning.endIndex < sentence.endIndex
            || letters.contains { $0.isIdeographic }
            || letters.count > 1 && !letters.allSatisfy { "IVXLC".unicodeScalars.contains($0) }
    }

    /// Whether a sentence may end without white space after it.
    ///
    /// Stops that only some scripts have tell for themselves: 你好。再见。 Others are in numbers,
    /// addresses and names, unless they stand between ideographs: 你好!再见!
    private func mayTouch(_ stops: Substring.UnicodeScalarView) -> Bool {
        guard let stop = stops.last, let first = text[next...].first else { return false }
        // 「行くよ。」と言った: the sentence goes on after what it quotes.
        let quotes = stops.endIndex < last
        if quotes, first.isHiragana { return false }
        let preceding = text[..<stops.startIndex].last
        return stop.endsSentencesWithoutSpace
            || (preceding?.isIdeographic ?? false)
                && (first.isIdeographic || first.opens)
    }
}
