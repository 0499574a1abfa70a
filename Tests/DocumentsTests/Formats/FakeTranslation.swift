import Documents
import Testing

/// Translations that need no model.
enum FakeTranslation {
    /// Every text in capitals; codes where they were.
    static func capitals(_ content: InlineContent) -> InlineContent { content.uppercased }

    /// The words in reverse order, each with the codes that hold for it around it.
    static func reversed(_ content: InlineContent) -> InlineContent {
        InlineContent(reversed(content.elements[...]))
    }

    private static func reversed(
        _ elements: ArraySlice<InlineContent.Element>
    ) -> [InlineContent.Element] {
        var groups: [[InlineContent.Element]] = []
        var place = elements.startIndex
        while place < elements.endIndex {
            switch elements[place] {
            case .code(let code) where code.role == .begin:
                let end =
                    elements[place...].firstIndex {
                        if case .code(let other) = $0 {
                            other.id == code.id && other.role == .end
                        } else {
                            false
                        }
                    } ?? place
                groups.append(
                    [elements[place]] + reversed(elements[(place + 1)..<max(end, place + 1)])
                        + [elements[end]])
                place = end + 1
            case .code:
                groups.append([elements[place]])
                place += 1
            case .text(let text):
                groups += text.split(separator: " ", omittingEmptySubsequences: false)
                    .flatMap { [[.text(String($0))], [.text(" ")]] }.dropLast()
                place += 1
            }
        }
        return groups.reversed().flatMap { $0 }
    }
}

extension InlineContent {
    /// A translation that keeps every place.
    var uppercased: InlineContent {
        InlineContent(
            elements.map { element in
                if case .text(let text) = element { .text(text.uppercased()) } else { element }
            })
    }
}

extension DocumentFormat {
    /// A text after a translation.
    func translated(
        _ text: String, _ reading: DocumentReading = .init(),
        by translate: (InlineContent) -> InlineContent = FakeTranslation.capitals
    ) throws -> String {
        let document = try read(Array(text.utf8), reading)
        let bytes = try document.bytes(
            with: document.segments.map { translate($0.content) }, reading.languages)
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    /// Checks that a document without changes is the same to the last byte.
    func checkIdentity(
        _ bytes: [UInt8], _ reading: DocumentReading = .init(), alsoWithOwn: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let document = try read(bytes, reading)
        let unchanged = try document.bytes(with: document.segments.map { _ in nil })
        #expect(unchanged == bytes, sourceLocation: sourceLocation)
        guard alsoWithOwn else { return }
        let same = try document.bytes(with: document.segments.map(\.content))
        #expect(same == bytes, sourceLocation: sourceLocation)
    }
}
