/// The paragraphs, headings and cells of a Markdown document, found by the rules of CommonMark for
/// blocks, with GitHub's tables, task lists and footnotes.
///
/// Only places in the document are kept, for nothing of it is ever written from what is found here but
/// the words. That is why this is not a parser from a library: those give a tree to render, in which
/// the places of what stands in a line are missing or wrong, and rendering changes what nobody asked
/// to change.
struct MarkdownBlocks {
    /// Text that is read as one.
    struct Text {
        /// What it is.
        enum Kind {
            case paragraph, heading, cell
        }

        /// What it is.
        let kind: Kind
        /// Its lines, without what stands before them and what ends them.
        var lines: [Range<Int>]
    }

    /// What other blocks stand in.
    enum Container {
        case quote
        /// An item of a list, a footnote; with the columns that its blocks are set in.
        case item(indent: Int)
    }

    /// What takes the lines that follow.
    enum Leaf {
        case nothing
        case paragraph([Range<Int>])
        case table
        /// Lines that are not read, until one ends them.
        case verbatim(MarkdownVerbatim)
    }

    /// The texts, in order.
    private(set) var texts: [Text] = []
    /// The labels of links that are defined somewhere, in their comparable form.
    private(set) var labels: Set<String> = []
    private let source: SourceText
    private var containers: [Container] = []
    private var leaf = Leaf.nothing

    init(_ source: SourceText) {
        self.source = source
        let first = Self.frontMatterEnd(of: source)
        for line in source.lines[first...] { read(line) }
        closeLeaf()
    }

    /// The number of the first line behind the front matter.
    private static func frontMatterEnd(of source: SourceText) -> Int {
        guard let first = source.lines.first else { return 0 }
        let mark = source.text(first.content).trimmedEnd
        guard mark == "---" || mark == "+++" else { return 0 }
        let ends = mark == "---" ? ["---", "..."] : ["+++"]
        let end = source.lines.indices.dropFirst().first {
            ends.contains(String(source.text(of: $0).trimmedEnd))
        }
        return end.map { $0 + 1 } ?? 0
    }
}

extension MarkdownBlocks {
    private mutating func read(_ line: SourceText.Line) {
        var rest = MarkdownLine(source.bytes, line.content)
        let matched = matchContainers(&rest)
        if matched == containers.count, readVerbatim(rest) { return }
        if case .verbatim = leaf { closeLeaf() }
        let isDeeper = openContainers(&rest, matched)
        if rest.isBlank {
            closeLeaf()
        } else if isDeeper || matched == containers.count {
            readText(rest)
        } else if case .paragraph(var lines) = leaf, !beginsBlock(rest) {
            // A lazy line goes on with the paragraph without its containers' marks.
            leaf = .nothing
            lines.append(rest.textStart..<rest.end)
            leaf = .paragraph(lines)
        } else {
            close(to: matched)
            readText(rest)
        }
    }

    /// Skips the marks of the open containers.
    ///
    /// - Returns: How many of them the line is in.
    private func matchContainers(_ rest: inout MarkdownLine) -> Int {
        for (number, container) in containers.enumerated() {
            switch container {
            case .quote:
                guard rest.first == UInt8(ascii: ">"), rest.indent < 4 else { return number }
                skipQuoteMark(&rest)
            case .item(let indent):
                guard rest.isBlank || rest.indent >= indent else { return number }
                rest.skip(columns: indent)
            }
        }
        return containers.count
    }

    private func skipQuoteMark(_ rest: inout MarkdownLine) {
        rest.skipSpace()
        rest.skip(bytes: 1)
        rest.skip(columns: 1)
    }

    /// Opens the containers that begin in a line.
    ///
    /// - Returns: Whether there are any.
    private mutating func openContainers(_ rest: inout MarkdownLine, _ matched: Int) -> Bool {
        var isDeeper = false
        // As deep as anybody nests; what is deeper is text.
        while rest.indent < 4, containers.count < 100 {
            let isInParagraph = isParagraph && !isDeeper && matched == containers.count
            if rest.first == UInt8(ascii: ">") {
                open(.quote, matched, &isDeeper)
                skipQuoteMark(&rest)
            } else if let item = MarkdownItem(rest, interruptsParagraph: isInParagraph),
                !(isInParagraph && MarkdownRule.isSetextUnderline(rest.text)),
                !MarkdownRule.isThematicBreak(rest.text)
            {
                open(.item(indent: item.indent), matched, &isDeeper)
                item.skip(in: &rest)
            } else {
                break
            }
        }
        return isDeeper
    }

    private mutating func open(_ container: Container, _ matched: Int, _ isDeeper: inout Bool) {
        if !isDeeper { close(to: matched) }
        closeLeaf()
        containers.append(container)
        isDeeper = true
    }

    private mutating func close(to count: Int) {
        if count < containers.count { closeLeaf() }
        containers.removeSubrange(count...)
    }

    private var isParagraph: Bool { if case .paragraph = leaf { true } else { false } }

    /// Whether a line begins a block that is no paragraph.
    private func beginsBlock(_ rest: MarkdownLine) -> Bool {
        rest.indent < 4
            && (MarkdownRule.isThematicBreak(rest.text) || MarkdownRule.heading(rest.text) != nil
                || MarkdownVerbatim(rest, interruptsParagraph: true) != nil)
    }
}

// MARK: Leaves

extension MarkdownBlocks {
    /// Reads a line of code or the like.
    private mutating func readVerbatim(_ rest: MarkdownLine) -> Bool {
        guard case .verbatim(let block) = leaf else { return false }
        switch block.next(rest) {
        case .inside: return true
        case .last: leaf = .nothing
        case .outside:
            leaf = .nothing
            return false
        }
        return true
    }

    private mutating func readText(_ rest: MarkdownLine) {
        let text = rest.text
        if rest.indent >= 4, !isParagraph { return closeLeaf() }
        if rest.indent < 4 {
            if let block = MarkdownVerbatim(rest, interruptsParagraph: isParagraph) {
                closeLeaf()
                if !block.isDone { leaf = .verbatim(block) }
                return
            }
            if case .paragraph(let lines) = leaf, MarkdownRule.isSetextUnderline(text) {
                return closeParagraph(lines)
            }
            if MarkdownRule.isThematicBreak(text) { return closeLeaf() }
            if let heading = MarkdownRule.heading(text) {
                closeLeaf()
                let start = rest.textStart + heading.lowerBound
                return add(.heading, [start..<rest.textStart + heading.upperBound])
            }
        }
        goOn(with: rest.textStart..<rest.end)
    }

    private mutating func goOn(with line: Range<Int>) {
        switch leaf {
        case .table: addCells(of: line)
        case .paragraph(var lines):
            if let columns = MarkdownRule.columnCount(ofDelimiterRow: source.text(line)),
                let header = lines.last, MarkdownCells.cells(of: header, source).count == columns
            {
                lines.removeLast()
                closeParagraph(lines)
                addCells(of: header)
                leaf = .table
            } else {
                leaf = .nothing
                lines.append(line)
                leaf = .paragraph(lines)
            }
        case .nothing, .verbatim: leaf = .paragraph([line])
        }
    }

    private mutating func closeLeaf() {
        if case .paragraph(let lines) = leaf {
            closeParagraph(lines)
        }
        leaf = .nothing
    }

    private mutating func closeParagraph(_ lines: [Range<Int>]) {
        leaf = .nothing
        var rest = lines[...]
        while let label = MarkdownDefinition.take(from: &rest, source) { labels.insert(label) }
        // "[!NOTE]" names the kind of a quote; "[x]" says that a task is done.
        if let first = rest.first, source.bytes[first].first == UInt8(ascii: "[") {
            let text = source.text(first)
            if text.wholeMatch(of: #/\[![A-Za-z]+\][ \t]*/#) != nil {
                rest = rest.dropFirst()
            } else if let box = text.prefixMatch(of: #/\[[ xX]\][ \t]+/#)?.0 {
                rest[rest.startIndex] = first.lowerBound + box.utf8.count..<first.upperBound
            }
        }
        if !rest.isEmpty { add(.paragraph, Array(rest)) }
    }

    private mutating func addCells(of line: Range<Int>) {
        for cell in MarkdownCells.cells(of: line, source) { add(.cell, [cell]) }
    }

    private mutating func add(_ kind: Text.Kind, _ lines: [Range<Int>]) {
        var lines = lines
        guard let last = lines.last else { return }
        let text = source.text(last)
        lines[lines.count - 1] =
            last.lowerBound..<last.lowerBound + text.trimmedEnd.utf8.count
        texts.append(Text(kind: kind, lines: lines))
    }
}
