/// A skeleton of bytes that stay as they are, with some that are written anew.
struct TextSkeleton: DocumentSkeleton {
    /// A part of the bytes that depends on the segments.
    struct Replacement: Sendable {
        /// Its place in the original; empty where something is put in.
        let range: Range<Int>
        /// What stands there, nil for what did; a content is nil where its segment is not changed.
        let bytes: @Sendable ([InlineContent?], DocumentLanguages) throws -> [UInt8]?
    }

    private let original: [UInt8]
    private let replacements: [Replacement]
    let keepsSame: Bool

    /// - Parameters:
    ///   - replacements: In order; none overlaps another.
    ///   - keepsSame: Whether content that is the segment's own is written, too.
    init(_ original: [UInt8], _ replacements: [Replacement], keepsSame: Bool = false) {
        self.original = original
        self.replacements = replacements
        self.keepsSame = keepsSame
    }

    func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages
    ) throws -> [UInt8] {
        let edits = try replacements.compactMap { replacement in
            try replacement.bytes(contents, languages).map { ByteEdit(replacement.range, $0) }
        }
        return EditedBytes(original, edits).bytes
    }
}

/// Collects the segments of a text document and what depends on them.
struct TextDocumentBuilder {
    let source: SourceText
    private var segments: [DocumentSegment] = []
    private var replacements: [TextSkeleton.Replacement] = []

    init(_ source: SourceText) { self.source = source }

    /// Adds a segment that nothing depends on yet.
    ///
    /// - Returns: Its number.
    mutating func add(_ content: InlineContent, place: String) -> Int {
        segments.append(DocumentSegment(content, place: place))
        return segments.count - 1
    }

    /// Adds a part of the bytes that depends on segments. Parts are added in order.
    mutating func replace(
        _ range: Range<Int>,
        _ bytes: @escaping @Sendable ([InlineContent?], DocumentLanguages) throws -> [UInt8]?
    ) {
        replacements.append(.init(range: range, bytes: bytes))
    }

    /// The document.
    ///
    /// - Parameter keepsSame: Whether content that is a segment's own is written like any other.
    func document(keepsSame: Bool = false) -> Document {
        Document(
            segments: segments,
            skeleton: TextSkeleton(source.bytes, replacements, keepsSame: keepsSame))
    }
}
