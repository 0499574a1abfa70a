/// How text is written in a document.
struct HTMLEscaping: Sendable {
    /// Whether the document says that it is in an encoding that has not every character.
    let isLimited: Bool

    /// Appends text.
    ///
    /// - Parameter noBreakSpace: How a no-break space is written.
    func append(_ text: String, to bytes: inout [UInt8], noBreakSpace: String) {
        append(text, to: &bytes, noBreakSpace) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: nil
            }
        }
    }

    /// An attribute's value with quotation marks.
    ///
    /// - Parameter original: What it was before, whose quotation marks it takes.
    func value(_ text: String, like original: ArraySlice<UInt8>) -> [UInt8] {
        let quote = original.first == UInt8(ascii: "'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        var bytes = [quote]
        append(text, to: &bytes, Self.noBreakSpace(in: original)) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case "\"" where quote == UInt8(ascii: "\""): "&quot;"
            case "'" where quote == UInt8(ascii: "'"): "&#39;"
            default: nil
            }
        }
        return bytes + [quote]
    }

    /// How a no-break space is written in a part of a document.
    static func noBreakSpace(in bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return ["&nbsp;", "&#160;", "&#xA0;", "&#xa0;"].first(where: text.contains) ?? "\u{A0}"
    }

    private func append(
        _ text: String, to bytes: inout [UInt8], _ noBreakSpace: String,
        escape: (Unicode.Scalar) -> String?
    ) {
        for scalar in text.unicodeScalars {
            let written = scalar == "\u{A0}" ? noBreakSpace : escape(scalar)
            if let written, !isLimited || written.utf8.allSatisfy({ $0 < 0x80 }) {
                bytes += written.utf8
            } else if isLimited, !scalar.isASCII {
                bytes += "&#\(scalar.value);".utf8
            } else {
                bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
