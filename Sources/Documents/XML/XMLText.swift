/// The text of documents and their bytes.
enum XMLText {
    /// Where text is written.
    enum Context: Sendable {
        case content, attribute, singleQuoted
    }

    /// Text as it is to be written: only what has to be escaped is, and what XML cannot say at all
    /// is a replacement character.
    static func escaped(_ text: String, in context: Context = .content) -> String {
        var result = ""
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">" where previous == "]" && context == .content: result += "&gt;"
            case "\"" where context == .attribute: result += "&quot;"
            case "'" where context == .singleQuoted: result += "&apos;"
            case "\n" where context != .content, "\t" where context != .content, "\r":
                result += "&#\(scalar.value);"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// The text of bytes with references to characters; other entities stay as they are written.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String { decode(bytes).text }

    /// The text of bytes with references to characters; nil where there is any other reference.
    static func resolved(_ bytes: ArraySlice<UInt8>) -> String? {
        let (text, isWhole) = decode(bytes)
        return isWhole ? text : nil
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> (text: String, isWhole: Bool) {
        guard bytes.contains(where: { $0 == UInt8(ascii: "&") || $0 == 0x0D }) else {
            return (String(decoding: bytes, as: UTF8.self), true)
        }
        var (result, isWhole) = ("", true)
        var rest = withPlainLineEnds(String(decoding: bytes, as: UTF8.self)[...])[...]
        // By scalars: a semicolon and an accent behind it are one character.
        while let start = rest.unicodeScalars.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].unicodeScalars.firstIndex(of: ";"),
                let scalar = CharacterReference.scalar(
                    rest[rest.unicodeScalars.index(after: start)..<end])
            else {
                result += "&"
                isWhole = false
                rest = rest[rest.unicodeScalars.index(after: start)...]
                continue
            }
            result.unicodeScalars.append(scalar)
            rest = rest[rest.unicodeScalars.index(after: end)...]
        }
        return (result + rest, isWhole)
    }

    /// A text whose line ends are as XML has them.
    static func withPlainLineEnds(_ text: Substring) -> String {
        guard text.utf8.contains(0x0D) else { return String(text) }
        var (result, previous) = (String.UnicodeScalarView(), Unicode.Scalar(" "))
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous == "\r" {
            } else {
                result.append(scalar == "\r" ? "\n" : scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}
