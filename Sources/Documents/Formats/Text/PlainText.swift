extension DocumentFormat {
    /// Text without marks: its line ends, indentation and bullets are kept.
    public static let plainText = DocumentFormat(
        "text", fileExtensions: ["txt", "text"], mediaType: "text/plain", isText: true
    ) { bytes, reading in
        let source = try SourceText(bytes, name: reading.name)
        var builder = TextDocumentBuilder(source)
        for paragraph in PlainText.paragraphs(of: source, reading.lines) {
            PlainText.add(paragraph, of: source, to: &builder)
        }
        return builder.document()
    }
}

/// Plain text as paragraphs.
enum PlainText {
    /// Lines that are translated as one.
    struct Paragraph {
        /// Where their words begin and end in every line, without prefix and space at the end.
        var lines: [Range<Int>]
        /// What stands before the first line, and before those that follow.
        var prefixes: (first: LinePrefix, following: String)
        /// The widest that a line may be.
        var width = Int.max
        /// What ends its lines.
        var lineEnd: String
    }

    /// The paragraphs of a text that have something to translate.
    static func paragraphs(
        of source: SourceText, _ reading: DocumentReading.Lines
    ) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var isOpen = false
        for line in source.lines {
            let text = source.text(line.content)
            let prefix = LinePrefix(of: text)
            let rest = text.dropFirst(prefix.text.count)
            guard Wording.hasLetters(rest) else {
                isOpen = false
                continue
            }
            let start = line.content.lowerBound + prefix.text.utf8.count
            let trailing = Wording.parted(text).trailing.utf8.count
            let words = start..<line.content.upperBound - trailing
            if isOpen, paragraphs[paragraphs.count - 1].takes(prefix, words) { continue }
            paragraphs.append(
                Paragraph(
                    lines: [words], prefixes: (prefix, prefix.continuation),
                    lineEnd: source.text(line.content.upperBound..<line.end)))
            isOpen = reading == .wrapped
        }
        return reading == .wrapped ? withWidths(paragraphs, source) : paragraphs
    }

    /// Adds a paragraph as a segment.
    static func add(
        _ paragraph: Paragraph, of source: SourceText, to builder: inout TextDocumentBuilder
    ) {
        let lines = paragraph.lines
        guard let first = lines.first, let last = lines.last else { return }
        let text = lines.dropFirst().reduce(source.text(first)) {
            TextWrapping.joined($0, source.text($1))
        }
        let number = builder.add(
            InlineContent(text: text), place: "line \(source.lineNumber(at: first.lowerBound))")
        let end = paragraph.lineEnd.isEmpty ? source.lineEnd : paragraph.lineEnd
        let (width, prefix) = (paragraph.width, paragraph.prefixes.following)
        let separator = end + prefix
        let indent =
            TextWrapping.width(of: paragraph.prefixes.first.text) - TextWrapping.width(of: prefix)
        builder.replace(first.lowerBound..<last.upperBound) { contents, _ in
            guard let content = contents[number] else { return nil }
            guard width < .max else { return Array(content.plainText.utf8) }
            let wrapped = TextWrapping.lines(
                of: TextWrapping.words(of: content.plainText),
                width: max(width - TextWrapping.width(of: prefix), 1), indent: indent)
            return Array(wrapped.map(TextWrapping.text).joined(separator: separator).utf8)
        }
    }

    /// The paragraphs, each as wide as its widest line; one of a single line as wide as those of
    /// others, and without limit if there are no others.
    private static func withWidths(
        _ paragraphs: [Paragraph], _ source: SourceText
    ) -> [Paragraph] {
        func width(of paragraph: Paragraph) -> Int {
            let widths = paragraph.lines.enumerated().map { number, line in
                let prefixes = paragraph.prefixes
                let prefix = number == 0 ? prefixes.first.text : prefixes.following
                return TextWrapping.width(of: prefix) + TextWrapping.width(of: source.text(line))
            }
            return widths.max() ?? 0
        }
        let usual = paragraphs.filter { $0.lines.count > 1 }.map(width).max()
        return paragraphs.map { paragraph in
            var paragraph = paragraph
            if paragraph.lines.count > 1 {
                paragraph.width = width(of: paragraph)
            } else if let usual {
                paragraph.width = max(usual, width(of: paragraph))
            }
            return paragraph
        }
    }
}

extension PlainText.Paragraph {
    /// Takes a line that goes on with the paragraph; false for one that begins another.
    fileprivate mutating func takes(_ prefix: LinePrefix, _ words: Range<Int>) -> Bool {
        guard !prefix.hasBullet else { return false }
        if lines.count == 1, mayFollow(prefix) {
            prefixes.following = prefix.text
        } else if prefix.text != prefixes.following {
            return false
        }
        lines.append(words)
        return true
    }

    /// Whether a second line may have this prefix: as much indentation as the first, less where the
    /// first is set in, and more under a bullet.
    private func mayFollow(_ prefix: LinePrefix) -> Bool {
        let marks = { (text: String) in text.filter { $0 == ">" } }
        return marks(prefix.text) == marks(prefixes.first.text)
            && (prefixes.first.hasBullet || prefix.text.count <= prefixes.first.text.count)
    }
}
