/// The text and the codes of a segment while they are collected, with what a format writes for each
/// code.
struct InlineFlow<Part: Sendable>: Sendable {
    /// Text, or a code.
    enum Item: Sendable {
        case text(String)
        /// Begins what ends with the same key.
        case open(String, Part)
        case close(String, Part)
        case alone(Part, carriedText: String? = nil, separatesWords: Bool = false)
    }

    /// What was collected, in order.
    private(set) var items: [Item] = []

    /// Adds text behind what is there.
    mutating func append(text: String) {
        guard !text.isEmpty else { return }
        if case .text(let before) = items.last {
            items[items.count - 1] = .text(before + text)
        } else {
            items.append(.text(text))
        }
    }

    /// Adds a code, or text, behind what is there.
    mutating func append(_ item: Item) {
        if case .text(let text) = item { append(text: text) } else { items.append(item) }
    }

    /// The segment.
    ///
    /// - Parameters:
    ///   - collapsesSpace: Whether white space is one space for a reader, however much there is.
    ///   - markup: What is told of a code.
    /// - Returns: nil where there is nothing to translate.
    func assembled(
        collapsesSpace: Bool, markup: (Part) -> String
    ) -> InlineSegment<Part>? {
        var assembly = InlineAssembly(items)
        assembly.peel()
        if collapsesSpace { assembly.collapseSpace() }
        return assembly.segment(markup: markup)
    }
}

/// A segment as its format keeps it.
struct InlineSegment<Part: Sendable>: Sendable {
    /// What is written, in order.
    enum Piece: Sendable {
        case text(String)
        case open(Part)
        case close(Part)
        case alone(Part)
    }

    /// What a format writes for a code, and, of one that begins and ends, for its end.
    struct Code: Sendable {
        var first: [Part]
        var end: [Part]?
    }

    /// What is translated.
    let content: InlineContent
    /// What stands before it and behind it, and belongs to the document.
    let before: [Piece]
    let behind: [Piece]
    let codes: [Int: Code]
}
