/// What one person says in one cue, or nobody: lines that are wrapped as one.
struct SubtitleTurn {
    /// The number of its cue.
    let cue: Int
    /// Where its words are, from the first line's to the last line's.
    let range: Range<Int>
    /// What it says, lines joined.
    let text: String
    /// How many lines it has.
    let lineCount: Int
    /// Whether a dash says that somebody else speaks.
    let hasDash: Bool

    /// The turns of a cue that have words.
    static func turns(of cue: SubtitleFile.Cue, number: Int, _ source: SourceText) -> [Self] {
        var groups: [[Int]] = []
        for line in cue.lines {
            if groups.isEmpty || hasDash(source.text(of: line)) {
                groups.append([line])
            } else {
                groups[groups.count - 1].append(line)
            }
        }
        return groups.compactMap { SubtitleTurn($0, number, source) }
    }

    private init?(_ lines: [Int], _ cue: Int, _ source: SourceText) {
        guard let first = lines.first, let last = lines.last else { return nil }
        let texts = lines.map { source.text(of: $0) }
        let prefix = texts[0].prefixMatch(of: Self.leading)?.0 ?? ""
        let suffix = texts[texts.count - 1].reversedPrefix { $0.isWhitespace || "♪♫".contains($0) }
        let start = source.lines[first].content.lowerBound + prefix.utf8.count
        let end = source.lines[last].content.upperBound - suffix.utf8.count
        guard start < end else { return nil }
        var words = texts
        words[words.count - 1].removeLast(suffix.count)
        words[0].removeFirst(prefix.count)
        let text = words.map { String(Wording.parted($0).core) }.filter { !$0.isEmpty }
            .reduce("", TextWrapping.joined)
        guard Wording.hasLetters(text) else { return nil }
        self.cue = cue
        range = start..<end
        self.text = text
        lineCount = lines.count
        hasDash = Self.hasDash(texts[0])
    }

    /// Where a cue stands on the screen, notes of music, and a dash.
    nonisolated(unsafe) private static let leading =
        #/(?:\{\\[^{}]{0,200}\}|[\s♪♫])*(?:[-–—‐]\s*(?!-))?(?:[\s♪♫])*/#

    private static func hasDash(_ line: String) -> Bool {
        line.prefixMatch(of: #/(?:\{\\[^{}]{0,200}\}|<[^<>]{0,200}>|\s)*[-–—‐](?!-)/#) != nil
    }

    /// Whether what it says goes on in the next turn.
    func goesOn(in next: SubtitleTurn) -> Bool {
        guard !next.hasDash else { return false }
        let plain = text.replacing(SubtitleMarkup.mark, with: "")
        let following = next.text.replacing(SubtitleMarkup.mark, with: "")
        let opening = "[(（【♪♫"
        if let first = following.first, opening.contains(first) { return false }
        guard let end = plain.last(where: { !"\"'’”»›)]}）］】」』♪♫ ".contains($0) }) else {
            return false
        }
        let goesOnLower = following.first { $0.isLetter }?.isLowercase ?? false
        if end == "…" || plain.hasSuffix("...") {
            return goesOnLower || following.hasPrefix("...") || following.hasPrefix("…")
        }
        let isSound = plain.first.map { opening.contains($0) } ?? false
        return !".?!。？！؟।:".contains(end) && !(isSound && ")]）】♪♫".contains(plain.last ?? " "))
    }
}

extension String {
    /// The characters at the end that have a property.
    fileprivate func reversedPrefix(while has: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, has(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
