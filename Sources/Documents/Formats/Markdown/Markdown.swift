extension DocumentFormat {
    /// Markdown as CommonMark and GitHub have it: words are replaced where they stand, and code,
    /// addresses, HTML blocks, front matter and definitions stay.
    public static let markdown = DocumentFormat(
        "markdown", fileExtensions: ["md", "markdown", "mdown", "mkd"],
        mediaType: "text/markdown", isText: true
    ) { bytes, reading in
        let source = try SourceText(bytes, name: reading.name)
        let blocks = MarkdownBlocks(source)
        var builder = TextDocumentBuilder(source)
        for text in blocks.texts {
            MarkdownParagraph.add(text, labels: blocks.labels, to: &builder)
        }
        return builder.document()
    }
}
