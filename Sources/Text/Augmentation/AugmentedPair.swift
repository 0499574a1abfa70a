/// A pair as text that is changed before it is cut.
struct AugmentedPair: Equatable {
    var source: AugmentedSide
    var target: AugmentedSide
    /// Which words belong together; empty where nothing is known of that.
    var links: [Alignment.Link]
    /// How many of its tokens the tokenizer has no piece for, as it was before.
    var unknownCount = 0

    init(source: AugmentedSide, target: AugmentedSide, links: [Alignment.Link] = []) {
        self.source = source
        self.target = target
        self.links = links
    }

    /// Adds another pair at the end. One that is to be translated into another language is not.
    mutating func join(_ other: AugmentedPair) {
        guard source.languageToken == other.source.languageToken,
            target.languageToken == other.target.languageToken
        else { return }
        if !links.isEmpty {
            // Where nothing is known of the other, its words are as words that nothing is linked to.
            let (words, others) = (
                Alignment.Link(source: source.wordCount, target: target.wordCount),
                Alignment.Link(source: other.source.firstWord, target: other.target.firstWord)
            )
            links += other.links.compactMap { link in
                guard link.source >= others.source, link.target >= others.target else { return nil }
                return Alignment.Link(
                    source: words.source + link.source - others.source,
                    target: words.target + link.target - others.target)
            }
        }
        source.join(other.source, withSpace: !links.isEmpty)
        target.join(other.target, withSpace: !links.isEmpty)
        unknownCount += other.unknownCount
    }

    /// Writes both sides in capitals.
    mutating func changeCase(_ letterCase: AugmentedSide.LetterCase) {
        source.changeCase(letterCase)
        target.changeCase(letterCase)
    }

    /// Takes the full stop from the end of both sides, where both have one.
    mutating func dropFinalStop() {
        guard let sourceEnd = source.endWithoutStop, let targetEnd = target.endWithoutStop else {
            return
        }
        source.text.removeSubrange(sourceEnd...)
        target.text.removeSubrange(targetEnd...)
        let (sourceWords, targetWords) = (source.wordCount, target.wordCount)
        // A stop with a space before it was a word of its own.
        links.removeAll { $0.source >= sourceWords || $0.target >= targetWords }
    }
}

/// A side of a pair as text that is changed before it is cut.
struct AugmentedSide: Equatable {
    /// The token of a language that the line begins with; it stays.
    let languageToken: String?
    /// What follows.
    var text: [Unicode.Scalar]
    /// Whether small i has a capital with a dot, as in Turkish.
    let isTurkic: Bool

    init(_ line: String, _ tokenizer: SubwordTokenizer, language: String?) {
        let parted = tokenizer.parted(line)
        languageToken = parted.languageToken.map(String.init)
        text = Array(parted.rest.unicodeScalars)
        isTurkic = ["tr", "az"].contains(language?.prefix(2).lowercased() ?? "")
    }

    /// The line.
    var line: String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text)
        return (languageToken ?? "") + String(scalars)
    }

    /// The place of the first word of the text, the language's token being a word, too.
    var firstWord: Int { languageToken == nil ? 0 : 1 }

    /// The number of words, the language's token included.
    var wordCount: Int { firstWord + words.count }

    /// Where the words of the text are: what white space separates.
    var words: [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (place, scalar) in text.enumerated() {
            if scalar.isPythonWhitespace {
                if let begun = start { words.append(begun..<place) }
                start = nil
            } else if start == nil {
                start = place
            }
        }
        if let start { words.append(start..<text.count) }
        return words
    }

    /// Adds another side at the end.
    ///
    /// - Parameter withSpace: Whether there is to be white space between them in any script.
    mutating func join(_ other: AugmentedSide, withSpace: Bool) {
        text = Array(text.droppingTrailingWhitespace())
        let rest = other.text.drop(while: \.isPythonWhitespace)
        guard let first = rest.first else { return }
        let touches = text.last?.isOfUnspacedScript == true && first.isOfUnspacedScript
        if !text.isEmpty || languageToken != nil, withSpace || !touches { text.append(" ") }
        text += rest
    }

    /// Where the text would end without the full stop at its end; nil where it has none, or nothing
    /// else.
    var endWithoutStop: Int? {
        let trimmed = text.droppingTrailingWhitespace()
        guard let last = trimmed.last, Self.stops.contains(last) else { return nil }
        let rest = trimmed.dropLast().droppingTrailingWhitespace()
        // Three full stops are something else.
        guard let before = rest.last, !Self.stops.contains(before) else { return nil }
        return rest.endIndex
    }

    /// The full stops of scripts.
    private static let stops: Set<Unicode.Scalar> = [
        ".", "\u{3002}", "\u{FF0E}", "\u{FF61}", "\u{0964}", "\u{06D4}", "\u{0589}", "\u{1362}",
    ]
}
