import Basics

/// Makes pairs of the lines of a PO file, as they come.
///
/// What is held is a message.
struct PortableObjectEntries {
    /// A message that is open.
    private struct Entry {
        /// The line of `msgid`, or the first one.
        var line = 0
        var isFuzzy = false
        var flaw: ParallelLine.Flaw?
        /// The flaw of a line before the first field, which was that field or a comment.
        var flawBefore: ParallelLine.Flaw?
        var fields: [(keyword: String, text: String)] = []

        func text(_ keyword: String) -> String? {
            fields.first { $0.keyword == keyword }?.text
        }

        var translations: [String] {
            fields.filter { $0.keyword.hasPrefix("msgstr") }.map(\.text)
        }
    }

    /// The most forms of a plural of which the first one is the singular's.
    private static let plainForms = 2...3

    private var entry = Entry()
    /// The messages that have ended, the header not counted.
    private(set) var count = 0
    /// The pairs that came of them.
    private(set) var pairCount = 0
    /// The encoding that the header names, where it is none that can be read.
    private(set) var foreignCharset: String?
    /// Messages that are obsolete and have not been handed out.
    private var obsolete: [ParallelLine] = []

    /// Notes that a line of the message cannot be read.
    mutating func note(_ flaw: ParallelLine.Flaw) {
        if entry.fields.isEmpty {
            entry.flawBefore = entry.flawBefore ?? flaw
        } else {
            entry.flaw = entry.flaw ?? flaw
        }
    }

    /// Whether a line is no longer of the message that is open.
    func ends(before line: PortableObjectLine) -> Bool {
        guard !entry.fields.isEmpty else { return false }
        return switch line {
        case .empty, .comment: !entry.translations.isEmpty
        case .string("msgctxt", _): true
        case .string("msgid", _):
            entry.text("msgctxt") == nil || entry.text("msgid") != nil
        case .string, .more: false
        }
    }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - number: Its number, the first being 1.
    /// - Throws: `FileProblem` when it cannot stand here.
    mutating func add(_ line: PortableObjectLine, line number: Int) throws(FileProblem) {
        switch line {
        case .empty: break
        case .comment(let text): note(text, number)
        case .string(let keyword, let text):
            if keyword == "msgid" || entry.fields.isEmpty { entry.line = number }
            entry.fields.append((keyword, text))
        case .more(let text):
            guard let last = entry.fields.indices.last else {
                // What could not be read may have been the keyword.
                if entry.flawBefore != nil { return }
                throw FileProblem("a string has no keyword before it")
            }
            entry.fields[last].text += text
        }
    }

    private mutating func note(_ comment: Substring, _ number: Int) {
        if comment.hasPrefix("#~") {
            // An obsolete message takes the comments before it.
            if entry.fields.isEmpty { entry = Entry() }
            let rest = comment.dropFirst(2).drop { $0 == " " || $0 == "\t" }
            guard rest.hasPrefix("msgid"), !rest.hasPrefix("msgid_plural") else { return }
            count += 1
            obsolete.append(ParallelLine(number: number, unit: count, flaw: .obsolete))
        } else if comment.hasPrefix("#,") {
            let flags = comment.dropFirst(2).split(separator: ",")
            if flags.contains(where: { $0.drop { $0 == " " }.prefix { $0 != " " } == "fuzzy" }) {
                entry.isFuzzy = true
            }
        }
    }

    /// Ends the message that is open, if one is.
    ///
    /// - Returns: Its pairs, and obsolete messages that came before it.
    mutating func finish() -> [ParallelLine] {
        defer {
            entry = Entry()
            obsolete = []
        }
        guard let source = entry.text("msgid"), !entry.fields.isEmpty else {
            return obsolete
                + (entry.fields.isEmpty
                    ? [] : [flawed(entry.flaw ?? entry.flawBefore ?? .untranslated)])
        }
        if source.isEmpty, entry.text("msgctxt") == nil {
            readHeader(entry.translations.first ?? "")
            return obsolete
        }
        return obsolete + pairs(of: source)
    }

    private mutating func flawed(_ flaw: ParallelLine.Flaw) -> ParallelLine {
        count += 1
        return ParallelLine(number: entry.line, unit: count, flaw: flaw)
    }

    private mutating func pairs(of source: String) -> [ParallelLine] {
        let translations = entry.translations
        if let flaw = entry.flaw { return [flawed(flaw)] }
        guard let last = translations.last, !translations.contains(where: \.isEmpty) else {
            return [flawed(.untranslated)]
        }
        if entry.isFuzzy { return [flawed(.fuzzy)] }
        guard let plural = entry.text("msgid_plural") else { return [pair(source, last)] }
        guard Self.plainForms.contains(translations.count) else { return [pair(plural, last)] }
        return [pair(source, translations[0]), pair(plural, last)]
    }

    private mutating func pair(_ source: String, _ target: String) -> ParallelLine {
        let texts = [source, target].map { text in
            var line = SegmentText()
            line.append(text)
            return line
        }
        if texts.contains(where: \.isTooLong) { return flawed(.tooLong) }
        count += 1
        pairCount += 1
        return ParallelLine(
            number: entry.line, unit: count, source: texts[0].text, target: texts[1].text)
    }

    private mutating func readHeader(_ header: String) {
        let known = ["UTF-8", "UTF8", "US-ASCII", "ASCII", "CHARSET"]
        for line in header.split(separator: "\n") where line.hasPrefix("Content-Type:") {
            guard let sign = line.range(of: "charset=") else { continue }
            let charset = line[sign.upperBound...].prefix { !$0.isWhitespace && $0 != ";" }
            if !charset.isEmpty, !known.contains(charset.uppercased()) {
                foreignCharset = String(charset)
            }
        }
    }
}
