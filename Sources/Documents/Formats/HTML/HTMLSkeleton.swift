/// An HTML document's bytes, and where its segments stand in them.
struct HTMLSkeleton: DocumentSkeleton {
    /// The byte order mark, if there is one.
    private let mark: [UInt8]
    /// What is behind it.
    private let source: [UInt8]
    /// In order; an attribute may stand in a text's range.
    private let places: [HTMLPlace]
    private let language: HTMLLanguage?
    private let escaping: HTMLEscaping

    init(
        mark: [UInt8], _ source: [UInt8], _ places: [HTMLPlace], language: HTMLLanguage?,
        escaping: HTMLEscaping
    ) {
        self.mark = mark
        self.source = source
        self.places = places
        self.language = language
        self.escaping = escaping
    }

    func bytes(
        with contents: [InlineContent?], _ languages: DocumentLanguages
    ) throws -> [UInt8] {
        var changes = language?.edits(for: languages, in: source) ?? []
        for (content, place) in zip(contents, places) {
            if let content, case .attribute = place.kind {
                changes.append(
                    ByteEdit(
                        place.range, escaping.value(content.text, like: source[place.range])))
            }
        }
        let edits = EditedBytes(source, changes)
        var result = mark
        result.reserveCapacity(mark.count + source.count)
        var written = 0
        for (content, place) in zip(contents, places) {
            guard let content, case .text = place.kind else { continue }
            edits.append(written..<place.range.lowerBound, to: &result)
            write(content, at: place, edits, to: &result)
            written = place.range.upperBound
        }
        edits.append(written..<source.count, to: &result)
        return result
    }

    private func write(
        _ content: InlineContent, at place: HTMLPlace, _ edits: EditedBytes,
        to result: inout [UInt8]
    ) {
        guard case .text(let begins, let ends) = place.kind else { return }
        let noBreakSpace = HTMLEscaping.noBreakSpace(in: source[place.range])
        for element in content.elements {
            switch element {
            case .text(let text):
                escaping.append(text, to: &result, noBreakSpace: noBreakSpace)
            case .code(let code):
                if let range = code.role == .end ? ends[code.id] : begins[code.id] {
                    edits.append(range, to: &result)
                } else {
                    result += code.markup.utf8
                }
            }
        }
    }
}
