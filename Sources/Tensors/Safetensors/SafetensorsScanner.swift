import Foundation

/// Reads the part of JSON that a safetensors header may use: objects, strings, natural numbers and
/// arrays of these.
///
/// Nothing here calls itself, so no nesting in a file can exhaust the stack. Names given twice are
/// refused, and so are numbers that are negative, fractional or beyond `Int`.
struct SafetensorsScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Reads an object, handing each name to `member`, which reads the value.
    mutating func object(_ member: (inout Self, String) throws -> Void) throws {
        var names: Set<String> = []
        try list(from: "{", to: "}") { scanner in
            let name = try scanner.string()
            guard names.insert(name).inserted else {
                throw SafetensorsProblem(
                    "the header has the name \(SafetensorsProblem.quoted(name)) twice")
            }
            try scanner.expect(":")
            try member(&scanner, name)
        }
    }

    /// Reads an array of natural numbers.
    mutating func naturalNumbers() throws -> [Int] {
        var numbers: [Int] = []
        try list(from: "[", to: "]") { numbers.append(try $0.naturalNumber()) }
        return numbers
    }

    /// Reads a string.
    mutating func string() throws -> String {
        try expect("\"")
        let start = position
        var isEscaped = false
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20 else { throw unexpected("a letter of a string") }
            let isEscape = bytes[position] == UInt8(ascii: "\\")
            isEscaped = isEscaped || isEscape
            position += isEscape ? 2 : 1
        }
        guard position < bytes.count else { throw unexpected("the end of a string") }
        let content = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
        position += 1
        let text = isEscaped ? unescaped(content) : String(validating: content, as: UTF8.self)
        guard let text else {
            throw SafetensorsProblem("the string at byte \(start) of the header is not sound")
        }
        return text
    }

    /// Checks that nothing but white space follows.
    mutating func expectEnd() throws {
        skipWhitespace()
        guard position == bytes.count else { throw unexpected("the end of the header") }
    }

    private func unescaped(_ content: UnsafeRawBufferPointer) -> String? {
        let quote = Data("\"".utf8)
        return try? JSONDecoder().decode(String.self, from: quote + Data(content) + quote)
    }

    private mutating func naturalNumber() throws -> Int {
        skipWhitespace()
        let start = position
        var number = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let digit = Int(bytes[position]) - 0x30
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (next, isStillTooLarge) = shifted.addingReportingOverflow(digit)
            if isTooLarge || isStillTooLarge {
                throw SafetensorsProblem(
                    "the number at byte \(start) of the header is larger than \(Int.max)")
            }
            number = next
            position += 1
        }
        let hasLeadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
        guard position > start, !hasLeadingZero else {
            position = start
            throw unexpected("a whole number, not negative")
        }
        return number
    }

    private mutating func list(
        from opening: Unicode.Scalar, to closing: Unicode.Scalar,
        _ element: (inout Self) throws -> Void
    ) throws {
        try expect(opening)
        if skip(closing) { return }
        repeat { try element(&self) } while skip(",")
        try expect(closing)
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws {
        guard skip(scalar) else { throw unexpected("“\(scalar)”") }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        skipWhitespace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
    }

    private func unexpected(_ expected: String) -> SafetensorsProblem {
        SafetensorsProblem("the header lacks \(expected) at its byte \(min(position, bytes.count))")
    }
}
