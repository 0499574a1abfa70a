import Text

/// Carries what the source vocabulary lacks into a translation.
///
/// The model sees `<unk>` for it and has seldom learned to answer anything to that, so nothing that
/// it says is replaced: the text is put in where the attention says. A target token goes with the
/// known source token that it looks at most.
///
/// Text that is a word of its own stands between the two target words where the fewest tokens are
/// on the wrong side of it: those before it should go with source tokens before, those after it
/// with source tokens after. Of several such places it takes the nearest to the word that goes
/// with the source before it. Text within a word stays beside what goes with the rest of the word,
/// with spaces where the source has them.
struct UnknownCarrier {
    /// Where text is put in.
    private struct Insertion {
        let text: String
        /// The number of target tokens before it.
        let place: Int
        let beginsWord: Bool
        let endsWord: Bool
    }

    private let source: [Int32]
    private let tokens: [Int32]
    private let tokenizer: TranslationTokenizer
    /// The source token that each target token goes with; nil if the source has none.
    private let links: [Int?]
    /// The places between target words, and both ends.
    private let gaps: [Int]
    private var insertions: [Insertion] = []

    /// - Parameters:
    ///   - text: What the vocabulary lacks, in order.
    ///   - source: The source's token ids.
    ///   - tokens: The translation's.
    ///   - attention: What every target token looked at. `[tokens or more][source]`
    ///   - fixed: How many tokens spell a target prefix, into which nothing is put.
    init(
        _ text: [UnknownText], of source: [Int32], to tokens: [Int32], _ attention: [[Float]],
        fixed: Int, _ tokenizer: TranslationTokenizer
    ) {
        self.source = source
        self.tokens = tokens
        self.tokenizer = tokenizer
        let known = tokenizer.source.placesOfText(in: source)
        links = zip(tokens, attention).map { _, row in known.max { row[$0] < row[$1] } }
        gaps = (fixed...tokens.count).filter {
            $0 == fixed || $0 == tokens.count || tokenizer.target.beginsWord(tokens[$0])
        }
        insertions = text.map { insertion(of: $0, after: fixed) }
        // Stable, so that what is put in at one place keeps its order.
        insertions = insertions.enumerated()
            .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
    }

    /// The translation with what it carries.
    ///
    /// - Parameter beginning: The text of the translation's first so many tokens.
    func text(beginning: (Int) -> String) -> String {
        var text = beginning(insertions.first?.place ?? tokens.count)
        var hasSpace = true
        for (number, insertion) in insertions.enumerated() {
            append(insertion.text, to: &text, spaced: hasSpace && insertion.beginsWord)
            hasSpace = insertion.endsWord
            let end = insertions.dropFirst(number + 1).first?.place ?? tokens.count
            let rest = tokenizer.decodeTarget(tokens[insertion.place..<end])
            if rest.isEmpty { continue }
            append(rest, to: &text, spaced: hasSpace)
            hasSpace = true
        }
        return text
    }

    private func append(_ part: String, to text: inout String, spaced: Bool) {
        if spaced, let last = text.last, !last.isWhitespace { text += " " }
        text += part
    }

    private func insertion(of unknown: UnknownText, after fixed: Int) -> Insertion {
        func at(_ place: Int, _ beginsWord: Bool, _ endsWord: Bool) -> Insertion {
            Insertion(
                text: unknown.text, place: max(fixed, place), beginsWord: beginsWord,
                endsWord: endsWord)
        }
        if !unknown.beginsWord, let token = links.lastIndex(where: isIn(word(before: unknown))) {
            let place = token + 1
            return at(
                unknown.endsWord ? gaps.first { $0 >= place } ?? place : place, false,
                unknown.endsWord)
        }
        if !unknown.endsWord, let token = links.firstIndex(where: isIn(word(after: unknown))) {
            return at(token, unknown.beginsWord, false)
        }
        return at(gap(for: unknown.tokens.lowerBound), true, true)
    }

    private func isIn(_ word: Range<Int>) -> (Int?) -> Bool {
        { link in link.map(word.contains) == true }
    }

    /// The known source tokens between the beginning of a word and unknown text in it.
    private func word(before unknown: UnknownText) -> Range<Int> {
        let end = unknown.tokens.lowerBound
        let start = source[..<end].lastIndex { tokenizer.source.beginsWord($0) }
        return (start ?? 0)..<end
    }

    /// The known source tokens between unknown text in a word and the word's end.
    private func word(after unknown: UnknownText) -> Range<Int> {
        let start = unknown.tokens.upperBound
        let end = source[start...].firstIndex { tokenizer.source.beginsWord($0) }
        return start..<(end ?? source.count)
    }

    /// The place between target words for a source token.
    private func gap(for place: Int) -> Int {
        let before = links.compactMap { $0 }.filter { $0 < place }.max()
        let neighbor = links.lastIndex { $0 != nil && $0 == before }
        let wanted = neighbor.map { $0 + 1 } ?? 0
        return gaps.min {
            (crossings(at: $0, for: place), abs($0 - wanted))
                < (crossings(at: $1, for: place), abs($1 - wanted))
        } ?? tokens.count
    }

    /// How many target tokens are on the wrong side of a gap.
    private func crossings(at gap: Int, for place: Int) -> Int {
        links[..<gap].count { ($0 ?? place) > place }
            + links[gap...].count { ($0 ?? place) < place }
    }
}
