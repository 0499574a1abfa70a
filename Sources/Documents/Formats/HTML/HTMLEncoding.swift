import Basics

/// In which encoding a document is, by its bytes and by its words.
enum HTMLEncoding {
    /// Checks that bytes are UTF-8.
    ///
    /// - Throws: `CalqueError` that says where they are not, and what the document says.
    static func check(_ bytes: [UInt8], name: String) throws {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw CalqueError("\(name) is UTF-16. Convert it to UTF-8.", kind: .input)
        }
        guard let place = UTF8Text.firstInvalidByte(of: bytes) else { return }
        let said = declared(in: bytes.prefix(1024)).map { ", and says that it is \($0)" } ?? ""
        throw CalqueError(
            "\(name) is not UTF-8 at byte \(place + 1)\(said). Convert it to UTF-8.", kind: .input)
    }

    /// Whether bytes are a document that an XML parser may read.
    static func isXML(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = String(decoding: bytes.prefix(2048), as: UTF8.self)
        return start.drop(while: \.isWhitespace).hasPrefix("<?xml ")
            || start.contains("http://www.w3.org/1999/xhtml")
            || start.contains("//DTD XHTML ")
    }

    /// Whether a document says that it is in an encoding that has not every character, though its
    /// bytes are UTF-8, as those of ASCII are.
    static func isLimited(_ tokens: [HTMLToken], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for token in tokens.prefix(1000) {
            if token.name == "meta", case .start(let element?) = token.kind {
                if let charset = element.value(of: "charset") { return !isUnicode(charset) }
                if element.value(of: "http-equiv")?.lowercased() == "content-type",
                    let charset = charset(in: element.value(of: "content") ?? "", after: "charset=")
                {
                    return !isUnicode(charset)
                }
            }
        }
        let start = String(decoding: bytes.prefix(200), as: UTF8.self)
        guard start.hasPrefix("<?xml "), let end = start.firstIndex(of: ">") else { return false }
        return charset(in: String(start[..<end]), after: "encoding=").map { !isUnicode($0) }
            ?? false
    }

    private static func isUnicode(_ charset: String) -> Bool {
        charset.lowercased().trimmed.hasPrefix("utf")
    }

    private static func declared(in bytes: ArraySlice<UInt8>) -> String? {
        let start = String(decoding: bytes, as: UTF8.self)
        return charset(in: start, after: "charset=") ?? charset(in: start, after: "encoding=")
    }

    private static func charset(in text: String, after word: String) -> String? {
        let text = text.lowercased()
        guard let range = text.firstRange(of: word) else { return nil }
        let value = text[range.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        let charset = value.prefix { $0.isLetter || $0.isNumber || "-_:.".contains($0) }
        return charset.isEmpty ? nil : String(charset)
    }
}

extension String {
    fileprivate var trimmed: Substring {
        drop(while: \.isWhitespace)
    }
}
