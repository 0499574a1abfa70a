/// Reads JSON of a known form, piece by piece: objects, lists, strings and whole numbers.
///
/// Unlike Foundation's readers it builds no dictionaries, in which two names become one that differ
/// only in how Unicode composes their characters; and nothing here calls itself, so no nesting in a
/// file can exhaust the stack. All methods throw ``FileProblem`` that names the byte.
package struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private let offset: Int
    private var position = 0

    /// A scanner at the beginning of `bytes`, which have to outlive it.
    ///
    /// - Parameter offset: Where they begin in their file, for errors.
    package init(_ bytes: UnsafeRawBufferPointer, offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Reads an object, handing each name to `member`, which reads the value. A name given twice is
    /// handed over twice.
    package mutating func object(_ member: (inout Self, String) throws -> Void) throws {
        try sequence(from: "{", to: "}") { scanner in
            let name = try scanner.string()
            try scanner.expect(":")
            try member(&scanner, name)
        }
    }

    /// Reads an array, calling `element` to read each of its values.
    package mutating func array(_ element: (inout Self) throws -> Void) throws {
        try sequence(from: "[", to: "]", element)
    }

    /// Reads a whole number that is not negative.
    package mutating func naturalNumber() throws -> Int {
        skipWhitespace()
        let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
        let hasLeadingZero = digits.count > 1 && digits.first == UInt8(ascii: "0")
        guard !digits.isEmpty, !hasLeadingZero else {
            throw missing("a whole number, not negative,")
        }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
            throw problem("the number", " is larger than \(Int.max)")
        }
        position = digits.endIndex
        return number
    }

    /// Reads a string.
    package mutating func string() throws -> String {
        try expect("\"")
        let start = position - 1
        var content: [UInt8] = []
        while true {
            let plain = bytes[position...].prefix {
                $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20
            }
            content.append(contentsOf: plain)
            position = plain.endIndex
            if skip("\"", afterWhitespace: false) { break }
            guard skip("\\", afterWhitespace: false) else {
                throw missing("the end of a string")
            }
            content.append(contentsOf: try escape())
        }
        guard let string = String(validating: content, as: UTF8.self) else {
            throw problem("the string", at: start, " is not UTF-8")
        }
        return string
    }

    /// Checks that nothing but white space follows.
    package mutating func expectEnd() throws {
        skipWhitespace()
        guard position == bytes.count else {
            throw problem("something follows the end", "")
        }
    }
}

// MARK: Escapes

extension JSONScanner {
    /// What the escape after a backslash stands for, as UTF-8.
    private mutating func escape() throws -> [UInt8] {
        guard position < bytes.count else { throw missing("the end of a string") }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(try escapedScalar().utf8)
        default: throw problem("the backslash", at: position - 2, " escapes nothing")
        }
    }

    /// The scalar of an escape of four hexadecimal digits, or of two that are a surrogate pair.
    private mutating func escapedScalar() throws -> String {
        let start = position - 2
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            units.append(try codeUnit())
        }
        guard let scalar = String(validating: units, as: UTF16.self) else {
            throw problem("the escape", at: start, " stands for half a character")
        }
        return scalar
    }

    private mutating func codeUnit() throws -> UInt16 {
        let digits = bytes[position...].prefix(4)
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count == 4, text.allSatisfy(\.isHexDigit), let unit = UInt16(text, radix: 16)
        else { throw missing("a group of four hexadecimal digits") }
        position += 4
        return unit
    }
}

// MARK: Marks

extension JSONScanner {
    private mutating func sequence(
        from opening: Unicode.Scalar, to closing: Unicode.Scalar,
        _ element: (inout Self) throws -> Void
    ) throws {
        try expect(opening)
        if skip(closing) { return }
        repeat { try element(&self) } while skip(",")
        try expect(closing)
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws {
        guard skip(scalar) else { throw missing("“\(scalar)”") }
    }

    private mutating func skip(_ scalar: Unicode.Scalar, afterWhitespace: Bool = true) -> Bool {
        if afterWhitespace { skipWhitespace() }
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
    }

    private func missing(_ what: String) -> FileProblem {
        problem("\(what) is missing", "")
    }

    private func problem(_ what: String, at place: Int? = nil, _ rest: String) -> FileProblem {
        FileProblem("\(what) at byte \(offset + (place ?? position))\(rest)")
    }
}
