/// Strings as PO files write them.
enum PortableObjectString {
    /// The lines of a field.
    ///
    /// - Parameters:
    ///   - keyword: Its keyword.
    ///   - text: What it says.
    ///   - lineEnd: What ends a line.
    ///   - width: The widest that a line may be; nil where only line feeds of the text part lines.
    static func field(
        _ keyword: String, _ text: String, lineEnd: String, width: Int?
    ) -> String {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        var parts = lines.map { escaped(String($0)) }
        for place in parts.indices.dropLast() { parts[place] += "\\n" }
        if parts.last?.isEmpty ?? false, parts.count > 1 { parts.removeLast() }
        let whole = "\(keyword) \"\(parts.joined())\""
        let fits = width.map { TextWrapping.width(of: whole) <= $0 } ?? true
        if parts.count == 1, fits { return whole + lineEnd }
        let wrapped = parts.flatMap { line in width.map { wrap(line, $0) } ?? [line] }
        return (["\(keyword) \"\""] + wrapped.map { "\"\($0)\"" })
            .map { $0 + lineEnd }.joined()
    }

    /// Cuts a line after spaces, so that each part fits between quotes.
    private static func wrap(_ line: String, _ width: Int) -> [String] {
        var lines = [""]
        var used = 0
        for word in cutAfterSpaces(line) {
            let count = TextWrapping.width(of: word)
            if used > 0, used + count > width - 2 {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1] += word
            used += count
        }
        return lines
    }

    private static func cutAfterSpaces(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in line {
            if character != " ", word.last == " " {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        return words + [word]
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case "\t": escaped += "\\t"
            case "\r": escaped += "\\r"
            case "\u{7}": escaped += "\\a"
            case "\u{8}": escaped += "\\b"
            case "\u{B}": escaped += "\\v"
            case "\u{C}": escaped += "\\f"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
