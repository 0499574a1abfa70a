import Basics

/// The entries of a PO file, found without changing anything in it.
struct PortableObjectFile {
    /// A string with its keyword.
    struct Field {
        /// `msgid`, `msgstr[1]`.
        let keyword: String
        /// The lines it stands on, each with what ends it.
        var range: Range<Int>
        /// What it says.
        var text: String
    }

    /// A message.
    struct Entry {
        /// Where its line of flags is, `#, c-format`; nil where there is none.
        var flags: Range<Int>?
        /// Where one would be.
        var flagsPlace: Int?
        /// Its strings, in order.
        var fields: [Field] = []

        /// The string with a keyword.
        func field(_ keyword: String) -> Field? { fields.first { $0.keyword == keyword } }

        /// The strings of the translation.
        var translations: [Field] { fields.filter { $0.keyword.hasPrefix("msgstr") } }
    }

    /// The messages, the header first.
    private(set) var entries: [Entry] = []
    private let source: SourceText

    /// - Throws: `CalqueError` that names the line where the text is no PO file.
    init(_ source: SourceText) throws {
        self.source = source
        var entry = Entry()
        for number in source.lines.indices {
            let line = source.lines[number]
            switch try parsed(line) {
            case .empty:
                if !entry.translations.isEmpty { finish(&entry) }
            case .comment(let text):
                if !entry.translations.isEmpty { finish(&entry) }
                note(text, line, &entry)
            case .more(let text): try goOn(text, line, &entry)
            case .string(let keyword, let text): begin(keyword, text, line, &entry)
            }
        }
        finish(&entry)
    }

    private mutating func finish(_ entry: inout Entry) {
        if !entry.fields.isEmpty { entries.append(entry) }
        entry = Entry()
    }

    /// Takes a comment.
    private func note(_ text: Substring, _ line: SourceText.Line, _ entry: inout Entry) {
        if text.hasPrefix("#~") {
            // An obsolete message takes the comments before it.
            if entry.fields.isEmpty { entry = Entry() }
        } else if text.hasPrefix("#,") {
            entry.flags = entry.flags ?? line.content
        } else if text.hasPrefix("#|"), entry.flagsPlace == nil {
            entry.flagsPlace = line.content.lowerBound
        }
    }

    private mutating func begin(
        _ keyword: String, _ text: String, _ line: SourceText.Line, _ entry: inout Entry
    ) {
        let begins = keyword == "msgctxt" || keyword == "msgid" && entry.field("msgctxt") == nil
        if begins || !entry.translations.isEmpty && keyword == "msgid" {
            if !entry.fields.isEmpty { finish(&entry) }
        }
        entry.flagsPlace = entry.flagsPlace ?? line.content.lowerBound
        entry.fields.append(
            Field(keyword: keyword, range: line.content.lowerBound..<line.end, text: text))
    }

    private func goOn(_ text: String, _ line: SourceText.Line, _ entry: inout Entry) throws {
        guard let last = entry.fields.indices.last else {
            throw problem("a string has no keyword before it", line)
        }
        entry.fields[last].text += text
        entry.fields[last].range = entry.fields[last].range.lowerBound..<line.end
    }

    private func parsed(_ line: SourceText.Line) throws -> PortableObjectLine {
        do {
            return try PortableObjectLine(source.text(line.content))
        } catch {
            throw problem(error.text, line)
        }
    }

    private func problem(_ what: String, _ line: SourceText.Line) -> CalqueError {
        source.error(what, at: line.content.lowerBound)
    }
}
