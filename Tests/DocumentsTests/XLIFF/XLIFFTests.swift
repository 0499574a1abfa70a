import Basics
import Documents
import TestSupport
import Testing

private func first(_ units: String, _ attributes: String = "") -> String {
    """
    <?xml version="1.0"?>
    <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en"\(attributes)><body>
    \(units)
    </body></file></xliff>
    """
}

private func second(_ units: String) -> String {
    """
    <xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en"><file id="f">\(units)</file></xliff>
    """
}

struct XLIFFTests {
    private static let state = " state=\"needs-review-translation\""
    /// Units with what is read of them and what they are in capitals.
    static let units: [(unit: String, texts: [String], capitals: String)] = [
        (
            "<trans-unit id=\"1\">\n  <source>one</source>\n</trans-unit>", ["one"],
            "<trans-unit id=\"1\">\n  <source>one</source>\n  <target\(state)>ONE</target>\n</trans-unit>"
        ),
        (
            "<trans-unit id=\"1\"><source>a <g id=\"1\">b</g><x id=\"2\"/> c</source><target/></trans-unit>",
            ["a [1b1][2] c"],
            "<trans-unit id=\"1\"><source>a <g id=\"1\">b</g><x id=\"2\"/> c</source>"
                + "<target\(state)>A <g id=\"1\">B</g><x id=\"2\"/> C</target></trans-unit>"
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><target state=\"needs-translation\">a</target></trans-unit>",
            ["a"],
            "<trans-unit id=\"1\"><source>a</source><target\(state)>A</target></trans-unit>"
        ),
        (
            "<trans-unit id=\"1\"><source>a</source><target state=\"final\">x</target></trans-unit>"
                + "<trans-unit id=\"2\" translate=\"no\"><source>a</source></trans-unit>"
                + "<trans-unit id=\"3\" approved=\"yes\"><source>a</source></trans-unit>"
                + "<group translate=\"no\"><trans-unit id=\"4\"><source>a</source></trans-unit></group>"
                + "<trans-unit id=\"5\"><source>1.5</source></trans-unit>",
            [], ""
        ),
        (
            "<trans-unit id=\"1\"><source>A b. C d.</source><seg-source><mrk mtype=\"seg\" mid=\"0\">A b.</mrk> "
                + "<mrk mtype=\"seg\" mid=\"1\">C d.</mrk></seg-source></trans-unit>",
            ["A b.", "C d."],
            "</seg-source><target\(state)><mrk mtype=\"seg\" mid=\"0\">A B.</mrk> "
                + "<mrk mtype=\"seg\" mid=\"1\">C D.</mrk></target></trans-unit>"
        ),
        (
            "<trans-unit id=\"1\"><source>a <bpt id=\"1\">&lt;b></bpt>b<ept id=\"1\">&lt;/b></ept> "
                + "<ph id=\"2\">%s</ph> <mrk mtype=\"protected\">X y</mrk>.</source></trans-unit>",
            ["a [1b1] [2] [3]."],
            "<target\(state)>A <bpt id=\"1\">&lt;b></bpt>B<ept id=\"1\">&lt;/b></ept> "
                + "<ph id=\"2\">%s</ph> <mrk mtype=\"protected\">X y</mrk>.</target></trans-unit>"
        ),
    ]

    @Test(arguments: units) func unitsOfTheFirstEditionGetATarget(
        unit: String, texts: [String], capitals: String
    ) throws {
        let bytes = Array(first(unit).utf8)
        let document = try DocumentFormat.xliff.read(bytes)
        #expect(document.texts == texts)
        #expect(try document.isIdentical(to: bytes, alsoWithOwn: false))
        let written = String(
            decoding: try document.bytes(translated: .capitals), as: UTF8.self)
        #expect(capitals.isEmpty || written.contains(capitals), "\(written)")
        // What has a translation is left from then on.
        let again = try DocumentFormat.xliff.read(document.bytes(translated: .reversed))
        #expect(again.segments.isEmpty)
    }

    @Test func unitsOfTheSecondEditionGetATarget() throws {
        let text = second(
            """
            <unit id="u" translate="no"><segment><source>no</source></segment></unit>\
            <unit id="v"><segment id="s"><source>a <pc id="1">b</pc> <ph id="2"/> <sc id="3"/>c<ec startRef="3"/></source></segment>\
            <ignorable><source> </source></ignorable><segment state="initial"><source>d</source><target>d</target></segment>\
            <segment state="final"><source>e</source><target>x</target></segment></unit>
            """)
        let document = try DocumentFormat.xliff.read(Array(text.utf8))
        #expect(document.texts == ["a [1b1] [2] [3c3]", "d"])
        #expect(try document.isIdentical(to: Array(text.utf8), alsoWithOwn: false))
        let written = String(
            decoding: try document.bytes(translated: .capitals, .init(target: "de")), as: UTF8.self)
        #expect(
            written.contains(
                """
                </source><target>A <pc id="1">B</pc> <ph id="2"/> <sc id="3"/>C<ec startRef="3"/></target></segment>
                """), "\(written)")
        #expect(
            written.contains("<segment state=\"translated\"><source>d</source><target>D</target>"))
        #expect(written.contains("<segment id=\"s\" state=\"translated\">"))
        #expect(written.contains("srcLang=\"en\" trgLang=\"de\">"))
    }

    @Test(arguments: [("", " target-language=\"de\""), (" target-language=\"fr\"", "")])
    func theTargetsLanguageIsSaidWhereItIsNot(attribute: String, added: String) throws {
        let text = first("<trans-unit id=\"1\"><source>a</source></trans-unit>", attribute)
        let written = try DocumentFormat.xliff.read(Array(text.utf8))
            .bytes(translated: .capitals, .init(target: "de"))
        #expect(
            String(decoding: written, as: UTF8.self)
                .contains("<file source-language=\"en\"\(attribute)\(added)>"))
    }

    @Test(arguments: [
        first(
            "<trans-unit id=\"1\"><trans-unit id=\"2\"><source>a</source></trans-unit>"
                + "<source>b</source></trans-unit>"),
        second(
            "<unit id=\"1\"><segment><segment><source>a</source></segment>"
                + "<source>b</source></segment></unit>"),
        first(
            "<trans-unit id=\"1\"><seg-source><mrk mtype=\"seg\"><mrk mtype=\"seg\">a\nc</mrk>\nd</mrk>"
                + "</seg-source><source>b</source></trans-unit>"),
    ]) func unitsThatNestAreReadInOrder(text: String) throws {
        let document = try DocumentFormat.xliff.read(Array(text.utf8))
        let written = try document.bytes(translated: .capitals)
        #expect(try DocumentFormat.xliff.read(written).segments.isEmpty)
    }

    static let lines: [(source: String, texts: [String], target: String)] = [
        ("One\r\n two&#10;\n\nthree ", ["One", "two", "three"], "ONE\r\n TWO&#10;\n\nTHREE "),
        ("\n  one\n", ["one"], "\n  ONE\n"),
        (
            "a <g id=\"1\">b \n c</g>\nd", ["a [1b[2]c1]", "d"],
            "A <g id=\"1\">B \n C</g>\nD"
        ),
        ("<![CDATA[a\nb]]>", ["a[1]b"], "A\nB"),
    ]

    @Test(arguments: lines) func lineBreaksStay(
        source: String, texts: [String], target: String
    ) throws {
        let text = first("<trans-unit id=\"1\"><source>\(source)</source></trans-unit>")
        let document = try DocumentFormat.xliff.read(Array(text.utf8))
        #expect(document.texts == texts)
        let written = try document.bytes(translated: .capitals)
        #expect(
            String(decoding: written, as: UTF8.self)
                .contains("<target\(Self.state)>\(target)</target>"))
    }

    @Test func aTranslationThatIsTheSameWordIsATranslation() throws {
        let text = first("<trans-unit id=\"1\"><source>a</source></trans-unit>")
        let document = try DocumentFormat.xliff.read(Array(text.utf8))
        let written = try document.bytes(with: document.segments.map(\.content))
        #expect(
            String(decoding: written, as: UTF8.self).contains("<target\(Self.state)>a</target>"))
    }

    @Test func prefixesAreKept() throws {
        let text = """
            <x:xliff version="1.2" xmlns:x="urn:oasis:names:tc:xliff:document:1.2"><x:trans-unit>\
            <x:source>a</x:source></x:trans-unit></x:xliff>
            """
        let written = try DocumentFormat.xliff.read(Array(text.utf8)).bytes(translated: .capitals)
        #expect(
            String(decoding: written, as: UTF8.self)
                .contains("</x:source><x:target\(Self.state)>A</x:target>"))
    }

    @Test func aMemoryHasSegmentsWithTheirCodes() throws {
        let source = InlineContent([
            .code(InlineCode(id: 1, .begin, markup: "<b>")), .text("a & b"),
            .code(InlineCode(id: 1, .end, markup: "</b>")),
            .code(InlineCode(id: 2, .alone, markup: "<br>")),
        ])
        let memory = TMXDocument(
            pairs: [(source, InlineContent(text: "c"))],
            languages: DocumentLanguages(source: "en", target: "pt-BR"))
        let text = String(decoding: memory.bytes, as: UTF8.self)
        #expect(
            text.contains(
                """
                <tuv xml:lang="en"><seg><bpt i="1" x="1">&lt;b></bpt>a &amp; b<ept i="1">&lt;/b></ept>\
                <ph x="2">&lt;br></ph></seg></tuv>
                """), "\(text)")
        #expect(text.contains("<tuv xml:lang=\"pt-BR\"><seg>c</seg></tuv>"))
        #expect(text.contains("srclang=\"en\""))
        #expect(text.contains("creationtoolversion=\"\(CalqueVersion.number)\""))
    }
}
