/// What would be translated of a document, found without a model.
public struct DocumentDryRun: Sendable, Equatable {
    /// What would be translated, in order.
    public let segments: [DocumentSegment]
    /// Whether the document, written back with nothing new, is the same to the last byte.
    public let isIdentical: Bool

    /// Reads a document, and writes it back into memory.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - format: Its format.
    ///   - reading: How it is read, and what it is called.
    /// - Throws: `CalqueError` when it is not of this format.
    public init(
        _ bytes: [UInt8], _ format: DocumentFormat, _ reading: DocumentReading = .init()
    ) throws {
        let document = try format.read(bytes, reading)
        segments = document.segments
        let untouched = try document.bytes(with: segments.map { _ in nil })
        isIdentical = untouched == bytes
    }
}
