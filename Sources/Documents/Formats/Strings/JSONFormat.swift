extension DocumentFormat {
    /// Strings of a program in JSON: the values are translated, and all else stays.
    public static let json = DocumentFormat(
        "json", fileExtensions: ["json"], mediaType: "application/json", isText: true,
        reader: JSONDocument.read)

    /// Application resource bundles, in which keys with `@` are about others.
    public static let arb = DocumentFormat(
        "arb", fileExtensions: ["arb"], mediaType: "application/json", isText: true,
        reader: JSONDocument.read)
}

/// JSON as a document.
enum JSONDocument {
    /// What of a JSON text is for people.
    private enum Shape {
        /// Every value.
        case values
        /// Every value under a key without `@`.
        case resourceBundle
        /// The values called `message` of its members, as browsers' extensions have it.
        case messages
    }

    /// Reads a document.
    static func read(_ bytes: [UInt8], _ reading: DocumentReading) throws -> Document {
        let source = try SourceText(bytes, name: reading.name)
        let values = try JSONStrings(source).values
        let style = JSONEscapes(of: source)
        let shape = shape(of: values)
        var builder = TextDocumentBuilder(source)
        for value in values {
            if shape == .resourceBundle, isLocale(value) {
                builder.replace(value.range) { _, languages in
                    languages.target.map {
                        Array(style.quoted($0.replacing("-", with: "_")).utf8)
                    }
                }
            } else if isText(value, shape) {
                add(value, style, to: &builder)
            }
        }
        return builder.document()
    }

    private static func add(
        _ value: JSONStrings.Value, _ style: JSONEscapes, to builder: inout TextDocumentBuilder
    ) {
        let line = builder.source.lineNumber(at: value.range.lowerBound)
        let place = "line \(line)" + (value.key.map { ", \($0.path)" } ?? "")
        let string = StringValue(value.text, place: place, to: &builder)
        guard string.hasSegments else { return }
        builder.replace(value.range) { contents, _ in
            string.text(with: contents).map { Array(style.quoted($0).utf8) }
        }
    }

    private static func shape(of values: [JSONStrings.Value]) -> Shape {
        if values.contains(where: isLocale) { return .resourceBundle }
        let names = Set(values.compactMap { $0.key?.first.name })
        let messages = values.filter(isMessage)
        let isMessages =
            !names.isEmpty && Set(messages.compactMap { $0.key?.first.name }) == names
            && values.allSatisfy { $0.key?.depth ?? 0 > 1 }
        return isMessages ? .messages : .values
    }

    private static func isText(_ value: JSONStrings.Value, _ shape: Shape) -> Bool {
        switch shape {
        case .values: break
        case .resourceBundle: if value.key?.isNote ?? false { return false }
        case .messages: if !isMessage(value) { return false }
        }
        return !DataValue.isData(value.text)
    }

    private static func isLocale(_ value: JSONStrings.Value) -> Bool {
        value.key?.depth == 1 && value.key?.name == "@@locale"
    }

    private static func isMessage(_ value: JSONStrings.Value) -> Bool {
        value.key?.depth == 2 && value.key?.name == "message"
    }
}
