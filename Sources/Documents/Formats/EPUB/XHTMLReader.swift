/// Reads the text of a web page that is well-formed XML.
struct XHTMLReader {
    private let spans: XMLSpans
    private var flow: MarkupFlow
    /// Start tags of elements that stand in a text but hold a part of one.
    private let dividing: Set<Int>
    /// Elements that are open whose white space is kept.
    private var preserved = 0

    /// A page with its segments.
    static func member(_ spans: XMLSpans) -> XMLMember {
        var reader = XHTMLReader(spans)
        reader.read()
        var places: [XMLMember.LanguagePlace] = []
        if let root = spans.root {
            let names = ["lang", "xml:lang"].filter { spans.attribute($0, of: root) != nil }
            places = (names.isEmpty ? ["lang", "xml:lang"] : names).map { .attribute($0, of: root) }
        }
        return XMLMember(spans: spans, slots: reader.flow.sortedSlots(), languagePlaces: places)
    }

    private init(_ spans: XMLSpans) {
        self.spans = spans
        flow = MarkupFlow(spans)
        dividing = Self.dividing(spans)
    }

    /// Inline elements that hold a block, as a link around a heading does.
    private static func dividing(_ spans: XMLSpans) -> Set<Int> {
        var (result, open) = (Set<Int>(), [Int]())
        for (index, node) in spans.nodes.enumerated() {
            if node.kind == .start {
                if HTMLElementKinds.isBlock(spans.name(of: index).local) { result.formUnion(open) }
                // Whoever holds a marked element is marked, so that only the rest is kept.
                if result.count > 0 { open.removeAll(where: result.contains) }
                if node.partner > index { open.append(index) }
            } else if node.kind == .end, open.last == node.partner {
                open.removeLast()
            }
        }
        return result
    }

    private mutating func read() {
        var index = 0
        while index < spans.nodes.count {
            index = readNode(index)
        }
        endSegment()
    }

    /// Reads a node.
    ///
    /// - Returns: The node to go on with.
    private mutating func readNode(_ index: Int) -> Int {
        let node = spans.nodes[index]
        switch node.kind {
        case .text where preserved > 0, .characterData where preserved > 0:
            flow.append(linesOf: index)
        case .text, .characterData, .entity, .declaredEntity:
            if let text = spans.text(of: index) {
                flow.append(text: text, at: node.range)
            } else {
                flow.append(.alone(node.range, carriedText: spans.source(node.range)))
            }
        case .comment, .instruction: flow.append(.alone(node.range))
        case .start: return readElement(index)
        case .end: readEnd(index)
        }
        return index + 1
    }

    private mutating func readElement(_ index: Int) -> Int {
        let name = spans.name(of: index).local
        let isPart = HTMLElementKinds.isBlock(name) || dividing.contains(index)
        if isPart { endSegment() }
        if isCarried(index, name) {
            if isPart { return spans.nodes[index].partner + 1 }
            appendCarried(index, name)
            return spans.nodes[index].partner + 1
        }
        readAttributes(index)
        if !isPart {
            let isBreak = name == "br"
            if isBreak || spans.nodes[index].partner == index {
                flow.append(element: index, separatesWords: isBreak)
                return spans.nodes[index].partner + 1
            }
            flow.append(tag: index)
        } else if HTMLElementKinds.preserved.contains(name), spans.nodes[index].partner > index {
            preserved += 1
        }
        return index + 1
    }

    private mutating func readEnd(_ index: Int) {
        let start = spans.nodes[index].partner
        let name = spans.name(of: start).local
        if HTMLElementKinds.isBlock(name) || dividing.contains(start) {
            endSegment()
            if HTMLElementKinds.preserved.contains(name) { preserved -= 1 }
        } else {
            flow.append(tag: index)
        }
    }

    private mutating func endSegment() {
        flow.endSegment(collapsesSpace: preserved == 0)
    }

    /// Whether an element is carried over with all that is in it.
    private func isCarried(_ index: Int, _ name: String) -> Bool {
        if HTMLElementKinds.notTranslated.contains(name) || HTMLElementKinds.rawText.contains(name)
        {
            return true
        }
        // Drawings and formulas have namespaces of their own.
        let namespace = spans.name(of: index).namespace
        if !namespace.isEmpty, !namespace.hasSuffix("/xhtml") { return true }
        let classes = HTMLElementKinds.classes(spans.attribute("class", of: index))
        let said = HTMLElementKinds.isTranslated(
            translate: spans.attribute("translate", of: index), classes: classes)
        return said.map { !$0 } ?? (name == "pre" && HTMLElementKinds.isListing(classes))
    }

    private mutating func appendCarried(_ index: Int, _ name: String) {
        let words =
            HTMLElementKinds.unread.contains(name) ? "" : spans.text(in: index)
        let isBlank = words.allSatisfy(\.isWhitespace)
        flow.append(element: index, carriedText: isBlank ? nil : words)
    }

    private mutating func readAttributes(_ index: Int) {
        let element = spans.name(of: index).local
        for attribute in spans.attributes(of: index)
        where HTMLTranslatedAttributes.contains(
            attribute.name, of: element, value: { spans.attribute($0, of: index) })
        {
            flow.append(attribute: attribute)
        }
    }
}
