/// Numbers the codes of a segment.
///
/// Those that are always together are one: tags around the same text, and what stands side by side.
/// The fewer there are, the less can come into another order.
struct InlineCodes<Part: Sendable> {
    private let items: [InlineFlow<Part>.Item]
    /// Of an item that begins or ends a pair, the index of the other.
    private let partners: [Int: Int]
    private let end: Int
    private var index: Int
    private var elements: [InlineContent.Element] = []
    private var codes: [Int: InlineSegment<Part>.Code] = [:]
    /// Of the innermost beginning of pairs that are one, the number of their code.
    private var ids: [Int: Int] = [:]

    init(
        _ items: [InlineFlow<Part>.Item], _ partners: [Int: Int], in range: Range<Int>,
        markup: (Part) -> String
    ) {
        (self.items, self.partners) = (items, partners)
        (index, end) = (range.lowerBound, range.upperBound)
        while index < end {
            if case .text(let text) = items[index] {
                if !text.isEmpty { elements.append(.text(text)) }
                index += 1
            } else if isAlone(index) {
                addAlone(markup)
            } else if case .open = items[index] {
                addBeginning(markup)
            } else {
                addEnd(markup)
            }
        }
    }

    /// Text and codes, and what is written for each code.
    var result: ([InlineContent.Element], [Int: InlineSegment<Part>.Code]) { (elements, codes) }

    private func part(_ index: Int) -> Part? {
        switch items[index] {
        case .text: nil
        case .open(_, let part), .close(_, let part), .alone(let part, _, _): part
        }
    }

    /// Whether an item has no other, or one right behind it.
    private func isAlone(_ index: Int) -> Bool {
        if case .text = items[index] { return false }
        return partners[index].map { $0 == index + 1 && $0 < end } ?? true
    }

    private mutating func add(
        _ parts: [Part], id: Int, _ role: InlineCode.Role, _ markup: (Part) -> String,
        carriedText: String? = nil, separatesWords: Bool = false
    ) {
        let code = InlineCode(
            id: id, role, markup: parts.map(markup).joined(), carriedText: carriedText,
            separatesWords: separatesWords)
        elements.append(.code(code))
    }

    /// Adds all that stands alone from here on, up to text; what is read stays on its own.
    private mutating func addAlone(_ markup: (Part) -> String) {
        var (parts, carriedText, separatesWords) = ([Part](), String?.none, false)
        while index < end, isAlone(index), carriedText == nil {
            if case .alone(_, let carried, let separates) = items[index] {
                guard carried == nil || parts.isEmpty else { break }
                carriedText = carried
                separatesWords = separatesWords || separates
            }
            let last = partners[index] ?? index
            parts += (index...last).compactMap(part)
            index = last + 1
        }
        let id = codes.count + 1
        codes[id] = .init(first: parts)
        add(
            parts, id: id, .alone, markup, carriedText: carriedText,
            separatesWords: separatesWords)
    }

    private mutating func addBeginning(_ markup: (Part) -> String) {
        var last = index
        while last + 1 < end, case .open = items[last + 1], let partner = partners[last],
            partners[last + 1] == partner - 1, partner - 1 > last + 2
        {
            last += 1
        }
        let parts = (index...last).compactMap(part)
        let id = codes.count + 1
        codes[id] = .init(first: parts)
        ids[last] = id
        add(parts, id: id, .begin, markup)
        index = last + 1
    }

    private mutating func addEnd(_ markup: (Part) -> String) {
        guard let id = partners[index].flatMap({ ids[$0] }), let count = codes[id]?.first.count
        else {
            preconditionFailure("a pair that ends before it begins")
        }
        let parts = (index..<index + count).compactMap(part)
        codes[id]?.end = parts
        add(parts, id: id, .end, markup)
        index += count
    }
}
