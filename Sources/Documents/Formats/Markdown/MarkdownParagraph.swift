import Basics

/// A paragraph, heading or cell of Markdown, and how it is written with other words.
struct MarkdownParagraph: Sendable {
    private let kind: MarkdownBlocks.Text.Kind
    private let labels: Set<String>
    private let spellings: [Unicode.Scalar: String]
    /// What is known of codes, by their ids.
    private var starts: [Int: MarkdownInline.Mark]
    private var ends: [Int: MarkdownInline.Mark]
    private let original: InlineContent
    private var segment: Int?
    /// What stands before a line that goes on, with the line end before it.
    private let lineBreak: String
    private let width: Int

    /// Adds a text of a document to its segments.
    static func add(
        _ text: MarkdownBlocks.Text, labels: Set<String>, to builder: inout TextDocumentBuilder
    ) {
        let source = builder.source
        var scalars: [Unicode.Scalar] = []
        var places: [Int] = []
        for (number, line) in text.lines.enumerated() {
            if number > 0 {
                scalars.append("\n")
                places.append(text.lines[number - 1].upperBound)
            }
            var place = line.lowerBound
            for scalar in source.text(line).unicodeScalars {
                scalars.append(scalar)
                places.append(place)
                place += UTF8.width(scalar)
            }
        }
        guard let last = text.lines.last, let first = text.lines.first else { return }
        places.append(last.upperBound)
        let inline = MarkdownInline(scalars, labels: labels)
        var paragraph = MarkdownParagraph(text, inline, labels: labels, source)
        let place = "line \(source.lineNumber(at: first.lowerBound))"
        if Wording.hasLetters(inline.content.text) {
            paragraph.segment = builder.add(inline.content, place: place)
        }
        let nested = paragraph.addAttributes(scalars, places, place: place, to: &builder)
        paragraph.replace(nested, first.lowerBound..<last.upperBound, in: &builder)
    }

    private init(
        _ text: MarkdownBlocks.Text, _ inline: MarkdownInline, labels: Set<String>,
        _ source: SourceText
    ) {
        kind = text.kind
        self.labels = labels
        spellings = inline.spellings
        original = inline.content
        let lines = text.lines
        if lines.count > 1 {
            // The mark of a quote, and the spaces under that of an item.
            lineBreak = source.text(lines[0].upperBound..<lines[1].lowerBound)
                .replacing(#/^[ \t]+/#, with: "")
            width = lines.map { TextWrapping.width(of: source.text($0)) }.max() ?? .max
        } else {
            (lineBreak, width) = (source.lineEnd, .max)
        }
        (starts, ends) = (inline.marks, inline.ends)
    }
}

// MARK: What is said of pictures and links

extension MarkdownParagraph {
    /// Adds the texts inside codes as segments.
    ///
    /// - Returns: Their numbers, quotes and places in the document.
    private mutating func addAttributes(
        _ scalars: [Unicode.Scalar], _ places: [Int], place: String,
        to builder: inout TextDocumentBuilder
    ) -> [(segment: Int, quote: Unicode.Scalar?, range: Range<Int>)] {
        var nested: [(segment: Int, quote: Unicode.Scalar?, range: Range<Int>)] = []
        func added(_ attribute: MarkdownInline.Attribute) -> MarkdownInline.Attribute {
            let range = attribute.range
            let string = String(scalars[range])
            guard Wording.hasLetters(string), !string.contains("\n"),
                Wording.parted(string).core == string
            else { return attribute }
            var attribute = attribute
            let segment = builder.add(InlineContent(text: string), place: place)
            nested.append(
                (segment, attribute.quote, places[range.lowerBound]..<places[range.upperBound]))
            attribute.segment = segment
            return attribute
        }
        for (id, mark) in starts.sorted(by: { $0.key < $1.key }) {
            starts[id]?.attributes = mark.attributes.map(added)
        }
        for (id, mark) in ends.sorted(by: { $0.key < $1.key }) {
            ends[id]?.attributes = mark.attributes.map(added)
        }
        return nested.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func replace(
        _ nested: [(segment: Int, quote: Unicode.Scalar?, range: Range<Int>)],
        _ range: Range<Int>, in builder: inout TextDocumentBuilder
    ) {
        guard segment != nil || !nested.isEmpty else { return }
        let source = builder.source
        builder.replace(range) { [self] contents, _ in
            if let segment, let content = contents[segment] {
                return Array(written(content, contents).utf8)
            }
            var bytes: [UInt8] = []
            var place = range.lowerBound
            for part in nested {
                guard let content = contents[part.segment] else { continue }
                bytes += source.bytes[place..<part.range.lowerBound]
                bytes += Array(MarkdownEscaping.attribute(content, part.quote).utf8)
                place = part.range.upperBound
            }
            return bytes + source.bytes[place..<range.upperBound]
        }
    }
}

// MARK: Writing

extension MarkdownParagraph {
    /// How carefully a translation is written.
    private enum Care: CaseIterable {
        /// As the document writes it.
        case usual
        /// With `*` for emphasis, which `_` is not inside words.
        case asterisks
        /// With elements of HTML for emphasis, and everything escaped.
        case elements
    }

    /// A translation as it is written: in the first way in which it reads as what was meant.
    private func written(_ content: InlineContent, _ contents: [InlineContent?]) -> String {
        let content = content.tidied { starts[$0]?.isEmphasis ?? false }
        let meant = content.reading
        var text = ""
        for care in Care.allCases {
            text = lines(of: content, contents, care)
            let found = MarkdownInline(Array(text.unicodeScalars), labels: labels).content
            if found.reading == meant { break }
        }
        return text.replacing("\n", with: lineBreak)
    }

    private func lines(
        of content: InlineContent, _ contents: [InlineContent?], _ care: Care
    ) -> String {
        var collector = WordCollector()
        var escaping = MarkdownEscaping(
            spellings: spellings, labels: labels, isCell: kind == .cell)
        escaping.isThorough = care == .elements
        var before: Unicode.Scalar?
        for (number, element) in content.elements.enumerated() {
            switch element {
            case .text(let text):
                let next =
                    content.elements.dropFirst(number + 1).first
                    .flatMap { if case .code(let code) = $0 { code.markup } else { nil } } ?? ""
                collector.add(text: escaping.escaped(text, after: before, next: next))
                before = text.unicodeScalars.last
            case .code(let code):
                add(code, contents, care, to: &collector)
                before = code.markup.unicodeScalars.last
            }
        }
        let lines = TextWrapping.lines(of: collector.finish(), width: width)
            .map(TextWrapping.text)
        return guarded(lines).joined(separator: "\n")
    }

    /// Lines that are no blocks of another kind.
    private func guarded(_ lines: [String]) -> [String] {
        switch kind {
        case .cell: lines
        case .heading: lines.map { $0.replacing(#/(^|[ \t])(#+)[ \t]*$/#) { "\($0.1)\\\($0.2)" } }
        case .paragraph:
            lines.enumerated().map {
                MarkdownEscaping.guarded($0.element, isFirst: $0.offset == 0)
            }
        }
    }

    private func add(
        _ code: InlineCode, _ contents: [InlineContent?], _ care: Care,
        to collector: inout WordCollector
    ) {
        let mark = code.role == .end ? ends[code.id] : starts[code.id]
        if code.separatesWords, code.markup.last?.isNewline ?? false {
            collector.add(whole: code.markup.hasPrefix("\\") ? "\\" : "  ", width: 0)
            return collector.breakLine()
        }
        if mark?.isEmphasis ?? false {
            return collector.add(whole: Self.emphasis(code, care), width: code.markup.count)
        }
        if let changed = mark?.markupOfChanged { return collector.add(whole: changed) }
        var markup = Array(code.markup.unicodeScalars)
        let start = mark?.range.lowerBound ?? 0
        for attribute in (mark?.attributes ?? []).reversed() {
            guard let content = attribute.segment.flatMap({ contents[$0] }) else { continue }
            markup.replaceSubrange(
                attribute.range.lowerBound - start..<attribute.range.upperBound - start,
                with: MarkdownEscaping.attribute(content, attribute.quote).unicodeScalars)
        }
        collector.add(whole: String(markup))
    }

    private static func emphasis(_ code: InlineCode, _ care: Care) -> String {
        switch care {
        case .usual: return code.markup
        case .asterisks: return code.markup.replacing("_", with: "*")
        case .elements:
            let name = code.markup.hasPrefix("~") ? "del" : code.markup.count == 1 ? "em" : "strong"
            return code.role == .end ? "</\(name)>" : "<\(name)>"
        }
    }
}
