/// A line of a PO file of gettext.
package enum PortableObjectLine {
    /// There is nothing on it but white space.
    case empty
    /// It begins with `#`.
    case comment(Substring)
    /// A keyword, such as `msgid` or `msgstr[1]`, and what the string behind it says.
    case string(keyword: String, text: String)
    /// A string that goes on with the one before.
    case more(text: String)

    /// Reads a line.
    ///
    /// - Parameter line: Its text, without what ends it.
    /// - Throws: `FileProblem`, half a sentence, where it is no line of a PO file.
    package init(_ line: some StringProtocol) throws(FileProblem) {
        let text = Self.trimmed(line)
        switch text.utf8.first {
        case nil: self = .empty
        case UInt8(ascii: "#"): self = .comment(text)
        case UInt8(ascii: "\""): self = .more(text: try Self.string(text))
        default:
            let keyword = Substring(
                text.unicodeScalars.prefix { !$0.properties.isWhitespace && $0 != "\"" })
            guard Self.isKeyword(keyword) else {
                throw FileProblem("\(FileProblem.quoted(String(keyword))) is no keyword of PO")
            }
            let rest = Self.trimmed(text[keyword.endIndex...])
            self = .string(keyword: String(keyword), text: try Self.string(rest))
        }
    }

    private static func isKeyword(_ word: Substring) -> Bool {
        if ["msgctxt", "msgid", "msgid_plural", "msgstr"].contains(word) { return true }
        guard word.hasPrefix("msgstr["), word.hasSuffix("]") else { return false }
        let number = word.utf8.dropFirst(7).dropLast()
        return !number.isEmpty && number.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func string(_ text: Substring) throws(FileProblem) -> String {
        // By scalars: a quote and a joiner behind it are one character.
        let scalars = text.unicodeScalars
        guard scalars.count > 1, scalars.first == "\"", scalars.last == "\"",
            let string = decoded(Substring(scalars.dropFirst().dropLast()))
        else { throw FileProblem("a string in quotes is missing or damaged") }
        return string
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        var rest = Substring(text).unicodeScalars.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return Substring(rest)
    }
}

// Strings with escapes as in C.
extension PortableObjectLine {
    /// What a string says; nil for one whose escapes are damaged.
    private static func decoded(_ text: Substring) -> String? {
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
}
