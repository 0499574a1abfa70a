/// Finds what looks like tags in bytes, as a browser's tokenizer does, and knows nothing of what they
/// mean: for bounds before a document is parsed, and for tags that the parser dropped.
struct HTMLTagScanner {
    /// What stands between `<` and `>`.
    struct Tag {
        enum Kind { case start, end, other }

        let kind: Kind
        let range: Range<Int>
        /// In lower case; empty for what is no tag.
        let name: String
        let isSelfClosing: Bool
        /// How many attributes it may have, and not fewer than it has.
        let attributes: Int
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var place: Int
    /// Whether the content of scripts and the like is passed over.
    private let skipsRawText: Bool
    /// Whether a template's tag may still end: what is not there is not looked for again.
    private var hasTemplateEnds = true
    /// Whether `<script/>` is a whole element, as in XML.
    private let endsEmptyElements: Bool

    init(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, skipsRawText: Bool,
        endsEmptyElements: Bool = false
    ) {
        self.bytes = bytes
        self.skipsRawText = skipsRawText
        self.endsEmptyElements = endsEmptyElements
        place = range.lowerBound
        end = range.upperBound
    }

    /// The next tag, comment or the like; nil at the end.
    mutating func next() -> Tag? {
        while let start = bytes[place..<end].firstIndex(of: UInt8(ascii: "<")) {
            place = start + 1
            guard place < end else { return nil }
            if let tag = tag(from: start) {
                place = tag.range.upperBound
                if skipsRawText, tag.kind == .start { skipRawText(of: tag) }
                return tag
            }
        }
        return nil
    }

    private mutating func tag(from start: Int) -> Tag? {
        switch bytes[start + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            return other(start..<commentEnd(from: start))
        case UInt8(ascii: "%"):
            // A template's tag, which a page is not served with.
            guard hasTemplateEnds else { return nil }
            let templateEnd = after("%>", from: start + 2)
            hasTemplateEnds = templateEnd != nil
            return templateEnd.map { other(start..<$0) }
        case UInt8(ascii: "/"):
            guard start + 2 < end else { return nil }
            guard bytes[start + 2].isASCIILetter else {
                return other(start..<(after(">", from: start + 2) ?? end))
            }
            return named(.end, from: start, nameAt: start + 2)
        case let byte where byte.isASCIILetter:
            return named(.start, from: start, nameAt: start + 1)
        default: return nil
        }
    }

    private func other(_ range: Range<Int>) -> Tag {
        Tag(kind: .other, range: range, name: "", isSelfClosing: false, attributes: 0)
    }

    private func commentEnd(from start: Int) -> Int {
        guard matches("<!--", at: start) else { return after(">", from: start + 2) ?? end }
        // `<!-->` and `<!--->` are whole comments.
        if matches(">", at: start + 4) { return start + 5 }
        if matches("->", at: start + 4) { return start + 6 }
        let usual = after("-->", from: start + 4)
        return usual ?? after("--!>", from: start + 4) ?? end
    }

    private func named(_ kind: Tag.Kind, from start: Int, nameAt nameStart: Int) -> Tag {
        var place = nameStart
        while place < end, !bytes[place].endsTagName { place += 1 }
        let name = HTMLBytes.lowercased(bytes[nameStart..<place])
        var attributes = 0
        var isBetween = true
        var isValue = false
        while place < end, bytes[place] != UInt8(ascii: ">") {
            let byte = bytes[place]
            if byte.isHTMLSpace || byte == UInt8(ascii: "/") {
                isBetween = true
            } else if byte == UInt8(ascii: "=") {
                isValue = true
                isBetween = false
            } else if isValue, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                let rest = bytes[(place + 1)..<end]
                place = rest.firstIndex(of: byte) ?? (end - 1)
                isValue = false
                isBetween = true
            } else {
                if isBetween, !isValue { attributes += 1 }
                isValue = false
                isBetween = false
            }
            place += 1
        }
        let isSelfClosing = place < end && bytes[place - 1] == UInt8(ascii: "/")
        return Tag(
            kind: kind, range: start..<min(place + 1, end), name: name,
            isSelfClosing: isSelfClosing, attributes: attributes)
    }

    private mutating func skipRawText(of tag: Tag) {
        guard Self.isText(tag.name), !(endsEmptyElements && tag.isSelfClosing) else { return }
        var found = place
        while let next = after("</", from: found) {
            let nameEnd = next + tag.name.utf8.count
            if nameEnd <= end, HTMLBytes.lowercased(bytes[next..<nameEnd]) == tag.name {
                place = next - 2
                return
            }
            found = next
        }
        place = end
    }

    /// Whether the content of an element is nothing but text, up to its end tag.
    static func isText(_ name: String) -> Bool {
        HTMLElementKinds.rawText.contains(name) || HTMLElementKinds.escapableRawText.contains(name)
    }

    private func matches(_ text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= end else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { text.utf8Start[$0] == bytes[start + $0] }
    }

    /// Where a text ends that is the next of its kind; nil where there is none.
    private func after(_ text: StaticString, from start: Int) -> Int? {
        var place = start
        while place < end, let found = bytes[place..<end].firstIndex(of: text.utf8Start[0]) {
            if matches(text, at: found) { return found + text.utf8CodeUnitCount }
            place = found + 1
        }
        return nil
    }
}

extension UInt8 {
    /// Whether HTML takes it for white space.
    var isHTMLSpace: Bool {
        self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
    }

    var isASCIILetter: Bool {
        let lower = self | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    fileprivate var endsTagName: Bool {
        isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
    }
}

/// Small questions about bytes of HTML.
enum HTMLBytes {
    /// Bytes as a text with ASCII's letters in lower case, as HTML compares names.
    static func lowercased(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
