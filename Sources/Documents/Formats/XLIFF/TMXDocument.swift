import Basics

/// A translation memory in TMX 1.4: texts with their translations, which translators' programs read.
public struct TMXDocument: Sendable {
    /// A segment and what it was translated into.
    public typealias Pair = (source: InlineContent, target: InlineContent)

    private let pairs: [Pair]
    private let languages: DocumentLanguages

    /// A memory of pairs.
    ///
    /// - Parameters:
    ///   - pairs: Segments and what they were translated into.
    ///   - languages: Theirs; where one is not known, the memory says that it is undetermined.
    public init(pairs: [Pair], languages: DocumentLanguages) {
        (self.pairs, self.languages) = (pairs, languages)
    }

    /// The file, in UTF-8.
    public var bytes: [UInt8] {
        // "und" is the code for what is undetermined (ISO 639-2).
        let source = XMLText.escaped(languages.source ?? "und", in: .attribute)
        let target = XMLText.escaped(languages.target ?? "und", in: .attribute)
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE tmx SYSTEM "tmx14.dtd">
            <tmx version="1.4">
              <header creationtool="Calque" creationtoolversion="\(CalqueVersion.number)" \
            segtype="block" o-tmf="Calque" adminlang="en" srclang="\(source)" datatype="plaintext"/>
              <body>

            """
        for pair in pairs {
            text += """
                    <tu>
                      <tuv xml:lang="\(source)"><seg>\(Self.segment(pair.source))</seg></tuv>
                      <tuv xml:lang="\(target)"><seg>\(Self.segment(pair.target))</seg></tuv>
                    </tu>

                """
        }
        return Array((text + "  </body>\n</tmx>\n").utf8)
    }

    private static func segment(_ content: InlineContent) -> String {
        content.elements.map { element in
            switch element {
            case .text(let text): return XMLText.escaped(text)
            case .code(let code):
                let markup = XMLText.escaped(code.markup)
                return switch code.role {
                case .begin: "<bpt i=\"\(code.id)\" x=\"\(code.id)\">\(markup)</bpt>"
                case .end: "<ept i=\"\(code.id)\">\(markup)</ept>"
                case .alone: "<ph x=\"\(code.id)\">\(markup)</ph>"
                }
            }
        }.joined()
    }
}
