/// Collects the segments of a document whose text has tags around and between words.
struct MarkupFlow {
    let spans: XMLSpans
    private(set) var slots: [XMLSlot] = []
    private var flow = InlineFlow<Range<Int>>()
    /// The bytes of what is collected.
    private var range: Range<Int>?
    /// How many pairs are open in what is collected.
    private var depth = 0

    init(_ spans: XMLSpans) {
        self.spans = spans
    }

    /// Adds text that stands at a place.
    mutating func append(text: String, at place: Range<Int>) {
        extend(place)
        flow.append(text: text)
    }

    /// Adds a code.
    mutating func append(_ item: InlineFlow<Range<Int>>.Item) {
        switch item {
        case .text: preconditionFailure("text without its place")
        case .open(_, let place):
            depth += 1
            extend(place)
        case .close(_, let place):
            depth = max(0, depth - 1)
            extend(place)
        case .alone(let place, _, _): extend(place)
        }
        flow.append(item)
    }

    /// Adds a node of text in which line breaks count, so that no translation can lose one: they end
    /// a segment where none of its pairs is open, and else are codes.
    mutating func append(linesOf index: Int) {
        let whole = spans.nodes[index].range
        let isPlain = spans.nodes[index].kind == .text
        for line in spans.lines(ofText: index) {
            append(text: spans.text(of: index, in: line.text), at: isPlain ? line.text : whole)
            guard let lineBreak = line.lineBreak else { continue }
            if isPlain, depth == 0 {
                endSegment(collapsesSpace: false)
            } else {
                append(.alone(lineBreak, separatesWords: true))
            }
        }
        extend(whole)
    }

    /// Passes over bytes that a translation does without.
    mutating func skip(_ place: Range<Int>) {
        extend(place)
    }

    /// Adds an element that stands alone, with all that is in it.
    mutating func append(
        element index: Int, carriedText: String? = nil, separatesWords: Bool = false
    ) {
        append(
            .alone(
                spans.elementRange(index), carriedText: carriedText, separatesWords: separatesWords)
        )
    }

    /// Adds a start tag or an end tag of an element that is a pair.
    mutating func append(tag index: Int) {
        let node = spans.nodes[index]
        if node.kind == .end {
            append(.close("#\(node.partner)", node.range))
        } else if node.partner == index {
            append(.alone(node.range))
        } else {
            append(.open("#\(index)", node.range))
        }
    }

    /// Ends a segment.
    ///
    /// - Parameter collapsesSpace: Whether any white space in it is one space.
    mutating func endSegment(collapsesSpace: Bool) {
        defer { (flow, range, depth) = (InlineFlow(), nil, 0) }
        guard let range,
            let segment = flow.assembled(collapsesSpace: collapsesSpace, markup: spans.source)
        else { return }
        let writer = MarkupWriter(segment: segment)
        slots.append(XMLSlot(range: range, content: segment.content, writer: writer))
    }

    /// Adds the value of an attribute as a segment.
    mutating func append(attribute: XMLAttribute) {
        var flow = InlineFlow<Range<Int>>()
        // A reference that only the document knows would not come back as one.
        guard let text = XMLText.resolved(spans.bytes[attribute.value]) else { return }
        flow.append(text: text)
        guard let segment = flow.assembled(collapsesSpace: false, markup: spans.source) else {
            return
        }
        let isSingle = spans.bytes[attribute.value.upperBound] == UInt8(ascii: "'")
        let writer = MarkupWriter(
            segment: segment, context: isSingle ? .singleQuoted : .attribute)
        slots.append(
            XMLSlot(range: attribute.value, content: segment.content, writer: writer))
    }

    /// All segments, in the order of the document.
    func sortedSlots() -> [XMLSlot] {
        slots.enumerated()
            .sorted { one, two in
                let (first, second) = (one.element.range, two.element.range)
                // One that holds others is before them.
                return (first.lowerBound, -first.upperBound, one.offset)
                    < (second.lowerBound, -second.upperBound, two.offset)
            }
            .map(\.element)
    }

    private mutating func extend(_ place: Range<Int>) {
        range = (range?.lowerBound ?? place.lowerBound)..<place.upperBound
    }
}
