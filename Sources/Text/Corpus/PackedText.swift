/// Lines of text in one piece of memory, so that millions of them fit.
public struct PackedText: Sendable, Equatable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No lines.
    public init() {}

    /// The number of lines.
    public var count: Int { ends.count }

    /// Adds a line at the end.
    public mutating func append(_ line: String) {
        bytes.append(contentsOf: line.utf8)
        ends.append(bytes.count)
    }

    /// A line.
    public subscript(line: Int) -> String {
        precondition(line >= 0 && line < count, "line \(line) of \(count) packed lines")
        return String(decoding: bytes[(line == 0 ? 0 : ends[line - 1])..<ends[line]], as: UTF8.self)
    }
}
