public import Basics
public import Foundation

/// Which lines of a corpus stay: a bit for every line.
public struct KeptLines: Equatable, Sendable {
    private var bytes: [UInt8] = []
    /// How many lines there are.
    public private(set) var count = 0

    /// No lines.
    public init() {}

    /// Adds the next line.
    ///
    /// - Parameter isKept: Whether it stays.
    public mutating func append(_ isKept: Bool) {
        if count & 7 == 0 { bytes.append(0) }
        if isKept { bytes[count >> 3] |= 1 << UInt8(count & 7) }
        count += 1
    }

    /// Whether a line stays.
    ///
    /// - Parameter line: Its number, from 0.
    public subscript(line: Int) -> Bool {
        precondition(line < count, "KeptLines: line \(line) of \(count)")
        return bytes[line >> 3] >> UInt8(line & 7) & 1 == 1
    }

    /// How many lines stay.
    public var keptCount: Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }
}

/// Kept lines as a file: a mark, what decided, the number of lines, the bits, and a hash of it all.
extension KeptLines {
    private static let mark = Array("calque kept 1\n".utf8)
    private static let hashBytes = 32

    /// The contents of a file.
    ///
    /// - Parameter rules: What decided which lines stay, as text that is the same for the same rules.
    public func data(decidedBy rules: String) -> Data {
        let count = withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }
        let contents = Self.mark + SHA256.hash(Array(rules.utf8)) + count + bytes
        return Data(contents + SHA256.hash(contents))
    }

    /// Reads the contents of a file.
    ///
    /// - Parameters:
    ///   - data: What ``data(decidedBy:)`` made.
    ///   - rules: What is to have decided.
    ///   - name: What errors call the file.
    /// - Throws: `CalqueError` when it is damaged, or other rules have decided.
    public init(_ data: Data, decidedBy rules: String, name: String) throws(CalqueError) {
        let contents = Array(data.dropLast(Self.hashBytes))
        let start = Self.mark.count + Self.hashBytes + 8
        guard contents.count >= start, contents.starts(with: Self.mark),
            SHA256.hash(contents) == Array(data.suffix(Self.hashBytes))
        else {
            throw CalqueError(
                "\(name) is damaged. Begin the run anew, so that its text is cleaned again.",
                kind: .input)
        }
        guard
            Array(contents[Self.mark.count...].prefix(Self.hashBytes))
                == SHA256.hash(Array(rules.utf8))
        else {
            throw CalqueError(
                "\(name) says what other rules of cleaning have kept. Begin the run anew.",
                kind: .configuration)
        }
        count = contents[(start - 8)..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        bytes = Array(contents[start...])
    }
}
