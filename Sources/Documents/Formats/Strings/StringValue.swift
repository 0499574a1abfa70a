/// A string of a program, as text that stays and segments: every line of it is one, so that no
/// translation can lose a line break.
struct StringValue: Sendable {
    private enum Part: Sendable {
        case fixed(String)
        case segment(Int, String)
    }

    private var parts: [Part] = []

    /// A string's value, whose segments are added to a document.
    ///
    /// - Parameters:
    ///   - text: What the string says, decoded.
    ///   - place: Where it is.
    ///   - isSingular: Whether the number that it has a placeholder for is one.
    ///   - builder: Takes the segments.
    init(
        _ text: String, place: String, isSingular: Bool = false,
        to builder: inout TextDocumentBuilder
    ) {
        // A message of ICU is one, over however many lines.
        let message = #/\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,/#
        let isMessage = text.firstMatch(of: message) != nil
        // By scalars: CR LF is one character.
        let lines = isMessage ? [text.unicodeScalars[...]] : text.unicodeScalars.lines
        for line in lines {
            let (leading, core, trailing) = Wording.parted(String(line))
            if Wording.hasLetters(core) {
                var content =
                    isMessage ? InlineContent(text: String(core)) : TaggedText.content(of: core)
                content.isSingular = isSingular
                let number = builder.add(content, place: place)
                parts += [.fixed(String(leading)), .segment(number, String(core))]
                parts.append(.fixed(String(trailing)))
            } else {
                parts.append(.fixed(String(line)))
            }
        }
    }

    /// Whether something in it is translated.
    var hasSegments: Bool {
        parts.contains { if case .segment = $0 { true } else { false } }
    }

    /// What the string says with other contents; nil where none is changed.
    func text(with contents: [InlineContent?]) -> String? {
        var isChanged = false
        let text = parts.reduce(into: "") { text, part in
            switch part {
            case .fixed(let part): text += part
            case .segment(let number, let original):
                if let content = contents[number] {
                    isChanged = true
                    text += content.markedText
                } else {
                    text += original
                }
            }
        }
        return isChanged ? text : nil
    }
}

extension InlineContent {
    /// Text and codes as they are written.
    var markedText: String {
        elements.reduce(into: "") { text, element in
            switch element {
            case .text(let part): text += part
            case .code(let code): text += code.markup
            }
        }
    }
}

extension String.UnicodeScalarView {
    /// The lines, each with the line feed that ends it.
    fileprivate var lines: [SubSequence] {
        var lines: [SubSequence] = []
        var rest = self[...]
        while let end = rest.firstIndex(of: "\n") {
            let next = index(after: end)
            lines.append(rest[..<next])
            rest = rest[next...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }
}
