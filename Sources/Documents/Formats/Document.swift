/// A document as what is translated of it, and all the rest.
///
/// Written with no new content, it is the same to the last byte.
public struct Document: Sendable {
    /// What is translated, in the order in which it is read.
    public let segments: [DocumentSegment]
    private let skeleton: any DocumentSkeleton

    /// A document of segments, and of what they stand in.
    package init(segments: [DocumentSegment], skeleton: any DocumentSkeleton) {
        self.segments = segments
        self.skeleton = skeleton
    }

    /// The document's bytes, with other content in the place of its segments'.
    ///
    /// - Parameters:
    ///   - contents: One for every segment; nil leaves what it was.
    ///   - languages: What a format says of its languages is set to the target.
    /// - Throws: `CalqueError` when a content has not each code of its segment just once, in an order
    ///   that nests, or cannot be written in this format.
    public func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages = .init()
    ) throws -> [UInt8] {
        precondition(
            contents.count == segments.count,
            "\(contents.count) contents for \(segments.count) segments")
        let new = zip(segments, contents).map { segment, content in
            !skeleton.keepsSame && content == segment.content ? nil : content
        }
        for (segment, content) in zip(segments, new) {
            if let content { try segment.content.checkCodes(of: content, at: segment.place) }
        }
        return try skeleton.bytes(with: new, languages)
    }
}

/// What of a document is translated as one: a paragraph, a heading, a value.
public struct DocumentSegment: Sendable, Equatable {
    /// What is in it.
    public let content: InlineContent
    /// Where it is, for messages: "line 12", "word/document.xml, line 3".
    public let place: String

    /// A segment.
    public init(_ content: InlineContent, place: String) {
        self.content = content
        self.place = place
    }
}

/// The languages of a document and of its translation, as in `pt-BR`; nil where nobody knows.
public struct DocumentLanguages: Sendable, Equatable {
    /// What it is written in.
    public var source: String?
    /// What it is translated into.
    public var target: String?

    /// A pair of languages.
    public init(source: String? = nil, target: String? = nil) {
        self.source = source
        self.target = target
    }
}

/// What a document's segments stand in.
package protocol DocumentSkeleton: Sendable {
    /// Whether content that is the segment's own is written as any other, and not left as it is.
    var keepsSame: Bool { get }

    /// The document's bytes: see ``Document/bytes(with:_:)``.
    ///
    /// - Parameters:
    ///   - contents: One for every segment; nil where nothing is new.
    ///   - languages: What a format says of its languages is set to the target.
    /// - Throws: `CalqueError` when a content cannot be written in this format.
    func bytes(with contents: [InlineContent?], _ languages: DocumentLanguages) throws -> [UInt8]
}

extension DocumentSkeleton {
    /// Not so, but where a translation stands beside what it translates.
    package var keepsSame: Bool { false }
}

/// How a document is read.
public struct DocumentReading: Sendable {
    /// How plain text is divided into segments.
    public enum Lines: String, Sendable, CaseIterable {
        /// Every line is a sentence.
        case sentences
        /// Every line is a paragraph of sentences.
        case paragraphs
        /// Empty lines part paragraphs; the other line breaks stand where a space might.
        case wrapped
    }

    /// What errors call the document, such as its path.
    public var name: String
    /// How plain text is divided.
    public var lines: Lines
    /// Its languages, of formats that hold several.
    public var languages: DocumentLanguages
    /// The most bytes that the members of an archive may have in all, unpacked.
    public var unpackedLimit: Int

    /// How a document is read.
    public init(
        name: String = "The document", lines: Lines = .paragraphs,
        languages: DocumentLanguages = .init(), unpackedLimit: Int = 512 << 20
    ) {
        self.name = name
        self.lines = lines
        self.languages = languages
        self.unpackedLimit = unpackedLimit
    }

    /// The same with another name.
    package func named(_ name: String) -> DocumentReading {
        var reading = self
        reading.name = name
        return reading
    }
}
