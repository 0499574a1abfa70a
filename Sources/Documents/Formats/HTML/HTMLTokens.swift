/// A document as tags, texts and the rest, which follow each other without a gap.
struct HTMLTokens {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var tokens: [HTMLToken] = []

    /// - Parameter marks: What the parser read, in order.
    init(_ bytes: UnsafeBufferPointer<UInt8>, marks: [HTMLTreeWalk.Mark]) {
        self.bytes = bytes
        var place = 0
        for mark in marks {
            addGap(place..<mark.range.lowerBound)
            add(mark)
            place = mark.range.upperBound
        }
        addGap(place..<bytes.count)
    }

    private mutating func add(_ mark: HTMLTreeWalk.Mark) {
        var scanner = HTMLTagScanner(bytes, mark.range, skipsRawText: false)
        // What the parser calls a tag is one, but for what it makes of `</br>` and the like.
        guard !mark.isComment, let tag = scanner.next(),
            tag.range.lowerBound == mark.range.lowerBound,
            tag.kind != .other
        else { return append(.other, mark.range) }
        append(
            tag.kind == .start ? .start(mark.element) : .end, mark.range, name: tag.name,
            isSelfClosing: tag.isSelfClosing)
    }

    /// Adds what is between two marks: text, and tags that the parser dropped.
    private mutating func addGap(_ gap: Range<Int>) {
        guard !gap.isEmpty else { return }
        if let last = tokens.last, case .start(.some) = last.kind {
            if HTMLElementKinds.rawText.contains(last.name) { return append(.other, gap) }
            if HTMLElementKinds.escapableRawText.contains(last.name) { return append(.text, gap) }
        }
        var scanner = HTMLTagScanner(bytes, gap, skipsRawText: false)
        var place = gap.lowerBound
        while let tag = scanner.next() {
            append(.text, place..<tag.range.lowerBound)
            let kind: HTMLToken.Kind =
                switch tag.kind {
                case .start: .start(nil)
                case .end: .end
                case .other: .other
                }
            append(kind, tag.range, name: tag.name, isSelfClosing: tag.isSelfClosing)
            place = tag.range.upperBound
        }
        append(.text, place..<gap.upperBound)
    }

    private mutating func append(
        _ kind: HTMLToken.Kind, _ range: Range<Int>, name: String = "", isSelfClosing: Bool = false
    ) {
        guard !range.isEmpty else { return }
        tokens.append(
            HTMLToken(kind: kind, range: range, name: name, isSelfClosing: isSelfClosing))
    }
}
