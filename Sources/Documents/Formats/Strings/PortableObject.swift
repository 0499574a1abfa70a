import Basics

extension DocumentFormat {
    /// Messages as gettext has them. What has no translation yet gets one, marked fuzzy, so that a
    /// person looks at it; what has one stays, also if it is fuzzy, for it was somebody's work.
    public static let portableObject = DocumentFormat(
        "po", fileExtensions: ["po", "pot"], mediaType: "text/x-gettext-translation", isText: true,
        hasMenus: true
    ) { bytes, reading in
        var reader = try PortableObjectReader(bytes, reading)
        return try reader.document()
    }
}

/// Makes a document of a PO file.
private struct PortableObjectReader {
    private let file: PortableObjectFile
    private let source: SourceText
    private var builder: TextDocumentBuilder
    /// How many forms of plural the header says there are; nil where it does not say.
    private let pluralCount: Int?
    /// The widest that a line may be; nil where the file wraps none.
    private let width: Int?

    init(_ bytes: [UInt8], _ reading: DocumentReading) throws {
        let head = String(decoding: bytes.prefix(8192), as: UTF8.self)
        if let charset = head.firstMatch(of: #/"Content-Type:[^"]*charset=([\w.-]+)/#)?.1,
            !["UTF-8", "UTF8", "US-ASCII", "ASCII", "CHARSET"].contains(charset.uppercased())
        {
            throw CalqueError(
                """
                \(reading.name) is in \(charset), as its header says. Convert it to UTF-8: \
                msgconv --to-code=UTF-8.
                """, kind: .input)
        }
        source = try SourceText(bytes, name: reading.name)
        file = try PortableObjectFile(source)
        builder = TextDocumentBuilder(source)
        let header = file.entries.first { $0.field("msgid")?.text == "" }
        pluralCount = header?.field("msgstr")?.text.firstMatch(of: #/nplurals\s*=\s*(\d+)/#)
            .flatMap { Int($0.1) }.flatMap { (1...16).contains($0) ? $0 : nil }
        let limit = 80
        let isWrapped = source.lines.allSatisfy { [source] line in
            source.bytes[line.content].first != UInt8(ascii: "\"")
                || TextWrapping.width(of: source.text(line.content)) <= limit
        }
        width = isWrapped ? limit - 1 : nil
    }

    mutating func document() throws -> Document {
        for entry in file.entries { try add(entry) }
        // A translation is written beside its source, also one that is the same word.
        return builder.document(keepsSame: true)
    }

    private mutating func add(_ entry: PortableObjectFile.Entry) throws {
        guard let source = entry.field("msgid") else {
            throw self.source.error(
                "a message has no msgid", at: entry.fields.first?.range.lowerBound ?? 0)
        }
        if source.text.isEmpty, entry.field("msgctxt") == nil {
            if let header = entry.field("msgstr") { setLanguage(in: header) }
            return
        }
        let translations = entry.translations
        guard let first = translations.first, let last = translations.last,
            translations.allSatisfy(\.text.isEmpty)
        else { return }
        let place = "line \(self.source.lineNumber(at: source.range.lowerBound))"
        let pluralField = entry.field("msgid_plural")
        let singular = StringValue(
            source.text, place: place, isSingular: pluralField != nil, to: &builder)
        let plural = pluralField.map {
            (StringValue($0.text, place: place, to: &builder), $0.text)
        }
        guard singular.hasSegments || plural?.0.hasSegments ?? false else { return }
        addFlag(of: entry, singular, plural?.0)
        let forms = plural == nil ? nil : pluralCount ?? translations.count
        let (lineEnd, width) = (self.source.lineEnd, width)
        let singularText = source.text
        builder.replace(first.range.lowerBound..<last.range.upperBound) { contents, _ in
            let one = singular.text(with: contents)
            let many = plural?.0.text(with: contents)
            guard one != nil || many != nil else { return nil }
            let fields = PortableObjectReader.fields(
                singular: one ?? singularText, plural: plural.map { many ?? $0.1 }, forms: forms)
            return fields.flatMap {
                Array(
                    PortableObjectString.field($0.0, $0.1, lineEnd: lineEnd, width: width).utf8)
            }
        }
    }

    /// The fields of a translation: of what has a plural the first form is the singular's, and all
    /// others the plural's. A language that has but one form counts with it.
    private static func fields(
        singular: String, plural: String?, forms: Int?
    ) -> [(String, String)] {
        guard let plural, let forms else { return [("msgstr", singular)] }
        return (0..<forms).map {
            ("msgstr[\($0)]", $0 == 0 && forms > 1 ? singular : plural)
        }
    }

    /// Has a message marked fuzzy that is translated.
    private mutating func addFlag(
        of entry: PortableObjectFile.Entry, _ singular: StringValue, _ plural: StringValue?
    ) {
        let isTranslated = { @Sendable (contents: [InlineContent?]) in
            singular.text(with: contents) != nil || plural?.text(with: contents) != nil
        }
        if let flags = entry.flags {
            guard !source.text(flags).contains("fuzzy") else { return }
            let place = flags.lowerBound + 2
            builder.replace(place..<place) { contents, _ in
                isTranslated(contents) ? Array(" fuzzy,".utf8) : nil
            }
        } else if let place = entry.flagsPlace {
            let line = "#, fuzzy" + source.lineEnd
            builder.replace(place..<place) { contents, _ in
                isTranslated(contents) ? Array(line.utf8) : nil
            }
        }
    }

    /// Has the header name the target language, where it names a language at all.
    private mutating func setLanguage(in header: PortableObjectFile.Field) {
        let text = source.text(header.range)
        guard let match = text.firstMatch(of: #/(?:"|\\n)Language:[ \t]*([^"\\]*)\\n/#) else {
            return
        }
        let start = text.utf8.distance(from: text.startIndex, to: match.1.startIndex)
        let place = header.range.lowerBound + start
        let hasSpace = match.0.contains(": ")
        builder.replace(place..<place + match.1.utf8.count) { _, languages in
            languages.target.map {
                Array(((hasSpace ? "" : " ") + $0.replacing("-", with: "_")).utf8)
            }
        }
    }
}
