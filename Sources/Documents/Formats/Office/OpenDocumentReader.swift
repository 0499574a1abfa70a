/// Reads the paragraphs and headings of OpenDocument.
///
/// A paragraph may hold others, in a note, a comment or a frame: those are segments of their own.
struct OpenDocumentReader {
    private let spans: XMLSpans
    /// Styles of text that say nothing but in which session it was written.
    private let noisyStyles: Set<String>
    /// The headers and footers of styles.
    private let margins: [ClosedRange<Int>]
    private var flow: MarkupFlow

    /// Elements that are around text.
    private static let pairs: Set<String> = [
        "span", "a", "meta", "meta-field", "ruby", "ruby-base",
    ]
    private static let spaces: Set<String> = ["s", "tab", "line-break"]
    /// Marks around text, by what their names end with.
    private static let marks: Set<String> = ["bookmark", "reference-mark"]

    /// The slots of a document.
    ///
    /// - Parameter isMain: Whether it is all text, and not styles with headers and footers.
    static func slots(_ spans: XMLSpans, isMain: Bool) -> [XMLSlot] {
        var reader = OpenDocumentReader(spans)
        var index = 0
        while index < spans.nodes.count {
            index = reader.read(index, isMain: isMain)
        }
        return reader.flow.sortedSlots()
    }

    private init(_ spans: XMLSpans) {
        self.spans = spans
        noisyStyles = Self.noisyStyles(spans)
        margins = Self.margins(spans)
        flow = MarkupFlow(spans)
    }

    /// Reads what begins at a node.
    ///
    /// - Returns: The node to go on with.
    private mutating func read(_ index: Int, isMain: Bool) -> Int {
        let node = spans.nodes[index]
        guard node.kind == .start else { return index + 1 }
        switch spans.name(of: index).local {
        case "tracked-changes", "automatic-styles", "font-face-decls", "scripts", "styles":
            return node.partner + 1
        case "p", "h":
            if spans.name(of: index).namespace.hasSuffix(":text:1.0"), isMain || isInMargin(index) {
                readParagraph(index)
            }
        default: break
        }
        return index + 1
    }

    /// Whether a paragraph of the styles is in a header or a footer, and not in a form to fill in.
    private func isInMargin(_ index: Int) -> Bool { margins.contains { $0.contains(index) } }

    private static func margins(_ spans: XMLSpans) -> [ClosedRange<Int>] {
        let names: Set = [
            "header", "header-left", "header-first", "footer", "footer-left", "footer-first",
        ]
        return spans.nodes.indices.compactMap { index in
            guard spans.nodes[index].kind == .start, names.contains(spans.name(of: index).local),
                spans.name(of: index).namespace.hasSuffix(":style:1.0")
            else { return nil }
            return index...max(index, spans.nodes[index].partner)
        }
    }

    private mutating func readParagraph(_ start: Int) {
        var index = start + 1
        while index < spans.nodes[start].partner {
            index = readInline(index)
        }
        flow.endSegment(collapsesSpace: true)
    }

    /// Reads a node of a paragraph.
    ///
    /// - Returns: The node to go on with.
    private mutating func readInline(_ index: Int) -> Int {
        let node = spans.nodes[index]
        switch node.kind {
        case .text, .characterData:
            flow.append(text: spans.text(of: index) ?? "", at: node.range)
        case .start where Self.pairs.contains(spans.name(of: index).local), .end:
            if isNoise(node.kind == .end ? node.partner : index) {
                flow.skip(node.range)
            } else {
                flow.append(tag: index)
            }
        case .start:
            readElement(index)
            return node.partner + 1
        default: flow.append(.alone(node.range))
        }
        return index + 1
    }

    private mutating func readElement(_ index: Int) {
        let name = spans.name(of: index).local
        let parts = name.split(separator: "-")
        if Self.spaces.contains(name) {
            flow.append(element: index, separatesWords: true)
        } else if let last = parts.last, last == "start" || last == "end",
            Self.marks.contains(String(name.dropLast(last.count + 1)))
        {
            let key =
                "\(name.dropLast(last.count)) \(spans.attribute(local: "name", of: index) ?? "")"
            let range = spans.elementRange(index)
            flow.append(last == "start" ? .open(key, range) : .close(key, range))
        } else if name == "soft-page-break" {
            flow.skip(spans.elementRange(index))
        } else {
            let isText = spans.name(of: index).namespace.hasSuffix(":text:1.0")
            // A field shows a word or a number; a note, only a mark.
            let words = isText && name != "note" ? spans.text(in: index) : ""
            flow.append(element: index, carriedText: words.isEmpty ? nil : words)
        }
    }

    private func isNoise(_ start: Int) -> Bool {
        guard spans.isStart(start, "span"), spans.nodes[start].partner > start else { return false }
        return noisyStyles.contains(spans.attribute(local: "style-name", of: start) ?? "-")
    }

    /// LibreOffice gives text a style of its own in every session, so that a word is divided where
    /// somebody corrected it.
    private static func noisyStyles(_ spans: XMLSpans) -> Set<String> {
        let names = spans.nodes.indices.compactMap { index -> String? in
            guard spans.isStart(index, "style"),
                spans.attribute(local: "family", of: index) == "text",
                spans.attribute(local: "parent-style-name", of: index) == nil,
                !spans.children(of: index).contains(where: { !isNoise($0, spans) })
            else { return nil }
            return spans.attribute(local: "name", of: index)
        }
        return Set(names)
    }

    private static func isNoise(_ property: Int, _ spans: XMLSpans) -> Bool {
        guard spans.nodes[property].kind == .start else { return true }
        return spans.isStart(property, "text-properties")
            && spans.nodes[property].partner == property
            && spans.attributes(of: property).allSatisfy { $0.name.hasSuffix(":rsid") }
    }
}
