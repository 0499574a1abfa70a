/// A text of an XLIFF and its translation.
struct XLIFFUnit: Sendable {
    /// The start tag of the element that says how far the translation is: a target of XLIFF 1, a
    /// segment of XLIFF 2.
    let container: Int
    /// The element that the translation stands behind where there is none yet.
    let source: Int
    /// The translation's element, where there is one.
    let target: Int?
    /// The slots with its text.
    var slots: Range<Int>
}

/// An XLIFF with its segments.
///
/// Texts stay where they are, and what is made of them is written as the target beside them.
struct XLIFFSkeleton: DocumentSkeleton {
    let original: [UInt8]
    let edition: XLIFFEdition
    let content: XMLMember
    let units: [XLIFFUnit]

    private var spans: XMLSpans { content.spans }
    /// A translation is written beside its source, also one that is the same word.
    var keepsSame: Bool { true }

    func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages
    ) throws -> [UInt8] {
        let rendering = XMLRendering(spans, content.slots, contents)
        guard rendering.hasChanges else { return original }
        var edits = languageEdits(languages)
        for unit in units where unit.slots.contains(where: { rendering.contents[$0] != nil }) {
            let text = try rendering.bytes(
                in: spans.innerRange(unit.source), from: unit.slots.lowerBound)
            edits += self.edits(unit, text)
        }
        return spans.replacing(edits)
    }

    private func edits(_ unit: XLIFFUnit, _ text: [UInt8]) -> [ByteEdit] {
        var edits: [ByteEdit] = []
        if edition == .second {
            edits.append(spans.setting("state", to: "translated", of: unit.container))
        }
        guard let target = unit.target else { return edits + [insertion(unit, text)] }
        var state: [ByteEdit] = []
        if edition == .first {
            state = [spans.setting("state", to: "needs-review-translation", of: target)]
        }
        if spans.nodes[target].partner > target {
            return edits + state + [ByteEdit(spans.innerRange(target), text)]
        }
        // An element without an end tag gets one.
        let tag = spans.nodes[target].range
        let slash = tag.upperBound - 2..<tag.upperBound
        return edits + state + [ByteEdit(slash, ">".utf8 + text + closing(target).utf8)]
    }

    /// A new target behind the source, on a line of its own where the source has one.
    private func insertion(_ unit: XLIFFUnit, _ text: [UInt8]) -> ByteEdit {
        let start = spans.nodes[unit.source].range.lowerBound
        let space = Array(spans.bytes[..<start].reversed().prefix { $0 <= 0x20 }.reversed())
        let state = edition == .first ? " state=\"needs-review-translation\"" : ""
        let end = spans.elementRange(unit.source).upperBound
        let closing = closing(unit.source)
        return ByteEdit(
            end..<end,
            space + "<\(closing.dropFirst(2).dropLast())\(state)>".utf8 + text + closing.utf8)
    }

    /// The end tag of a target, with the prefix of another element.
    private func closing(_ index: Int) -> String {
        let name = spans.source(spans.nodes[index].range).dropFirst()
            .prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        let prefix = name.lastIndex(of: ":").map { name[...$0] } ?? ""
        return "</\(prefix)target>"
    }

    private func languageEdits(_ languages: DocumentLanguages) -> [ByteEdit] {
        guard let language = languages.target else { return [] }
        let (element, name) =
            edition == .first ? ("file", "target-language") : ("xliff", "trgLang")
        return spans.nodes.indices
            .filter { spans.isStart($0, element) && spans.attribute(name, of: $0) == nil }
            .map { spans.setting(name, to: language, of: $0) }
    }
}
