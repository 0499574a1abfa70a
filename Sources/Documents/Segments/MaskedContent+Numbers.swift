extension MaskedContent.Item {
    /// A number of two digits: models neither spell it out nor take it for another's.
    private static let usual = 12
    private static let names: Set<String> = [
        "count", "n", "num", "number", "total", "amount", "quantity", "size", "days", "hours",
        "minutes", "seconds",
    ]

    /// The number that a model had best see in its place; nil of what is no number.
    var number: Int? {
        if term != nil { return nil }
        return switch element {
        case .code(let code): code.carriedText == "#" ? Self.usual : Self.variable(code.markup)
        case .text(let text): kind == .format ? Self.format(text) : Self.variable(text)
        }
    }

    private static func format(_ text: String) -> Int? {
        let scalars = ScalarText(text)
        guard FormatScanner.end(scalars, 0) == scalars.count, scalars[0] == "%",
            ["d", "i", "u"].contains(scalars[scalars.count - 1])
        else { return nil }
        return usual
    }

    private static func variable(_ text: String) -> Int? {
        guard text.hasSuffix("}"), let brace = text.lastIndex(of: "{") else { return nil }
        let parts = text[text.index(after: brace)...].split { " ,}".contains($0) }
        guard let name = parts.first else { return nil }
        if parts.count > 1, parts[1] == "number" { return usual }
        let lower = name.lowercased()
        return names.contains(lower) || lower.hasSuffix("count") ? usual : nil
    }
}
