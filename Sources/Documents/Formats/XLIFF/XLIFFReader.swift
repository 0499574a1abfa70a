/// Reads the texts of an XLIFF that are to be translated.
struct XLIFFReader {
    private let spans: XMLSpans
    private let edition: XLIFFEdition
    private var flow: MarkupFlow
    private var units: [XLIFFUnit] = []

    init(_ spans: XMLSpans, _ edition: XLIFFEdition) {
        (self.spans, self.edition) = (spans, edition)
        flow = MarkupFlow(spans)
    }

    /// The document.
    ///
    /// - Parameter bytes: It, as it is in its file.
    mutating func document(_ bytes: [UInt8]) -> Document {
        read()
        let content = XMLMember(spans: spans, slots: flow.slots)
        return Document(
            segments: content.segments(member: nil),
            skeleton: XLIFFSkeleton(
                original: bytes, edition: edition, content: content, units: units))
    }

    private mutating func read() {
        // Whether the elements that are open are to be translated.
        var isTranslated = [true]
        var index = 0
        while index < spans.nodes.count {
            defer { index += 1 }
            let node = spans.nodes[index]
            if node.kind == .end { isTranslated.removeLast() }
            guard node.kind == .start else { continue }
            let isOpen =
                spans.attribute("translate", of: index).map { $0 != "no" }
                ?? isTranslated.last ?? true
            let name = spans.name(of: index).local
            if name == (edition == .first ? "trans-unit" : "segment") {
                if isOpen { readUnit(index) }
                // Units do not nest; what a wrong file has in one would come out of its order.
                index = node.partner
            } else if node.partner > index {
                isTranslated.append(isOpen)
            }
        }
    }

    private mutating func readUnit(_ index: Int) {
        guard let source = spans.child("source", of: index),
            spans.attribute("approved", of: index) != "yes"
        else { return }
        let target = spans.child("target", of: index)
        guard needsTranslation(index, target) else { return }
        let text = spans.child("seg-source", of: index) ?? source
        let first = flow.slots.count
        readSegments(of: text)
        guard flow.slots.count > first else { return }
        units.append(
            XLIFFUnit(
                container: index, source: text, target: target, slots: first..<flow.slots.count))
    }

    private func needsTranslation(_ unit: Int, _ target: Int?) -> Bool {
        guard let target, !spans.text(in: target).allSatisfy(\.isWhitespace) else { return true }
        switch edition {
        case .first:
            return ["new", "needs-translation"].contains(spans.attribute("state", of: target))
        case .second: return spans.attribute("state", of: unit) == "initial"
        }
    }

    /// Reads a text; one that is divided into sentences, sentence by sentence.
    private mutating func readSegments(of text: Int) {
        let sentences = sentences(of: text)
        for sentence in sentences.isEmpty ? [text] : sentences {
            var index = sentence + 1
            while index < spans.nodes[sentence].partner {
                index = readInline(index)
            }
            flow.endSegment(collapsesSpace: false)
        }
    }

    /// The sentences that a text is divided into, without those in others.
    private func sentences(of text: Int) -> [Int] {
        var (result, index) = ([Int](), text)
        while index < spans.nodes[text].partner {
            let isSentence =
                spans.isStart(index, "mrk") && spans.attribute("mtype", of: index) == "seg"
            if isSentence { result.append(index) }
            index = (isSentence ? spans.nodes[index].partner : index) + 1
        }
        return result
    }

    /// Reads a node of a text.
    ///
    /// - Returns: The node to go on with.
    private mutating func readInline(_ index: Int) -> Int {
        let node = spans.nodes[index]
        switch node.kind {
        case .text, .characterData: flow.append(linesOf: index)
        case .end: flow.append(tag: index)
        case .start where isPair(index): flow.append(tag: index)
        case .start:
            readCode(index)
            return node.partner + 1
        default: flow.append(.alone(node.range))
        }
        return index + 1
    }

    /// Whether an element is around text that is translated.
    private func isPair(_ index: Int) -> Bool {
        switch spans.name(of: index).local {
        case "g", "pc": true
        case "mrk":
            spans.attribute("mtype", of: index) != "protected"
                && spans.attribute("translate", of: index) != "no"
        default: false
        }
    }

    private mutating func readCode(_ index: Int) {
        let name = spans.name(of: index).local
        let range = spans.elementRange(index)
        let id = spans.attribute("id", of: index) ?? ""
        switch name {
        case "bpt", "bx":
            flow.append(.open("begun \(spans.attribute("rid", of: index) ?? id)", range))
        case "ept", "ex":
            flow.append(.close("begun \(spans.attribute("rid", of: index) ?? id)", range))
        case "sc", "sm": flow.append(.open("\(name.dropFirst()) \(id)", range))
        case "ec", "em":
            let start = spans.attribute("startRef", of: index) ?? id
            flow.append(.close("\(name.dropFirst()) \(start)", range))
        case "mrk": flow.append(element: index, carriedText: spans.text(in: index))
        default:
            let isBreak = spans.attribute("ctype", of: index) == "lb"
            flow.append(element: index, separatesWords: isBreak)
        }
    }
}
