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
    /// Nothing, where a reader does not say.
    public var fractionRead: Double? { nil }
}
