/// Reads a parallel corpus line by line.
public protocol ParallelReader: AnyObject {
    /// The next line, or nil after the last.
    ///
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, or at the end when the
    ///   files have unequal numbers of lines or none.
    func next() throws -> ParallelLine?

    /// The share of the text that has been handed out; nil where nobody knows.
    var fractionRead: Double? { get }
}

extension ParallelReader {
    /// The next lines; none at the end.
    ///
    /// - Parameters:
    ///   - limit: The most lines.
    ///   - bytes: The bytes of text after which no more lines are added.
    /// - Throws: As ``next()``.
    package func nextLines(atMost limit: Int, bytes: Int = .max) throws -> [ParallelLine] {
        var lines: [ParallelLine] = []
        var byteCount = 0
        while lines.count < limit, byteCount < bytes, let line = try next() {
            lines.append(line)
            byteCount += (line.source?.utf8.count ?? 0) + (line.target?.utf8.count ?? 0)
        }
        return lines
    }
}
