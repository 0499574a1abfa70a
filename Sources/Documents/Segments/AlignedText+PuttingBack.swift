import Text
import Translation

extension AlignedText {
    private static let closing: Set<Unicode.Scalar> = [
        ".", ",", ";", ":", "!", "?", "…", ")", "]", "}", "»", "”", "。", "、", "，", "！", "？", "；",
        "：",
    ]

    /// Takes a part out of the translation, with the space before it.
    mutating func removeTarget(_ range: Range<Int>) {
        var range = range
        if range.lowerBound > 0, text[range.lowerBound - 1].isWhitespace {
            range = range.lowerBound - 1..<range.upperBound
        } else if range.lowerBound == 0, range.upperBound < text.count,
            text[range.upperBound].isWhitespace
        {
            range = 0..<range.upperBound + 1
        }
        replaceTarget(range, with: [])
    }

    /// Puts text in where the words are that it stood between: of all places between words the one
    /// where the fewest pieces are on the wrong side of it, and of several such the nearest to the
    /// piece that goes with the source before it.
    ///
    /// - Parameter source: Where in the line it stood.
    mutating func putBack(_ new: [Unicode.Scalar], source: Range<Int>) {
        let gap = gap(for: source)
        let needsSpaceBefore =
            gap > 0 && !text[gap - 1].isWhitespace
            && !"([{«“¿¡".unicodeScalars.contains(text[gap - 1])
        let needsSpaceBehind =
            gap < text.count && !text[gap].isWhitespace
            && !Self.closing.contains(text[gap])
        if needsSpaceBehind { replaceTarget(gap..<gap, with: [" "]) }
        replaceTarget(gap..<gap, with: new, source: source)
        if needsSpaceBefore { replaceTarget(gap..<gap, with: [" "]) }
    }

    private func gap(for source: Range<Int>) -> Int {
        let links = pieces.compactMap { piece in
            piece.source.map { (source: $0, target: piece.target) }
        }
        let gaps = gaps(in: sentence(of: source))
        guard !links.isEmpty else {
            // Nobody knows what goes with what: where it stood, by the share of the text.
            let wanted = text.count * source.lowerBound / max(1, line.count)
            return gaps.min { abs($0 - wanted) < abs($1 - wanted) } ?? text.count
        }
        let before = links.filter { $0.source.upperBound <= source.lowerBound }
            .max { $0.source.upperBound < $1.source.upperBound }
        let wanted = before?.target.upperBound ?? 0
        let ends = { (isWrong: (Range<Int>) -> Bool) in
            links.filter { isWrong($0.source) }.map(\.target.upperBound).sorted()[...]
        }
        var wrongBefore = ends { $0.lowerBound >= source.upperBound }
        var wrongBehind = ends { $0.upperBound <= source.lowerBound }
        var crossings = wrongBehind.count
        var best: (gap: Int, key: (Int, Int))?
        for gap in gaps {
            while wrongBefore.first.map({ $0 <= gap }) ?? false {
                wrongBefore.removeFirst()
                crossings += 1
            }
            while wrongBehind.first.map({ $0 <= gap }) ?? false {
                wrongBehind.removeFirst()
                crossings -= 1
            }
            let key = (crossings, abs(gap - wanted))
            if best.map({ key < $0.key }) ?? true { best = (gap, key) }
        }
        return best?.gap ?? text.count
    }

    /// The translation of the sentence that a part of the line is in; all of it where nobody knows.
    private func sentence(of source: Range<Int>) -> Range<Int> {
        sentences.first { $0.source.contains(source.lowerBound) }?.target ?? 0..<text.count
    }

    /// The places between words, and before punctuation that closes.
    private func gaps(in range: Range<Int>) -> [Int] {
        (range.lowerBound...range.upperBound).filter { place in
            if place == range.lowerBound || place == range.upperBound { return true }
            let isWordStart = text[place - 1].isWhitespace && !text[place].isWhitespace
            return isWordStart
                || Self.closing.contains(text[place]) && text[place - 1].isWordPart
                    && !(place + 1 < text.count && text[place + 1].isWordPart)
        }
    }

    /// Gives a mark the space around it that it has in the line: none beside a letter, if there is
    /// none in the line.
    mutating func mirrorSpaces(of mark: Unicode.Scalar) {
        guard let source = line.firstIndex(of: mark) else { return }
        if source > 0, line[source - 1].isSpacedLetter, let place = text.firstIndex(of: mark),
            place > 1, text[place - 1] == " ", goes(place - 2, with: source - 1)
        {
            replaceTarget(place - 1..<place, with: [])
        }
        if source + 1 < line.count, line[source + 1].isSpacedLetter,
            let place = text.firstIndex(of: mark), place + 2 < text.count,
            text[place + 1] == " ", goes(place + 2, with: source + 1)
        {
            replaceTarget(place + 1..<place + 2, with: [])
        }
    }

    /// Whether what is at a place of the translation goes with what is at one of the line.
    private func goes(_ place: Int, with source: Int) -> Bool {
        pieces.contains {
            $0.target.contains(place) && $0.source?.contains(source) == true
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is part of a word of a script that parts words by spaces.
    fileprivate var isSpacedLetter: Bool {
        isWordPart && !isOfUnspacedScript
    }
}
