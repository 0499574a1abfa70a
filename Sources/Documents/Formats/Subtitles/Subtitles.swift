extension DocumentFormat {
    /// Subtitles of SubRip.
    public static let subRip = DocumentFormat(
        "srt", fileExtensions: ["srt"], mediaType: "application/x-subrip", isText: true
    ) { bytes, reading in
        let source = try SourceText(bytes, name: reading.name)
        return Subtitles(source, hasBlocks: false).document()
    }

    /// Subtitles of the Web.
    public static let webVTT = DocumentFormat(
        "vtt", fileExtensions: ["vtt"], mediaType: "text/vtt", isText: true
    ) { bytes, reading in
        let source = try SourceText(bytes, name: reading.name)
        guard source.lines.isEmpty || source.text(of: 0).hasPrefix("WEBVTT") else {
            throw source.error("a file of WebVTT begins with WEBVTT, and this does not", at: 0)
        }
        return Subtitles(source, hasBlocks: true).document()
    }
}

/// Subtitles as a document: a segment is what is said, over as many cues as it takes.
private struct Subtitles {
    /// As many cues have a sentence at most, or the file has no full stops.
    private static let mostCues = 5
    /// So long may nothing be said in the middle of a sentence, in milliseconds.
    private static let longestPause = 3000
    /// So wide may a line be in any file.
    private static let usualWidth = 42

    private let source: SourceText
    private let cues: [SubtitleFile.Cue]
    private let markup: SubtitleMarkup
    private let width: Int

    init(_ source: SourceText, hasBlocks: Bool) {
        self.source = source
        markup = SubtitleMarkup(hasEntities: hasBlocks)
        cues = SubtitleFile(source, hasBlocks: hasBlocks).cues
        let widths = cues.flatMap(\.lines).map {
            TextWrapping.width(of: source.text(of: $0).replacing(SubtitleMarkup.mark, with: ""))
        }
        width = max(Self.usualWidth, widths.max() ?? 0)
    }

    func document() -> Document {
        var builder = TextDocumentBuilder(source)
        for sentence in sentences { add(sentence, to: &builder) }
        return builder.document()
    }

    /// What is said, each in the turns it takes.
    private var sentences: [[SubtitleTurn]] {
        var sentences: [[SubtitleTurn]] = []
        for (number, cue) in cues.enumerated() {
            for turn in SubtitleTurn.turns(of: cue, number: number, source) {
                if let last = sentences.last?.last, let count = sentences.last?.count,
                    count < Self.mostCues, last.cue + 1 == number,
                    cue.time.lowerBound - cues[last.cue].time.upperBound <= Self.longestPause,
                    last.goesOn(in: turn)
                {
                    sentences[sentences.count - 1].append(turn)
                } else {
                    sentences.append([turn])
                }
            }
        }
        return sentences
    }

    private func add(_ turns: [SubtitleTurn], to builder: inout TextDocumentBuilder) {
        var content = InlineContentBuilder()
        var breaks: Set<Int> = []
        for (number, turn) in turns.enumerated() {
            if number > 0 {
                let between = turns[number - 1].range.upperBound..<turn.range.lowerBound
                breaks.insert(content.addAlone(source.text(between), separatesWords: true))
            }
            markup.add(turn.text, to: &content)
        }
        let line = source.lineNumber(at: turns[0].range.lowerBound)
        let segment = builder.add(content.content(), place: "line \(line)")
        let widths = turns.map { TextWrapping.width(of: $0.text) }
        for (part, turn) in turns.enumerated() {
            let (markup, width, lineEnd) = (markup, width, source.lineEnd)
            let count = max(turn.lineCount, turn.hasDash ? 1 : 2)
            builder.replace(turn.range) { [breaks] contents, _ in
                guard let content = contents[segment] else { return nil }
                var words = SubtitleWords(content, breaks: breaks, markup)
                // Nothing to show would be worse than what was said.
                if words.isEmpty { return nil }
                words.deal(widths: widths, room: 2 * width)
                let lines = words.lines(of: part, width: width, count: count)
                return Array(lines.joined(separator: lineEnd).utf8)
            }
        }
    }
}
