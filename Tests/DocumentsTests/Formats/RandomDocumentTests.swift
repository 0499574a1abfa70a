import Basics
import Documents
import Testing

/// Documents of a format's own characters, at random: nothing crashes, and what is not changed stays.
@Suite struct RandomDocumentTests {
    private static let pieces: [(String, [String])] = [
        (
            "text",
            [
                "a", "b c", " ", "\n", "\r\n", "\r", "\t", "- ", "> ", "1. ", "é", "你好", "\u{A0}",
                "\u{301}", ".",
            ]
        ),
        (
            "markdown",
            [
                "a", "b ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "*", "**", "_", "~~", "`",
                "```\n", "[", "]", "(", ")", "![",
                "](u)", "[a]: u\n", "<b>", "</b>", "<", ">", "> ", "- ", "1. ", "# ", "|", "|-|\n",
                "---\n", "===\n", "\\",
                "&amp;", "&", "!", ":", "$", "{#", "}", "[^", "\"", "'", "é", "你", "\u{301}",
                "http://a.b", "<!--", "-->", "    ",
            ]
        ),
        (
            "srt",
            [
                "1\n", "2\n", "00:00:01,000 --> 00:00:02,000\n", "a ", "b.\n", "\n", "\n\n", "\r\n",
                "- ", "<i>", "</i>",
                "{\\an8}", "-->", "♪", "...", "<", ">", "{", "é", "你", "\u{301}", " ",
            ]
        ),
        (
            "vtt",
            [
                "WEBVTT\n\n", "00:01.000 --> 00:02.000 a:b\n", "a ", "b\n", "\n", "\n\n", "<c.x>",
                "</c>", "<v B>", "<00:01>",
                "&amp;", "&lt;", "&", "NOTE x\n", "STYLE\n", "-->", "- ", "é", "\u{301}",
            ]
        ),
        (
            "json",
            [
                "{", "}", "[", "]", "\"a\":", "\"b c\"", ",", ":", " ", "\n", "1", "null", "\"",
                "\\", "\\n", "é", "\u{301}",
            ]
        ),
        (
            "po",
            [
                "msgid ", "msgstr ", "msgid_plural ", "msgstr[0] ", "msgctxt ", "\"a b\"\n",
                "\"\"\n", "\"c\\n\"\n", "\n", "# x\n",
                "#, c-format\n", "#~ msgid \"a\"\n", "\"", "\\", "\u{301}",
            ]
        ),
    ]

    @Test(arguments: pieces)
    func staysWithoutChanges(name: String, pieces: [String]) throws {
        let format = try #require(DocumentFormat.named(name))
        var random = RandomSource(seed: 7)
        var readCount = 0
        for _ in 0..<1500 {
            let count = Int.random(in: 0...40, using: &random)
            var text = name == "vtt" ? "WEBVTT\n\n" : ""
            for _ in 0..<count { text += pieces.randomElement(using: &random) ?? "" }
            let bytes = Array(text.utf8)
            guard let document = try? format.read(bytes) else { continue }
            readCount += 1
            let contents = document.segments.map(\.content)
            #expect(
                try document.bytes(with: contents.map { _ in nil }) == bytes,
                "\(text.debugDescription)")
            #expect(try document.bytes(with: contents) == bytes, "\(text.debugDescription)")
            for translate in [FakeTranslation.capitals, FakeTranslation.reversed] {
                _ = try document.bytes(with: contents.map(translate))
            }
            let isBalanced = contents.allSatisfy(\.isBalanced)
            #expect(isBalanced, "\(text.debugDescription)")
        }
        #expect(readCount > 5)
    }

    /// Bytes at random are read or refused, and never crash.
    @Test(arguments: pieces.map(\.0))
    func anyBytesAreReadOrRefused(name: String) throws {
        let format = try #require(DocumentFormat.named(name))
        var random = RandomSource(seed: 11)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if let document = try? format.read(bytes) {
                #expect(try document.bytes(with: document.segments.map { _ in nil }) == bytes)
            }
        }
    }

    /// What is translated reads as a document of the same segments.
    @Test func translatedMarkdownHasTheSameSegments() throws {
        let format = DocumentFormat.markdown
        let words = [
            "*", "_", "`", "[", "]", "(u)", "<b>", "#", ">", "-", "+", "1.", "|", "~~", "\\",
            "&amp;", "!", "x", "y:", "=", "$", "a_b",
        ]
        var random = RandomSource(seed: 3)
        for text in [
            "*a* b", "- a **b**\n  c d", "> [a](u) b\n> c", "# a `b`", "| a |\n|---|\n| b |\n",
        ] {
            for _ in 0..<300 {
                func word() -> String {
                    (0..<Int.random(in: 1...3, using: &random)).map { _ in
                        (words.randomElement(using: &random) ?? "")
                            + (Bool.random(using: &random) ? " " : "")
                    }.joined() + "z"
                }
                let document = try format.read(Array(text.utf8))
                let contents = document.segments.map { segment in
                    InlineContent(
                        segment.content.elements.map { element in
                            if case .text = element { .text("q" + word()) } else { element }
                        })
                }
                let result = try document.bytes(with: contents)
                let again = try format.read(result)
                #expect(
                    again.segments.map(\.content.words) == contents.map(\.words),
                    "\(String(decoding: result, as: UTF8.self).debugDescription)")
            }
        }
    }
}

extension InlineContent {
    /// Whether every code that begins ends, nested.
    fileprivate var isBalanced: Bool {
        var open: [Int] = []
        for code in codes {
            if code.role == .begin { open.append(code.id) }
            if code.role == .end, open.popLast() != code.id { return false }
        }
        return open.isEmpty
    }

    fileprivate var words: String { text.split(separator: " ").joined(separator: " ") }
}
