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
    private let segments: [DocumentSegment]
    private let replacements: [Replacement]
    private let keepsSame: Bool

    /// - Parameters:
    ///   - replacements: In order; none overlaps another.
    ///   - keepsSame: Whether content that is the segment's own is a change, too.
    init(
        _ original: [UInt8], _ segments: [DocumentSegment], _ replacements: [Replacement],
        keepsSame: Bool = false
    ) {
        self.keepsSame = keepsSame
        self.original = original
        self.segments = segments
        self.replacements = replacements
    }

    func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages
    ) throws -> [UInt8] {
        let changed = zip(contents, segments).map {
            !keepsSame && $0 == $1.content ? nil : $0
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(original.count)
        var place = 0
        for replacement in replacements {
            bytes += original[place..<replacement.range.lowerBound]
            place = replacement.range.upperBound
            bytes += try replacement.bytes(changed, languages) ?? Array(original[replacement.range])
        }
        return bytes + original[place...]
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
            skeleton: TextSkeleton(source.bytes, segments, replacements, keepsSame: keepsSame))
    }
}
