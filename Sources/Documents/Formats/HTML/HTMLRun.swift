/// Text and inline elements between two blocks, of which segments are made.
struct HTMLRun {
    /// A part of a run.
    struct Item {
        enum Kind {
            case text(isPreserved: Bool)
            case start
            case end
            /// With the texts that it carries, and whether it is a line break.
            case alone(carriedTexts: [Range<Int>], separatesWords: Bool)
        }

        let kind: Kind
        var range: Range<Int>
        var name = ""
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var items: [Item] = []
    private var hasText = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Where it ends; nil of one in which nothing is.
    var end: Int? { items.last?.range.upperBound }

    /// Adds text.
    mutating func text(_ range: Range<Int>, isPreserved: Bool = false) {
        guard !range.isEmpty else { return }
        if !hasText { hasText = !isBlank(range) }
        items.append(Item(kind: .text(isPreserved: isPreserved), range: range))
    }

    /// Adds the start tag of an element with content.
    mutating func start(_ name: String, _ range: Range<Int>) {
        items.append(Item(kind: .start, range: range, name: name))
    }

    /// Adds an end tag, whatever it ends.
    mutating func end(_ name: String, _ range: Range<Int>) {
        items.append(Item(kind: .end, range: range, name: name))
    }

    /// Adds what stands alone.
    mutating func alone(
        _ range: Range<Int>, carriedTexts: [Range<Int>] = [], separatesWords: Bool = false
    ) {
        items.append(
            Item(
                kind: .alone(carriedTexts: carriedTexts, separatesWords: separatesWords),
                range: range))
    }

    /// The segments: one, or several where line breaks stand in a row.
    func places() -> [HTMLPlace] {
        guard hasText else { return [] }
        return parts().compactMap { part in
            var builder = HTMLSegmentBuilder(bytes, Array(items[part]))
            return builder.place()
        }
    }

    /// The parts between two or more line breaks in a row.
    private func parts() -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        /// The first of the line breaks that stand in a row.
        var firstBreak: Int?
        for (index, item) in items.enumerated() {
            if case .alone(_, separatesWords: true) = item.kind {
                if let first = firstBreak {
                    if first >= start { parts.append(start..<first) }
                    start = index + 1
                }
                firstBreak = firstBreak ?? index
            } else if case .text = item.kind, isBlank(item.range) {
                continue
            } else {
                firstBreak = nil
            }
        }
        parts.append(start..<items.count)
        return parts
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy(\.isHTMLSpace)
    }
}
