import Basics
import Documents

/// A text as what of it is translated, and how it is put together again.
struct EngineText: Sendable {
    /// What is translated.
    let contents: [InlineContent]
    /// Puts a text together of the translations of its contents.
    private let write: @Sendable ([InlineContent]) throws -> String
    /// Whether every content is a line.
    private(set) var hasLines = false

    /// The text with other contents; of lines there may be fewer, and it ends with the last.
    ///
    /// - Throws: `CalqueError` when they cannot be written.
    func text(with contents: [InlineContent]) throws -> String { try write(contents) }

    /// Plain text, of which every line is translated by itself. Line breaks and white space stay.
    init(text: String) {
        var contents: [InlineContent] = []
        var parts: [String] = []
        var gap = ""
        for line in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        {
            let start = line.firstIndex { !$0.isWhitespace } ?? line.endIndex
            let end = line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? start
            gap += line[..<start]
            if line[start..<end].hasWords {
                parts.append(gap)
                contents.append(InlineContent(text: String(line[start..<end])))
                gap = ""
            } else {
                gap += line[start..<end]
            }
            gap += line[end...]
            if line.endIndex < text.endIndex { gap.append(text[line.endIndex]) }
        }
        self.contents = contents
        hasLines = true
        let (before, after) = (parts, gap)
        write = { contents in
            zip(before, contents).map { $0 + $1.text }.joined()
                + (contents.count < before.count ? "" : after)
        }
    }

    /// A segment with codes, whose text alone is the text.
    init(content: InlineContent) {
        contents = [content]
        write = { contents in contents.map(\.text).joined() }
    }

    /// Text of HTML.
    ///
    /// - Throws: `CalqueError` when it is none that can be read.
    init(html: String, _ languages: DocumentLanguages) throws {
        let document = try DocumentFormat.html.read(
            Array(html.utf8), DocumentReading(name: "The text", languages: languages))
        contents = document.segments.map(\.content)
        write = { contents in
            String(decoding: try document.bytes(with: contents, languages), as: UTF8.self)
        }
    }
}

extension Substring {
    /// Whether there is something to translate: a letter or a digit that is no emoji.
    var hasWords: Bool { contains { ($0.isLetter || $0.isNumber) && !$0.isEmoji } }
}

extension Character {
    /// Some emoji, such as 🅰️ and 1️⃣, count as letters and digits.
    fileprivate var isEmoji: Bool {
        guard let first = unicodeScalars.first, first.properties.isEmoji else { return false }
        return first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
    }
}
