import Basics
import Documents
import Testing

@Suite struct PlainTextTests {
    private let format = DocumentFormat.plainText

    private func translated(_ text: String, _ lines: DocumentReading.Lines) throws -> String {
        try format.translated(text, DocumentReading(lines: lines))
    }

    @Test(
        arguments: DocumentReading.Lines.allCases,
        [
            "", "\n", "a", "a\r\nb\rc\n\n", "\u{FEFF}a b\n  - c \t\n", "> q\n>\n> r\n",
            "\u{A0}a\u{3000}\n",
            "   \n---\n1. x\n", "a\n b\n  c\n",
        ])
    func staysWithoutChanges(lines: DocumentReading.Lines, text: String) throws {
        try format.checkIdentity(Array(text.utf8), DocumentReading(lines: lines))
    }

    @Test(arguments: [
        ("One line.\r\n\r\n  - two  \r\n3) three\r", "ONE LINE.\r\n\r\n  - TWO  \r\n3) THREE\r"),
        ("\u{FEFF}\tx\n> > y\n=====\n", "\u{FEFF}\tX\n> > Y\n=====\n"),
        ("1986 was\n12:30\n", "1986 WAS\n12:30\n"),
    ])
    func everyLineKeepsWhatStandsAroundIt(text: String, expected: String) throws {
        #expect(try translated(text, .paragraphs) == expected)
        #expect(try translated(text, .sentences) == expected)
    }

    @Test(arguments: [
        ("a bb ccc\ndd e\n\nf\n", "A BB CCC\nDD E\n\nF\n"),
        // Under a bullet the lines are set in as they were.
        ("- a bb ccc\n  dd ee\n- f\n", "- A BB CCC\n  DD EE\n- F\n"),
        // The first line is set in.
        ("   a bb\ncc dd ee\n", "   A BB\nCC DD EE\n"),
        ("> a b\n> c d\nx\n", "> A B\n> C D\nX\n"),
        // More space is another paragraph.
        ("a b\n    c d\n", "A B\n    C D\n"),
        ("你好世界\n再见世界\n", "你好世界\n再见世界\n"),
    ])
    func wrappedLinesAreWrappedAgain(text: String, expected: String) throws {
        #expect(try translated(text, .wrapped) == expected)
    }

    @Test func aWrappedParagraphIsOneSegment() throws {
        let document = try format.read(
            Array("One sentence\nin two lines.\n\nNext\n".utf8), DocumentReading(lines: .wrapped))
        #expect(document.segments.map(\.content.text) == ["One sentence in two lines.", "Next"])
        #expect(document.segments.map(\.place) == ["line 1", "line 4"])
    }

    @Test func aLongerTranslationIsNotWiderThanTheParagraphWas() throws {
        let text = "aaa bbb ccc\nddd eee fff\n"
        let result = try format.translated(text, DocumentReading(lines: .wrapped)) {
            InlineContent(text: $0.text + " " + $0.text)
        }
        #expect(result == "aaa bbb ccc\nddd eee fff\naaa bbb ccc\nddd eee fff\n")
    }

    @Test func whatIsNotUTF8NamesItsByte() throws {
        let error = #expect(throws: CalqueError.self) {
            try format.read(
                [0x61, 0xC3, 0xA9, 0xFF, 0x62], DocumentReading(name: "x.txt"))
        }
        #expect(error?.message.contains("x.txt is not UTF-8 at byte 4") == true)
    }
}
