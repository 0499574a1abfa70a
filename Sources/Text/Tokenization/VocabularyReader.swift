import Basics

/// Reads the JSON object of a vocabulary file: strings and whole numbers, nothing nested.
///
/// Foundation's readers return dictionaries, in which two pieces become one that differ only in how
/// Unicode composes their characters.
struct VocabularyReader {
    private let bytes: UnsafeRawBufferPointer
    private let name: String
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// The pieces and their ids in the order of the file.
    mutating func read() throws -> [(piece: String, id: Int32)] {
        var entries: [(piece: String, id: Int32)] = []
        try take("{")
        if peek() == UInt8(ascii: "}") {
            position += 1
        } else {
            repeat {
                let piece = try takeString()
                try take(":")
                entries.append((piece, try takeID()))
            } while try takeSeparator()
        }
        if peek() != nil { throw problem("something follows the closing brace") }
        return entries
    }

    /// The next byte that is not white space, left in place.
    private mutating func peek() -> UInt8? {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
        return position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ expected: Unicode.Scalar) throws {
        guard peek() == UInt8(ascii: expected) else { throw problem("\"\(expected)\" is missing") }
        position += 1
    }

    /// Takes a comma, after which true, or the closing brace.
    private mutating func takeSeparator() throws -> Bool {
        let byte = peek()
        guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
            throw problem("\",\" or \"}\" is missing")
        }
        position += 1
        return byte == UInt8(ascii: ",")
    }

    private mutating func takeID() throws -> Int32 {
        _ = peek()
        let end = bytes[position...].firstIndex { !($0 == UInt8(ascii: "-") || isDigit($0)) }
        let digits = bytes[position..<(end ?? bytes.count)]
        guard let id = Int32(String(decoding: digits, as: UTF8.self)) else {
            throw problem("a piece's id has to be a whole number")
        }
        position = digits.endIndex
        return id
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func takeString() throws -> String {
        try take("\"")
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: content, as: UTF8.self) else {
                    throw problem("a piece is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): content.append(contentsOf: try takeEscape())
            default: content.append(byte)
            }
        }
        throw problem("the file ends inside a piece")
    }

    /// What the escape behind a backslash stands for, as UTF-8.
    private mutating func takeEscape() throws -> [UInt8] {
        guard position < bytes.count else { throw problem("the file ends inside a piece") }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try takeScalar()).utf8)
        default: throw problem("a backslash stands before nothing that needs it")
        }
    }

    /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
    private mutating func takeScalar() throws -> Character {
        let first = try takeCodeUnit()
        var units = [first]
        if UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            units.append(try takeCodeUnit())
        }
        guard let string = String(validating: units, as: UTF16.self), let scalar = string.first
        else { throw problem("an escape stands for half a character") }
        return scalar
    }

    private mutating func takeCodeUnit() throws -> UInt16 {
        let digits = bytes[position...].prefix(4)
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count == 4, let unit = UInt16(text, radix: 16) else {
            throw problem("\\u needs four hexadecimal digits")
        }
        position += 4
        return unit
    }

    private func problem(_ what: String) -> CalqueError {
        CalqueError(
            "\(name), byte \(position): \(what). A vocabulary file is a JSON object of pieces and "
                + "ids, such as {\"</s>\": 0, \"<unk>\": 1, …}: use the vocab.json that belongs to "
                + "the model."
        )
    }

    /// A piece as a JSON string.
    static func quoted(_ piece: String) -> String {
        var quoted = "\""
        for scalar in piece.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
