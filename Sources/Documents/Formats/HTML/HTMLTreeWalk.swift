import CGumbo

/// Finds in gumbo's tree which tags and comments stand where.
///
/// The parser moves nodes, clones them and makes some that nobody wrote; so the tree's order counts for
/// nothing here, and what stands in the document counts once.
struct HTMLTreeWalk {
    /// A tag or a comment that the parser read.
    struct Mark {
        let range: Range<Int>
        /// The element of a start tag.
        var element: HTMLElement?
        let isComment: Bool
    }

    private struct Frame {
        let node: UnsafePointer<GumboNode>
        let children: GumboVector
        var next = 0
        /// Where what is in it ends.
        var end = 0
        /// The number of its mark; nil where it stands nowhere, or is a clone.
        var mark: Int?
    }

    private let base: UnsafePointer<CChar>
    private let count: Int
    private var marks: [Mark] = []

    private init(_ bytes: UnsafeBufferPointer<CChar>, base: UnsafePointer<CChar>) {
        self.base = base
        count = bytes.count
    }

    /// The marks of a document, in the order of its bytes; none overlaps another.
    static func marks(
        of document: UnsafePointer<GumboNode>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> [Mark] {
        bytes.withMemoryRebound(to: CChar.self) { bytes in
            guard let base = bytes.baseAddress else { return [] }
            var walk = HTMLTreeWalk(bytes, base: base)
            walk.visit(document)
            return walk.ordered()
        }
    }

    private mutating func visit(_ document: UnsafePointer<GumboNode>) {
        // No recursion: a page may be deep.
        var frames = [Frame(node: document, children: document.pointee.v.document.children)]
        while var frame = frames.popLast() {
            guard frame.next < Int(frame.children.length) else {
                let end = leave(frame)
                if let parent = frames.indices.last {
                    frames[parent].end = max(frames[parent].end, end)
                }
                continue
            }
            let child = frame.children.data[frame.next]?.assumingMemoryBound(to: GumboNode.self)
            frame.next += 1
            frames.append(frame)
            if let child { enter(UnsafePointer(child), &frames) }
        }
    }

    private mutating func enter(_ node: UnsafePointer<GumboNode>, _ frames: inout [Frame]) {
        switch node.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
            var frame = Frame(node: node, children: node.pointee.v.element.children)
            if let range = range(of: node.pointee.v.element.original_tag) {
                frame.end = range.upperBound
                if node.pointee.parse_flags.rawValue & Self.clone == 0 {
                    frame.mark = marks.count
                    let attributes = attributes(of: node.pointee.v.element, in: range)
                    marks.append(
                        Mark(
                            range: range, element: HTMLElement(end: 0, attributes: attributes),
                            isComment: false))
                }
            }
            frames.append(frame)
        default:
            guard let range = range(of: node.pointee.v.text.original_text) else { return }
            if node.pointee.type == GUMBO_NODE_COMMENT || node.pointee.type == GUMBO_NODE_CDATA {
                marks.append(Mark(range: range, isComment: true))
            }
            if let parent = frames.indices.last {
                frames[parent].end = max(frames[parent].end, range.upperBound)
            }
        }
    }

    /// Ends an element, and says where.
    private mutating func leave(_ frame: Frame) -> Int {
        guard frame.node.pointee.type != GUMBO_NODE_DOCUMENT else { return frame.end }
        let element = frame.node.pointee.v.element
        var end = frame.end
        if let range = range(of: element.original_end_tag) {
            marks.append(Mark(range: range, isComment: false))
            // Where another's end tag ended it, that one is not a part of it.
            end = isEnd(range, of: element.original_tag) ? range.upperBound : range.lowerBound
        }
        if let mark = frame.mark {
            let tagEnd = marks[mark].range.upperBound
            marks[mark].element?.end = max(end, tagEnd)
        }
        return end
    }

    private func isEnd(_ end: Range<Int>, of start: GumboStringPiece) -> Bool {
        guard let start = range(of: start) else { return false }
        return name(start.lowerBound + 1) == name(end.lowerBound + 2)
    }

    private func name(_ start: Int) -> String {
        var end = start
        while end < count, let byte = byte(end), !byte.isHTMLSpace, byte != UInt8(ascii: ">"),
            byte != UInt8(ascii: "/")
        {
            end += 1
        }
        return HTMLBytes.lowercased((start..<end).lazy.compactMap(byte))
    }

    private func byte(_ place: Int) -> UInt8? {
        place < count ? UInt8(bitPattern: base[place]) : nil
    }

    private func attributes(
        of element: GumboElement, in tag: Range<Int>
    ) -> [HTMLElement.Attribute] {
        (0..<Int(element.attributes.length)).compactMap { index in
            let pointer = element.attributes.data[index]
            guard let attribute = pointer?.assumingMemoryBound(to: GumboAttribute.self).pointee,
                let name = range(of: attribute.original_name), tag.contains(name.lowerBound)
            else { return nil }
            let value = range(of: attribute.original_value)
            return HTMLElement.Attribute(
                name: HTMLBytes.lowercased(name.lazy.compactMap(byte)),
                value: String(cString: attribute.value),
                range: value.flatMap { tag.contains($0.lowerBound) ? $0 : nil })
        }
    }

    /// Where a piece of the text stands; nil where it stands nowhere.
    private func range(of piece: GumboStringPiece) -> Range<Int>? {
        guard let data = piece.data, piece.length > 0 else { return nil }
        let start = data - base
        guard start >= 0, start + piece.length <= count else { return nil }
        return start..<(start + piece.length)
    }

    private func ordered() -> [Mark] {
        var place = 0
        return marks.sorted { left, right in
            // Of one that was read several times, the first with an element.
            left.range.lowerBound != right.range.lowerBound
                ? left.range.lowerBound < right.range.lowerBound
                : left.element != nil && right.element == nil
        }.filter { mark in
            guard mark.range.lowerBound >= place else { return false }
            place = mark.range.upperBound
            return true
        }
    }

    private static let clone =
        GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT.rawValue
        | GUMBO_INSERTION_ADOPTION_AGENCY_CLONED.rawValue
}
