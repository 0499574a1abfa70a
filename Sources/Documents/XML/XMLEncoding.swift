/// How a document of XML is written as bytes.
struct XMLEncoding: Sendable, Equatable {
    /// The encodings that are read.
    enum Form: Sendable, Equatable {
        case utf8, utf16LittleEndian, utf16BigEndian, latin1, ascii
    }

    let form: Form
    /// Whether the document begins with a byte order mark.
    let hasMark: Bool

    private var mark: [UInt8] {
        guard hasMark else { return [] }
        return switch form {
        case .utf8, .latin1, .ascii: UTF8Text.byteOrderMark
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        }
    }

    /// The encoding of a document, by its mark and by what it says of itself; and the document in
    /// UTF-8 without a mark.
    ///
    /// - Throws: `XMLProblem` when it is another encoding, or bytes are not of it.
    static func decode(_ bytes: [UInt8]) throws(XMLProblem) -> (XMLEncoding, [UInt8]) {
        let encoding = try encoding(of: bytes)
        let content = bytes[encoding.mark.count...]
        switch encoding.form {
        case .utf8, .ascii: return (encoding, encoding.hasMark ? Array(content) : bytes)
        case .latin1:
            return (
                encoding, Array(String(String.UnicodeScalarView(content.map { .init($0) })).utf8)
            )
        case .utf16LittleEndian, .utf16BigEndian:
            return (encoding, try utf8(content, isBigEndian: encoding.form == .utf16BigEndian))
        }
    }

    private static func encoding(of bytes: [UInt8]) throws(XMLProblem) -> XMLEncoding {
        let beginnings: [([UInt8], Form, Bool)] = [
            (UTF8Text.byteOrderMark, .utf8, true), ([0xFF, 0xFE], .utf16LittleEndian, true),
            ([0xFE, 0xFF], .utf16BigEndian, true), ([0x3C, 0x00], .utf16LittleEndian, false),
            ([0x00, 0x3C], .utf16BigEndian, false),
        ]
        if let (_, form, hasMark) = beginnings.first(where: { bytes.starts(with: $0.0) }) {
            return XMLEncoding(form: form, hasMark: hasMark)
        }
        let name = declaredName(bytes)
        switch name.lowercased() {
        case "", "utf-8", "utf8": return XMLEncoding(form: .utf8, hasMark: false)
        case "us-ascii", "ascii":
            let isSo = bytes.allSatisfy { $0 < 0x80 }
            return XMLEncoding(form: isSo ? .ascii : .utf8, hasMark: false)
        case "iso-8859-1", "latin1": return XMLEncoding(form: .latin1, hasMark: false)
        default:
            throw XMLProblem(
                position: 0, text: "its encoding is \(name), not UTF-8, UTF-16 or ISO-8859-1")
        }
    }

    /// The encoding that the XML declaration names; empty where it names none.
    private static func declaredName(_ bytes: [UInt8]) -> String {
        let declaration = bytes.prefix(400).prefix { $0 != UInt8(ascii: ">") }
        guard declaration.starts(with: "<?xml".utf8) else { return "" }
        let word = Array("encoding".utf8)
        let start = declaration.indices.first { declaration[$0...].starts(with: word) }
        guard let start,
            let quote = declaration[start...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 })
        else { return "" }
        let name = declaration[(quote + 1)...].prefix { $0 != declaration[quote] }
        return String(decoding: name, as: UTF8.self)
    }

    private static func utf8(
        _ bytes: ArraySlice<UInt8>, isBigEndian: Bool
    ) throws(XMLProblem) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else {
            throw XMLProblem(position: 0, text: "it is UTF-16 with half a unit at its end")
        }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { place in
            let (one, two) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? one << 8 | two : two << 8 | one
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw XMLProblem(position: 0, text: "it is UTF-16 with half of a character")
        }
        return Array(text.utf8)
    }

    /// A document, given in UTF-8, in this encoding, with its mark. Characters that it cannot write
    /// become references.
    func encode(_ bytes: [UInt8]) -> [UInt8] {
        switch form {
        case .utf8: return mark + bytes
        case .latin1: return encode(bytes, below: 0x100)
        case .ascii: return encode(bytes, below: 0x80)
        case .utf16LittleEndian, .utf16BigEndian:
            let isBigEndian = form == .utf16BigEndian
            var result = mark
            result.reserveCapacity(2 * bytes.count + 2)
            for unit in String(decoding: bytes, as: UTF8.self).utf16 {
                let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
                result.append(isBigEndian ? high : low)
                result.append(isBigEndian ? low : high)
            }
            return result
        }
    }

    private func encode(_ bytes: [UInt8], below limit: UInt32) -> [UInt8] {
        var result = mark
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.value < limit {
                result.append(UInt8(scalar.value))
            } else {
                result += "&#\(scalar.value);".utf8
            }
        }
        return result
    }
}
