/// Makes a segment of text and inline elements: pairs tags, and leaves to the document what is at the
/// ends and needs no place among the words.
struct HTMLSegmentBuilder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var items: [HTMLRun.Item]
    /// The number of the item that each one is a pair with; nil of others.
    private var partners: [Int?]
    /// How many of the items before each one have something to read.
    private var readable: [Int] = [0]
    /// How many of them have letters or digits.
    private var worded: [Int] = [0]
    private var low = 0
    private var high: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ items: [HTMLRun.Item]) {
        self.bytes = bytes
        self.items = items
        high = items.count
        partners = Self.partners(items)
        let hasPairs = partners.contains { $0 != nil }
        for (index, item) in items.enumerated() {
            let isRead = isRead(item)
            readable.append(readable[index] + (isRead ? 1 : 0))
            if hasPairs { worded.append(worded[index] + (isRead && hasWords(item) ? 1 : 0)) }
        }
    }

    /// The segment; nil where there is nothing to translate.
    mutating func place() -> HTMLPlace? {
        while low < high, peelFirst() || peelLast() {}
        guard low < high else { return nil }
        trim()
        var content = HTMLContentBuilder(bytes)
        for index in low..<high {
            switch items[index].kind {
            case .text(let isPreserved): content.text(items[index].range, isPreserved: isPreserved)
            case .start where partners[index] != nil: content.begin(items[index].range)
            case .end where partners[index] != nil: content.end(items[index].range)
            case .start, .end: content.alone(items[index].range, [], separatesWords: false)
            case .alone(let carriedTexts, let separatesWords):
                content.alone(items[index].range, carriedTexts, separatesWords: separatesWords)
            }
        }
        let range = items[low].range.lowerBound..<items[high - 1].range.upperBound
        return content.place(range)
    }

    private static func partners(_ items: [HTMLRun.Item]) -> [Int?] {
        var partners = [Int?](repeating: nil, count: items.count)
        var open: [Int] = []
        for (index, item) in items.enumerated() {
            switch item.kind {
            case .start: open.append(index)
            case .end:
                // Those that began in between and end later, or never, cannot nest: they stand alone.
                guard let place = open.lastIndex(where: { items[$0].name == item.name }) else {
                    continue
                }
                partners[index] = open[place]
                partners[open[place]] = index
                open.removeSubrange(place...)
            default: break
            }
        }
        return partners
    }

    private func isRead(_ item: HTMLRun.Item) -> Bool {
        switch item.kind {
        case .text: !bytes[item.range].allSatisfy(\.isHTMLSpace)
        case .alone(let carriedTexts, _): !carriedTexts.isEmpty
        case .start, .end: false
        }
    }

    /// Whether there is nothing to read among items.
    private func isEmpty(_ range: ClosedRange<Int>) -> Bool {
        readable[range.lowerBound] == readable[range.upperBound + 1]
    }

    /// Leaves the first items to the document, if they can be.
    private mutating func peelFirst() -> Bool {
        guard isEmpty(low...low) else { return false }
        if case .start = items[low].kind, let end = partners[low] {
            return peelPair(low...end)
        }
        low += 1
        return true
    }

    private mutating func peelLast() -> Bool {
        guard isEmpty((high - 1)...(high - 1)) else { return false }
        if case .end = items[high - 1].kind, let start = partners[high - 1] {
            return peelPair(start...(high - 1))
        }
        high -= 1
        return true
    }

    private func hasWords(_ item: HTMLRun.Item) -> Bool {
        guard case .text = item.kind else { return true }
        let text = GumboTree.decoded(UnsafeBufferPointer(rebasing: bytes[item.range]))
        return text.unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }

    /// Leaves a pair at an end to the document, if it is around all, or has no word, as a pilcrow that
    /// links to its heading.
    private mutating func peelPair(_ pair: ClosedRange<Int>) -> Bool {
        if worded[pair.lowerBound] == worded[pair.upperBound + 1] {
            if pair.lowerBound == low { low = pair.upperBound + 1 } else { high = pair.lowerBound }
        } else if pair == low...(high - 1) {
            low += 1
            high -= 1
        } else {
            return false
        }
        return true
    }

    /// Leaves white space at the ends to the document.
    private mutating func trim() {
        if case .text = items[low].kind {
            let spaces = bytes[items[low].range].prefix(while: \.isHTMLSpace)
            items[low].range = spaces.endIndex..<items[low].range.upperBound
        }
        if case .text = items[high - 1].kind {
            let range = items[high - 1].range
            let end = bytes[range].lastIndex { !$0.isHTMLSpace } ?? range.lowerBound
            items[high - 1].range = range.lowerBound..<(end + 1)
        }
    }
}
