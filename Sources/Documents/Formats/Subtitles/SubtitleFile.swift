/// The cues of a file of subtitles, found without changing anything in it.
struct SubtitleFile {
    /// What is shown at a time.
    struct Cue {
        /// When, in milliseconds.
        var time: Range<Int>
        /// The lines of its text, by their numbers from 0.
        var lines: Range<Int>
    }

    /// The cues, in order.
    private(set) var cues: [Cue] = []

    /// - Parameters:
    ///   - source: The file.
    ///   - hasBlocks: Whether every empty line ends a cue, as in VTT; in SRT one goes on until the
    ///     next one's number and time, whatever people write.
    init(_ source: SourceText, hasBlocks: Bool) {
        var time: Range<Int>?
        var first: Int?
        func isHead(_ number: Int) -> Bool {
            Self.time(source, number) != nil
                || Self.isNumber(source, number) && Self.time(source, number + 1) != nil
        }
        for number in source.lines.indices {
            let isBlank = !source.text(of: number).contains { !$0.isWhitespace }
            if isBlank || isHead(number) {
                if let time, let start = first {
                    cues.append(Cue(time: time, lines: start..<number))
                }
                first = nil
            }
            if let next = Self.time(source, number) {
                time = next
            } else if isBlank {
                if hasBlocks { time = nil }
            } else if time != nil, first == nil, !isHead(number) {
                first = number
            }
        }
        if let time, let first { cues.append(Cue(time: time, lines: first..<source.lines.count)) }
    }

    private static func isNumber(_ source: SourceText, _ number: Int) -> Bool {
        source.text(of: number).wholeMatch(of: #/\s*[0-9]+\s*/#) != nil
    }

    /// The time that a line says; nil for one that says none.
    private static func time(_ source: SourceText, _ number: Int) -> Range<Int>? {
        guard source.lines.indices.contains(number) else { return nil }
        let text = source.text(of: number)
        guard text.contains("-->"),
            let match = text.prefixMatch(
                of: #/\s*((?:\d+:)?\d+:\d+[,.]\d+)\s*-->\s*((?:\d+:)?\d+:\d+[,.]\d+)/#)
        else { return nil }
        let start = milliseconds(match.1)
        return start..<max(start, milliseconds(match.2))
    }

    private static func milliseconds(_ text: Substring) -> Int {
        let parts = text.split { ":,.".contains($0) }.map { Double($0) ?? 0 }
        let seconds = parts.dropLast().reduce(0) { $0 * 60 + $1 }
        return Int(min(seconds, 1e9) * 1000 + min(parts.last ?? 0, 1000))
    }
}
