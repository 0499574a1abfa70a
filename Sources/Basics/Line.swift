/// A line of text and where it stands.
public struct Line: Equatable, Sendable {
    /// The number of the line, the first being 1.
    public let number: Int
    /// Where the line begins: bytes from the beginning of the text, decompressed if the file is
    /// gzip.
    public let offset: Int
    /// The line without what ends it; nil if it has a flaw (``LineReader/InvalidText/skip``).
    public let text: String?
    /// Why there is no text.
    public let flaw: Flaw?

    /// Why a line cannot be handed out.
    public enum Flaw: Sendable {
        /// Its bytes are not UTF-8.
        case invalidText
        /// It is longer than ``LineReader/maximumLineBytes``.
        case tooLong
    }

    /// A line of its parts.
    public init(number: Int, offset: Int, text: String?, flaw: Flaw? = nil) {
        self.number = number
        self.offset = offset
        self.text = text
        self.flaw = flaw ?? (text == nil ? .invalidText : nil)
    }
}
