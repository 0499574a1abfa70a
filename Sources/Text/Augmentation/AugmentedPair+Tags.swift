import Basics

extension AugmentedPair {
    /// Names of tags that come in pairs.
    private static let tagNames = ["b", "i", "u", "em", "strong", "a", "span", "code", "g"]
    /// What stands for something in the text, and is not translated.
    private static let placeholders = [
        "{name}", "{0}", "{1}", "{count}", "{{value}}", "%s", "%d", "%1$s", "%@", "${user}",
        "<br/>", "<x/>",
    ]
    /// All characters that tags and placeholders have.
    static let tagCharacters = Set((tagNames + placeholders + ["</>"]).joined().unicodeScalars)

    /// A word of each side that belong together.
    private struct Anchor {
        let source: Int
        let target: Int
    }

    /// Puts a pair of tags around something, or a placeholder beside it, at the same place of both
    /// sides: words that are aligned or, where nothing is known of that, equal; or all of the line.
    mutating func addTags(using random: inout RandomSource) {
        guard !source.words.isEmpty, !target.words.isEmpty else { return }
        let anchors = links.isEmpty ? equalWords : alignedWords
        let isPair = random.next(below: 2) == 0
        // An anchor, or the ends of the line, which every pair has.
        let place = random.next(below: anchors.count + (isPair ? 1 : 2))
        let anchor = place < anchors.count ? anchors[place] : nil
        if isPair {
            let name = Self.tagNames[random.next(below: Self.tagNames.count)]
            source.surround(word: anchor?.source, withTag: name)
            target.surround(word: anchor?.target, withTag: name)
        } else {
            let placeholder = Self.placeholders[random.next(below: Self.placeholders.count)]
            let isAtEnd = place == anchors.count + 1
            insert(
                placeholder,
                before: anchor
                    ?? (isAtEnd
                        ? Anchor(source: source.wordCount, target: target.wordCount)
                        : Anchor(source: source.firstWord, target: target.firstWord)))
        }
    }

    /// Words that are linked to each other and to nothing else.
    private var alignedWords: [Anchor] {
        var counts: (source: [Int: Int], target: [Int: Int]) = ([:], [:])
        for link in links {
            counts.source[link.source, default: 0] += 1
            counts.target[link.target, default: 0] += 1
        }
        let (sourceWords, targetWords) = (source.wordCount, target.wordCount)
        return links.compactMap { link in
            guard counts.source[link.source] == 1, counts.target[link.target] == 1,
                (source.firstWord..<sourceWords).contains(link.source),
                (target.firstWord..<targetWords).contains(link.target)
            else { return nil }
            return Anchor(source: link.source, target: link.target)
        }
    }

    /// Names, numbers and the like that each side has once.
    private var equalWords: [Anchor] {
        let (sources, targets) = (source.wordPlaces, target.wordPlaces)
        return sources.compactMap { word, places -> Anchor? in
            guard places.count == 1, let others = targets[word], others.count == 1,
                word.count >= 3 || word.contains(where: \.isNumber)
            else { return nil }
            return Anchor(source: places[0], target: others[0])
        }.sorted { $0.source < $1.source }
    }

    /// Puts a word of its own before a word of each side, or at the end; the links of what follows move.
    private mutating func insert(_ placeholder: String, before anchor: Anchor) {
        source.insert(placeholder, before: anchor.source)
        target.insert(placeholder, before: anchor.target)
        guard !links.isEmpty else { return }
        links = links.map {
            Alignment.Link(
                source: $0.source + ($0.source >= anchor.source ? 1 : 0),
                target: $0.target + ($0.target >= anchor.target ? 1 : 0))
        }
        links.append(Alignment.Link(source: anchor.source, target: anchor.target))
    }
}

extension AugmentedSide {
    /// The places of words, by the words without the punctuation around them.
    fileprivate var wordPlaces: [[Unicode.Scalar]: [Int]] {
        var places: [[Unicode.Scalar]: [Int]] = [:]
        for (place, word) in words.enumerated() where !isLiteral(word) {
            let range = withoutPunctuation(word)
            guard !range.isEmpty else { continue }
            places[Array(text[range]), default: []].append(place + firstWord)
        }
        return places
    }

    /// Puts tags around a word, but for the punctuation around it, or around all words.
    fileprivate mutating func surround(word: Int?, withTag name: String) {
        let words = words
        let range =
            if let word {
                withoutPunctuation(words[word - firstWord])
            } else {
                words[0].lowerBound..<words[words.count - 1].upperBound
            }
        text.insert(contentsOf: Array("</\(name)>".unicodeScalars), at: range.upperBound)
        text.insert(contentsOf: Array("<\(name)>".unicodeScalars), at: range.lowerBound)
    }

    /// Puts a word before another one, or at the end.
    fileprivate mutating func insert(_ word: String, before place: Int) {
        let words = words
        let scalars = Array(word.unicodeScalars)
        if place - firstWord < words.count {
            text.insert(contentsOf: scalars + [" "], at: words[place - firstWord].lowerBound)
        } else {
            text = text.droppingTrailingWhitespace() + [" "] + scalars
        }
    }

    /// The part of a word from its first letter or figure to its last; all of one that has none.
    private func withoutPunctuation(_ word: Range<Int>) -> Range<Int> {
        guard let first = text[word].firstIndex(where: \.isOfWord),
            let last = text[word].lastIndex(where: \.isOfWord)
        else { return word }
        return first..<last + 1
    }
}
