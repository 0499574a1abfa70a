public import Translation

/// What became of a segment.
public struct SegmentTranslation: Sendable, Equatable {
    /// The translation, with the segment's codes.
    public let content: InlineContent
    /// Further translations, best first.
    public let alternatives: [InlineContent]
    /// What a reader should know, in sentences.
    public let warnings: [String]
    /// What became of every protected text, in the order of the source.
    public let protected: [ProtectedOutcome]
    /// What became of every term of a glossary, in the order of the source.
    public let terms: [TermUse]
    /// How good it seems; nil of what no model translated.
    public internal(set) var quality: SegmentQuality?
    /// Which parts of the segment's text and of the translation's go together; nil of what no model
    /// translated, or of a message that was translated in parts.
    public let alignment: AlignedTranslation?

    /// A segment's translation.
    public init(
        content: InlineContent, alternatives: [InlineContent] = [], warnings: [String] = [],
        protected: [ProtectedOutcome] = [], terms: [TermUse] = [], quality: SegmentQuality? = nil,
        alignment: AlignedTranslation? = nil
    ) {
        self.content = content
        self.alternatives = alternatives
        self.warnings = warnings
        self.protected = protected
        self.terms = terms
        self.quality = quality
        self.alignment = alignment
    }
}
