import Text

/// What of a line's target prefix the translation of one of its sentences begins with.
struct PrefixShare: Equatable {
    /// The text.
    let text: String
    /// The white space before it in the prefix.
    var gap = ""
    /// Whether it is the whole translation of the sentence.
    let isWhole: Bool

    /// Deals a prefix to the sentences of a line, one sentence of it to each: see
    /// ``TranslationRequest/targetPrefix``.
    ///
    /// - Parameters:
    ///   - prefix: The prefix.
    ///   - count: How many sentences the line has.
    ///   - splitter: Finds the sentences of the prefix.
    /// - Returns: The shares of the first sentences; those behind them have none.
    /// - Throws: `CalqueError` when nobody knows where sentences end.
    static func shares(
        of prefix: String, sentenceCount count: Int, _ splitter: SentenceSplitter
    ) throws -> [PrefixShare] {
        guard count > 0, !prefix.isBlank else { return [] }
        let isAll = prefix.unicodeScalars.last?.endsLines == true
        let prefix = isAll ? prefix.withoutSpaceAtEnd : prefix
        guard count > 1 else { return [PrefixShare(text: prefix, isWhole: isAll)] }
        let sentences = try splitter.sentences(in: prefix)
        let wholeCount =
            try isAll || sentences.count < count && ends(with: sentences.count, prefix, splitter)
            ? min(sentences.count, count) : min(sentences.count, count) - 1
        var shares: [PrefixShare] = []
        var end = prefix.startIndex
        for (place, sentence) in sentences.prefix(count).enumerated() {
            let text = sentence.base
            let isLast = place == count - 1
            let isOpen = place >= wholeCount
            shares.append(
                PrefixShare(
                    text: String(
                        isLast || isOpen ? text[sentence.startIndex...] : sentence),
                    gap: place == 0 ? "" : String(text[end..<sentence.startIndex]),
                    isWhole: !isOpen))
            end = sentence.endIndex
        }
        guard isAll else { return shares }
        return shares
            + Array(repeating: PrefixShare(text: "", isWhole: true), count: count - shares.count)
    }

    /// Whether a text ends with its last sentence, so that another may begin behind it.
    ///
    /// - Parameter count: How many sentences it has.
    private static func ends(
        with count: Int, _ text: String, _ splitter: SentenceSplitter
    ) throws -> Bool {
        // Abbreviations end no sentence: what a splitter makes of a word behind it tells.
        try splitter.sentences(in: text + " A").count > count
    }
}

extension Unicode.Scalar {
    /// Whether it is a line break.
    fileprivate var endsLines: Bool { self == "\n" || self == "\r" }
}
