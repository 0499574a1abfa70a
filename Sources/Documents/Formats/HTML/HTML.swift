import Basics
import CGumbo

extension DocumentFormat {
    /// Web pages, and parts of them.
    public static let html = DocumentFormat(
        "html", fileExtensions: ["html", "htm", "xhtml"], mediaType: "text/html", isText: true
    ) { bytes, reading in
        try HTMLDocument(bytes, name: reading.name).document()
    }
}

/// A document on its way from bytes to segments.
private struct HTMLDocument {
    private let source: [UInt8]
    private let name: String
    /// Where the text begins, behind the byte order mark.
    private let start: Int
    private let isXML: Bool

    init(_ source: [UInt8], name: String) throws {
        self.source = source
        self.name = name
        try HTMLEncoding.check(source, name: name)
        start = UTF8Text.start(of: source)
        isXML = HTMLEncoding.isXML(source[start...])
    }

    func document() throws -> Document {
        let parsed = try parsedBytes()
        return try source.withUnsafeBufferPointer { source in
            let bytes = UnsafeBufferPointer(rebasing: source[start...])
            let marks = parsed.withUnsafeBufferPointer { parsed in
                GumboTree.parse(parsed) { HTMLTreeWalk.marks(of: $0, in: parsed) }
            }
            guard let marks else {
                throw CalqueError(
                    "\(name) makes far more elements than it has tags, as tags that never end do. "
                        + "Close them.", kind: .input)
            }
            return document(HTMLTokens(bytes, marks: marks).tokens, bytes)
        }
    }

    private func document(
        _ tokens: [HTMLToken], _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Document {
        var reader = HTMLReader(bytes, tokens, isXML: isXML)
        reader.read()
        let places = reader.places.sorted { $0.range.lowerBound < $1.range.lowerBound }
        let lines = LinePlaces(bytes)
        let segments = places.map {
            DocumentSegment($0.content, place: "line \(lines.line(of: $0.range.lowerBound))")
        }
        let skeleton = HTMLSkeleton(
            mark: Array(source[..<start]), Array(bytes), places, language: language(tokens),
            escaping: HTMLEscaping(isLimited: HTMLEncoding.isLimited(tokens, bytes)))
        return Document(segments: segments, skeleton: skeleton)
    }

    private func language(_ tokens: [HTMLToken]) -> HTMLLanguage? {
        for token in tokens {
            if token.name == "html", case .start(let element?) = token.kind {
                return HTMLLanguage(element, start: token.range.lowerBound, isXML: isXML)
            }
        }
        return nil
    }

    /// The bytes as the parser gets them: what XML says without an end tag, HTML would never end.
    private func parsedBytes() throws -> [UInt8] {
        var parsed = Array(source[start...])
        var hidden: [Range<Int>] = []
        try parsed.withUnsafeBufferPointer { bytes in
            var scanner = HTMLTagScanner(
                bytes, 0..<bytes.count, skipsRawText: true, endsEmptyElements: isXML)
            var bounds = HTMLBounds(isXML: isXML)
            while let tag = scanner.next() {
                if let problem = bounds.problem(with: tag) {
                    let line = LinePlaces(bytes).line(of: tag.range.lowerBound)
                    throw CalqueError(
                        "\(name), line \(line): \(problem), which no browser reads as it is written. "
                            + "Make it flatter.", kind: .input)
                }
                if isXML, tag.kind == .start, tag.isSelfClosing, HTMLTagScanner.isText(tag.name) {
                    hidden.append(tag.range)
                }
            }
        }
        for tag in hidden {
            // A comment of the same length.
            parsed.replaceSubrange(tag, with: repeatElement(UInt8(ascii: "-"), count: tag.count))
            parsed.replaceSubrange(tag.lowerBound..<(tag.lowerBound + 2), with: "<!".utf8)
            parsed[tag.upperBound - 1] = UInt8(ascii: ">")
        }
        return parsed
    }
}
