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
            let text = Self.trimmed(source.text(line.content))
            if text.isEmpty || text.utf8.first == UInt8(ascii: "#") {
                if !entry.translations.isEmpty { finish(&entry) }
                note(text, line, &entry)
            } else if text.utf8.first == UInt8(ascii: "\"") {
                try goOn(text, line, &entry)
            } else {
                try begin(text, line, &entry)
            }
        }
        finish(&entry)
    }

    private mutating func finish(_ entry: inout Entry) {
        if !entry.fields.isEmpty { entries.append(entry) }
        entry = Entry()
    }

    /// Takes a comment or an empty line.
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
        _ text: Substring, _ line: SourceText.Line, _ entry: inout Entry
    ) throws {
        let keyword = Substring(
            text.unicodeScalars.prefix { !$0.properties.isWhitespace && $0 != "\"" })
        let known = #/msgctxt|msgid|msgid_plural|msgstr(\[[0-9]+\])?/#
        guard keyword.wholeMatch(of: known) != nil else {
            throw problem("\(FileProblem.quoted(String(keyword))) is no keyword of PO", line)
        }
        let begins = keyword == "msgctxt" || keyword == "msgid" && entry.field("msgctxt") == nil
        if begins || !entry.translations.isEmpty && keyword == "msgid" {
            if !entry.fields.isEmpty { finish(&entry) }
        }
        entry.flagsPlace = entry.flagsPlace ?? line.content.lowerBound
        let rest = Self.trimmed(text[keyword.endIndex...])
        entry.fields.append(
            Field(
                keyword: String(keyword), range: line.content.lowerBound..<line.end,
                text: try string(rest, line)))
    }

    private func goOn(
        _ text: Substring, _ line: SourceText.Line, _ entry: inout Entry
    ) throws {
        guard let last = entry.fields.indices.last else {
            throw problem("a string has no keyword before it", line)
        }
        entry.fields[last].text += try string(text, line)
        entry.fields[last].range = entry.fields[last].range.lowerBound..<line.end
    }

    private func string(_ text: Substring, _ line: SourceText.Line) throws -> String {
        // By scalars: a quote and a joiner behind it are one character.
        let scalars = text.unicodeScalars
        guard scalars.count > 1, scalars.first == "\"", scalars.last == "\"",
            let string = PortableObjectString.decoded(
                Substring(scalars.dropFirst().dropLast()))
        else { throw problem("a string in quotes is missing or damaged", line) }
        return string
    }

    private func problem(_ what: String, _ line: SourceText.Line) -> CalqueError {
        source.error(what, at: line.content.lowerBound)
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        var rest = Substring(text).unicodeScalars.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return Substring(rest)
    }
}
