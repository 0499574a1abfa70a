import Basics

/// The strings of a JSON text, found without changing anything in it; nothing here calls itself, so
/// that no nesting exhausts the stack.
struct JSONStrings {
    /// A string that is a value.
    struct Value {
        /// Where it is, quotes included.
        let range: Range<Int>
        /// What it says.
        let text: String
        /// The key that leads to it; nil where it is the whole.
        let key: JSONKey?
    }

    private enum Container {
        case object(JSONKey)
        case array(JSONKey?, index: Int)

        /// The key of the next value in it.
        var key: JSONKey {
            switch self {
            case .object(let key): key
            case .array(let parent, let index): JSONKey(String(index), in: parent)
            }
        }
    }

    /// The most objects and arrays that may stand in each other.
    private static let depthLimit = 512

    /// The strings, in order.
    private(set) var values: [Value] = []
    private let source: SourceText
    private var place: Int
    private var containers: [Container] = []

    /// - Throws: `CalqueError` that names the line where the text is not JSON.
    init(_ source: SourceText) throws {
        self.source = source
        place = source.start
        repeat { while try readValue() {} } while try readComma()
        skipSpace()
        guard place == source.bytes.count else { throw problem("something follows the end") }
    }
}

extension JSONStrings {
    /// Reads a value.
    ///
    /// - Returns: Whether it holds others, the first of which follows.
    private mutating func readValue() throws -> Bool {
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"):
            place += 1
            if skip("}") { return false }
            let parent = containers.last?.key
            try open(.object(JSONKey(try readKey(), in: parent)))
            return true
        case UInt8(ascii: "["):
            place += 1
            if skip("]") { return false }
            try open(.array(containers.last?.key, index: 0))
            return true
        case UInt8(ascii: "\""):
            let start = place
            let text = try readString()
            values.append(Value(range: start..<place, text: text, key: containers.last?.key))
        default: try readWord()
        }
        return false
    }

    /// Reads what is between a value and the next, and the ends of those that hold no more.
    ///
    /// - Returns: Whether there is a next.
    private mutating func readComma() throws -> Bool {
        while let container = containers.popLast() {
            switch container {
            case .object(let key):
                if skip(",") {
                    containers.append(.object(JSONKey(try readKey(), in: key.parent)))
                    return true
                }
                guard skip("}") else { throw problem("a comma or “}” is missing") }
            case .array(let parent, let index):
                if skip(",") {
                    containers.append(.array(parent, index: index + 1))
                    return true
                }
                guard skip("]") else { throw problem("a comma or “]” is missing") }
            }
        }
        return false
    }

    private mutating func readKey() throws -> String {
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw problem("a key in quotes is missing") }
        let key = try readString()
        guard skip(":") else { throw problem("“:” is missing") }
        return key
    }

    /// Reads a number, true, false or null.
    private mutating func readWord() throws {
        let word = source.bytes[place...].prefix {
            !" \t\r\n,]}".utf8.contains($0)
        }
        let text = String(decoding: word, as: UTF8.self)
        let number = #/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/#
        guard ["true", "false", "null"].contains(text) || text.wholeMatch(of: number) != nil else {
            throw problem(
                word.isEmpty
                    ? "a value is missing" : "\(FileProblem.quoted(text)) is not a value of JSON")
        }
        place = word.endIndex
    }

    private mutating func readString() throws -> String {
        let start = place
        place += 1
        while let byte, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("a string has no end") }
            place += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard byte != nil else {
            place = start
            throw problem("a string has no end")
        }
        place += 1
        do {
            return try source.bytes[start..<place].withUnsafeBytes { bytes in
                var scanner = JSONScanner(bytes, offset: start)
                return try scanner.string()
            }
        } catch let problem as FileProblem {
            throw source.error(problem.text, at: start)
        }
    }

    private mutating func open(_ container: Container) throws {
        containers.append(container)
        if containers.count > Self.depthLimit {
            throw problem("more than \(Self.depthLimit) objects and arrays stand in each other")
        }
    }

    private var byte: UInt8? { place < source.bytes.count ? source.bytes[place] : nil }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard byte == UInt8(ascii: scalar) else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private func problem(_ what: String) -> CalqueError { source.error(what, at: place) }
}
