/// A document of XML with its segments: a member of an archive, or a file of its own.
struct XMLMember: Sendable {
    /// Where a document says in which language it is.
    enum LanguagePlace: Sendable {
        /// An attribute of a start tag, which is added where it is not there.
        case attribute(String, of: Int)
        /// The content of an element.
        case content(Range<Int>)
    }

    let spans: XMLSpans
    /// By where they begin, one that holds others before them.
    let slots: [XMLSlot]
    var languagePlaces: [LanguagePlace] = []

    /// The document with new content of some slots.
    ///
    /// - Parameters:
    ///   - contents: One for each slot; nil where nothing is new.
    ///   - languages: What the document says of its language is set to the target.
    ///   - isTranslated: Whether the document is a part of something that has new content.
    /// - Returns: nil where it stays as it is.
    /// - Throws: `CalqueError` when a content's codes are not the segment's.
    func bytes(
        with contents: some Collection<InlineContent?>, _ languages: DocumentLanguages,
        isTranslated: Bool = false
    ) throws -> [UInt8]? {
        let rendering = XMLRendering(spans, slots, contents)
        guard rendering.hasChanges || isTranslated else { return nil }
        var edits = try rendering.edits()
        if let target = languages.target {
            edits += languagePlaces.map { edit($0, target) }
        }
        return edits.isEmpty ? nil : spans.replacing(edits)
    }

    private func edit(_ place: LanguagePlace, _ language: String) -> ByteEdit {
        switch place {
        case .attribute(let name, let index): spans.setting(name, to: language, of: index)
        case .content(let range): ByteEdit(range, XMLText.escaped(language))
        }
    }

    /// The segments, in order.
    ///
    /// - Parameter member: The document's name in its archive; nil where it is the whole.
    func segments(member: String?) -> [DocumentSegment] {
        let lines = LinePlaces(spans.bytes)
        return slots.map { slot in
            let place = "line \(lines.line(of: slot.range.lowerBound))"
            return DocumentSegment(slot.content, place: member.map { "\($0), \(place)" } ?? place)
        }
    }
}
