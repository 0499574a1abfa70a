/// Lines of Markdown that are something by themselves.
enum MarkdownRule {
    /// Whether a line parts what is before it from what is behind: `---`, `* * *`.
    static func isThematicBreak(_ text: String) -> Bool {
        guard let mark = text.utf8.first, "-*_".utf8.contains(mark) else { return false }
        let marks = text.utf8.lazy.filter { !isBlank($0) }
        return marks.allSatisfy { $0 == mark } && marks.prefix(3).count == 3
    }

    /// Whether a line makes the paragraph before it a heading.
    static func isSetextUnderline(_ text: String) -> Bool {
        guard let mark = text.utf8.first, "-=".utf8.contains(mark) else { return false }
        return text.utf8.drop { $0 == mark }.allSatisfy(isBlank)
    }

    /// Where in a line the words of a heading are, in bytes; nil for one that is none.
    static func heading(_ text: String) -> Range<Int>? {
        let isMark = { (byte: UInt8) in byte == UInt8(ascii: "#") }
        let count = text.utf8.prefix(7).prefix(while: isMark).count
        let behind = text.utf8.dropFirst(count)
        guard (1...6).contains(count), behind.first.map(isBlank) ?? true else { return nil }
        let words = behind.drop(while: isBlank)
        var end = trimmedEnd(words)
        let open = end.dropLast(end.reversed().prefix(while: isMark).count)
        // Marks at the end close it, but not those of "C#".
        if open.count < end.count, open.last.map(isBlank) ?? true { end = trimmedEnd(open) }
        let start = text.utf8.count - words.count
        return start..<start + end.count
    }

    /// How many columns a row of a table says there are under its head: `| --- | :-: |`.
    static func columnCount(ofDelimiterRow text: String) -> Int? {
        guard let first = text.utf8.first, "|:-".utf8.contains(first),
            text.utf8.allSatisfy({ " \t|:-".utf8.contains($0) })
        else { return nil }
        var cells = text.utf8.split(
            separator: UInt8(ascii: "|"), omittingEmptySubsequences: false
        ).map { trimmedEnd($0.drop(while: isBlank)) }[...]
        if cells.first?.isEmpty ?? false { cells.removeFirst() }
        if cells.last?.isEmpty ?? false { cells.removeLast() }
        let isDelimiter = { (cell: Substring.UTF8View) in
            let colon = UInt8(ascii: ":")
            let line = cell.dropFirst(cell.first == colon ? 1 : 0)
            let dashes = line.dropLast(line.last == colon ? 1 : 0)
            return !dashes.isEmpty && dashes.allSatisfy { $0 == UInt8(ascii: "-") }
        }
        return !cells.isEmpty && cells.allSatisfy(isDelimiter) ? cells.count : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func trimmedEnd(_ text: Substring.UTF8View) -> Substring.UTF8View {
        text.dropLast(text.reversed().prefix(while: isBlank).count)
    }
}

/// What begins an item of a list, a footnote, or what is set in like them.
struct MarkdownItem {
    /// The columns that the item's blocks are set in.
    let indent: Int
    private let markCount: Int

    /// - Parameter interruptsParagraph: Whether a paragraph would end here, which not every mark may
    ///   do: "1986." at the beginning of a line is a year.
    init?(_ line: MarkdownLine, interruptsParagraph: Bool) {
        // Most lines begin with none of these; the first byte tells that without an expression.
        guard let first = line.first, "-+*0123456789[!?".utf8.contains(first) else { return nil }
        let text = line.text
        if let mark = Self.listMark(text) {
            var rest = line
            rest.skipSpace()
            rest.skip(bytes: mark.count)
            if interruptsParagraph, rest.isBlank || mark.number ?? 1 != 1 {
                return nil
            }
            let space = rest.isBlank || rest.indent > 4 ? 1 : rest.indent
            markCount = mark.count
            indent = line.indent + markCount + space
        } else if text.hasPrefix("[^"), let mark = text.prefixMatch(of: #/\[\^[^\]\s]+\]:/#)?.0 {
            markCount = mark.utf8.count
            indent = 4
        } else if text.hasPrefix("!!!") || text.hasPrefix("???"),
            let mark = text.wholeMatch(of: #/(?:!!!|\?\?\?\+?)[ \t]+\w.*/#)?.0
        {
            // An admonition of Python-Markdown: its line stays, and what is under it is set in.
            markCount = mark.utf8.count
            indent = 4
        } else {
            return nil
        }
    }

    /// The mark of a list that a text begins with, and its number; nil where there is none.
    private static func listMark(_ text: String) -> (count: Int, number: Int?)? {
        let digits = text.utf8.prefix(10).prefix { (0x30...0x39).contains($0) }
        let behind = text.utf8.dropFirst(digits.count)
        guard digits.count < 10, let mark = behind.first,
            (digits.isEmpty ? "-+*" : ".)").utf8.contains(mark),
            behind.dropFirst().first.map({ $0 == 0x20 || $0 == 0x09 }) ?? true
        else { return nil }
        return (digits.count + 1, Int(Substring(digits)))
    }

    /// Skips the mark and the space that belongs to it.
    func skip(in rest: inout MarkdownLine) {
        let space = max(indent - rest.indent - markCount, 1)
        rest.skipSpace()
        rest.skip(bytes: markCount)
        rest.skip(columns: min(space, 4))
    }
}

/// Links that are defined apart from where they stand.
enum MarkdownDefinition {
    /// Takes a definition from the lines of a paragraph.
    ///
    /// - Returns: Its label in comparable form; nil where none begins.
    static func take(from lines: inout ArraySlice<Range<Int>>, _ source: SourceText) -> String? {
        guard let first = lines.first else { return nil }
        let text = source.text(first)
        guard text.hasPrefix("["),
            let match = text.prefixMatch(of: #/\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*/#),
            let label = label(match.1)
        else { return nil }
        var taken = 1
        var rest = String(text[match.0.endIndex...])
        if rest.isEmpty, lines.count > 1 {
            rest = source.text(lines[lines.startIndex + 1])
            taken = 2
        }
        let title = #"(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))"#
        guard let address = rest.prefixMatch(of: #/(?:<[^<>]*>|[^\s<]\S*)/#)?.0 else { return nil }
        let behind = rest[address.endIndex...]
        guard let whole = try? Regex("(?:[ \\t]+\(title))?[ \\t]*"),
            behind.wholeMatch(of: whole) != nil
        else { return nil }
        let hasTitle = behind.contains { !$0.isWhitespace }
        if !hasTitle, lines.count > taken, let alone = try? Regex("\(title)[ \\t]*"),
            source.text(lines[lines.startIndex + taken]).wholeMatch(of: alone) != nil
        {
            taken += 1
        }
        lines = lines.dropFirst(taken)
        return label
    }

    /// A label as it is compared: without case, and with one space for any; nil for an empty one.
    static func label(_ text: some StringProtocol) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.isEmpty || text.utf8.count > 1000 || words[0].hasPrefix("^")
            ? nil : words.joined(separator: " ").lowercased()
    }
}

/// The cells of a row of a table.
enum MarkdownCells {
    /// Where the words of the cells are.
    static func cells(of line: Range<Int>, _ source: SourceText) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var start = line.lowerBound
        var isEscaped = false
        for place in line {
            let byte = source.bytes[place]
            if byte == UInt8(ascii: "|"), !isEscaped {
                // Nothing is before the first line of the frame.
                if place > line.lowerBound { cells.append(start..<place) }
                start = place + 1
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        let rest = start..<line.upperBound
        if Wording.parted(source.text(rest)).core.isEmpty == false { cells.append(rest) }
        return cells.map { cell in
            let (leading, core, _) = Wording.parted(source.text(cell))
            let first = cell.lowerBound + leading.utf8.count
            return first..<first + core.utf8.count
        }
    }
}
