public import Translation

/// Carries the codes of a content over to a translation of its text.
///
///     let projection = InlineProjection(of: content)
///     let aligned = try await translator.translateAligned(
///         [TranslationRequest(projection.line)], options, progress: nil)[0]
///     let translated = projection.content(of: aligned)
///
/// A word of the translation takes the codes of the words that it goes with. Codes are put between words
/// alone, nest as they do in the content, and each is there once. The text is that of the translation;
/// only white space beside a code that stands alone may be added, and what stands in the line for a code
/// that separates words is left out.
public struct InlineProjection: Sendable {
    /// The content.
    public let content: InlineContent
    private let tree: InlineTree

    /// The projection of a content.
    public init(of content: InlineContent) {
        self.content = content
        tree = InlineTree(content)
    }

    /// What is to be translated: the texts of the content one after the other, and a space for a code
    /// that separates words where the content has none.
    public var line: String { tree.line }

    /// The translation with the codes of the content.
    ///
    /// A line that is its own translation is the content as it was.
    ///
    /// - Parameter aligned: A translation of ``line``.
    public func content(of aligned: AlignedTranslation) -> InlineContent {
        precondition(aligned.line == line, "a translation of another line than the content's")
        return aligned.text == line ? content : projected(aligned)
    }

    /// The translation with the codes, also where it is the line itself.
    ///
    /// - Parameter aligned: A translation of ``line``.
    package func projected(_ aligned: AlignedTranslation) -> InlineContent {
        if tree.nodes.count == 1 { return InlineContent(text: aligned.text) }
        let links = InlineLinks(aligned, tree)
        if links.sources.isEmpty, links.targets.isEmpty { return content }
        let spans = InlineSpans(tree, links).spans
        let points = InlinePoints(tree, links, spans).gaps
        var writer = InlineWriter(
            content, aligned.text, tree, links, spans: spans, points: points)
        return writer.translation()
    }
}
