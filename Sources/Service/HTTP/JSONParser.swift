extension JSONValue {
    /// Why something is not JSON, or more than is read.
    package struct Unreadable: Error {}

    /// How many lists and objects may stand within each other.
    package static let depthLimit = 64

    /// Reads JSON in UTF-8, in time that grows with its length alone. All members of an object are
    /// kept, also those with one name; half a surrogate pair becomes U+FFFD.
    ///
    /// - Throws: ``Unreadable`` where it is not JSON, nests more than ``depthLimit`` deep, or has a
    ///   number that is too large.
    package init(parsing bytes: some Collection<UInt8>) throws {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.document()
    }
}

/// Reads JSON that comes from anybody.
private struct JSONParser {
    typealias Unreadable = JSONValue.Unreadable

    let bytes: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        let value = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw Unreadable() }
        return value
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func members(_ depth: Int) throws -> JSONValue.Members {
        var members: JSONValue.Members = []
        try sequence(to: UInt8(ascii: "}"), depth) { parser in
            parser.skipSpace()
            let name = try parser.string()
            parser.skipSpace()
            try parser.expect(UInt8(ascii: ":"))
            members.append((name, try parser.value(depth: depth)))
        }
        return members
    }

    private mutating func elements(_ depth: Int) throws -> [JSONValue] {
        var elements: [JSONValue] = []
        try sequence(to: UInt8(ascii: "]"), depth) { parser in
            elements.append(try parser.value(depth: depth))
        }
        return elements
    }

    private mutating func sequence(
        to end: UInt8, _ depth: Int, _ element: (inout Self) throws -> Void
    ) throws {
        guard depth <= JSONValue.depthLimit else { throw Unreadable() }
        place += 1
        skipSpace()
        if skip(end) { return }
        repeat {
            try element(&self)
            skipSpace()
        } while skip(UInt8(ascii: ","))
        try expect(end)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[place...].starts(with: word.utf8) else { throw Unreadable() }
        place += word.utf8.count
        return value
    }

    // MARK: Numbers

    private mutating func number() throws -> JSONValue {
        let start = place
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if skip(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw Unreadable() }
        return .number(number)
    }

    private mutating func digits() throws {
        let start = place
        while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw Unreadable() }
    }

    // MARK: Strings

    private mutating func string() throws -> String {
        try expect(UInt8(ascii: "\""))
        var start = place
        var content: [UInt8] = []
        while let byte = next, byte >= 0x20 {
            place += 1
            if byte == UInt8(ascii: "\"") {
                content += bytes[start..<place - 1]
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw Unreadable()
                }
                return text
            }
            if byte == UInt8(ascii: "\\") {
                content += bytes[start..<place - 1]
                content += Array(String(Character(try escape())).utf8)
                start = place
            }
        }
        throw Unreadable()
    }

    /// What the escape after a backslash stands for.
    private mutating func escape() throws -> Unicode.Scalar {
        guard let kind = next else { throw Unreadable() }
        place += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw Unreadable()
        }
    }

    private mutating func escapedScalar() throws -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let behind = place
        if UTF16.isLeadSurrogate(UInt16(first)), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) {
            let second = try codeUnit()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        place = behind
        return "\u{FFFD}"
    }

    private mutating func codeUnit() throws -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next,
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80
            else { throw Unreadable() }
            unit = unit << 4 | UInt32(digit)
            place += 1
        }
        return unit
    }

    // MARK: Marks

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard skip(byte) else { throw Unreadable() }
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }
}
