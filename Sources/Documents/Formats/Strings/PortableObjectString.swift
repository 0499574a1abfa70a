/// Strings as PO files write them.
enum PortableObjectString {
    /// What a string says; nil for one whose escapes are damaged.
    static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "\\")) else {
            return text.utf8.contains(UInt8(ascii: "\"")) ? nil : String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return nil }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let escaped = escape(&rest) else { return nil }
            bytes.append(escaped)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func escape(_ rest: inout Substring.UTF8View) -> UInt8? {
        guard let kind = rest.popFirst() else { return nil }
        if let place = Array("abfnrtv\"\\".utf8).firstIndex(of: kind) {
            return [7, 8, 12, 10, 13, 9, 11, 0x22, 0x5C][place]
        }
        if kind == UInt8(ascii: "x") { return number(rest.prefix(2), radix: 16, &rest) }
        guard (0x30...0x37).contains(kind) else { return nil }
        let more = rest.prefix(2).prefix { (0x30...0x37).contains($0) }
        rest = rest[more.endIndex...]
        return UInt8(String(decoding: [kind] + Array(more), as: UTF8.self), radix: 8)
    }

    private static func number(
        _ digits: Substring.UTF8View, radix: Int, _ rest: inout Substring.UTF8View
    ) -> UInt8? {
        let text = String(Substring(digits)).prefix(while: \.isHexDigit)
        rest = rest.dropFirst(text.utf8.count)
        return UInt8(text, radix: radix)
    }

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
