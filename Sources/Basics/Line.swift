/// A line of text and where it stands.
public struct Line: Equatable, Sendable {
    /// The number of the line, the first being 1.
    public let number: Int
    /// Where the line begins: bytes from the beginning of the text, decompressed if the file is
    /// gzip.
    public let offset: Int
    /// The line without its line feed; nil if its bytes are not UTF-8
    /// (``LineReader/InvalidText/skip``).
    public let text: String?

    /// A line of its parts.
    public init(number: Int, offset: Int, text: String?) {
        self.number = number
        self.offset = offset
        self.text = text
    }
}
