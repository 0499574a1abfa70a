import Documents
import TestSupport
import Testing

private let names = """
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:o="o" xmlns:draw="d"
    """

private func odt(_ body: String, styles: String = "") -> [UInt8] {
    zipArchive([
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            """
            <office:document-content \(names)><office:automatic-styles>\
            <style:style style:name="T1" style:family="text"><style:text-properties o:rsid="1"/></style:style>\
            <style:style style:name="T2" style:family="text"><style:text-properties o:b="1"/></style:style>\
            </office:automatic-styles><office:body>\(body)</office:body></office:document-content>
            """
        ),
        ("styles.xml", "<office:document-styles \(names)>\(styles)</office:document-styles>"),
    ])
}

struct OpenDocumentTests {
    static let paragraphs: [(body: String, texts: [String], capitals: String)] = [
        ("<text:p>Hello\n   you</text:p>", ["Hello you"], "<text:p>HELLO YOU</text:p>"),
        (
            "<text:h>A<text:span text:style-name=\"T1\">b</text:span>c</text:h>", ["Abc"],
            "<text:h>ABC</text:h>"
        ),
        (
            "<text:p>a <text:span text:style-name=\"T2\">b</text:span><text:s text:c=\"3\"/>c</text:p>",
            ["a [1b1][2]c"],
            "<text:p>A <text:span text:style-name=\"T2\">B</text:span><text:s text:c=\"3\"/>C</text:p>"
        ),
        (
            "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                + "<text:p>the note</text:p></text:note-body></text:note> b</text:p>",
            ["a[1] b", "the note"],
            "<text:p>A<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                + "<text:p>THE NOTE</text:p></text:note-body></text:note> B</text:p>"
        ),
        (
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>"
                + "<text:bookmark-start text:name=\"x\"/>all<text:bookmark-end text:name=\"x\"/></text:p>",
            ["all"],
            "<text:p><text:bookmark-start text:name=\"x\"/>ALL<text:bookmark-end text:name=\"x\"/></text:p>"
        ),
        (
            "<text:p>page <text:page-number>3</text:page-number> here</text:p>", ["page [1] here"],
            "<text:p>PAGE <text:page-number>3</text:page-number> HERE</text:p>"
        ),
    ]

    @Test(arguments: paragraphs) func paragraphsAreReadAndWritten(
        body: String, texts: [String], capitals: String
    ) throws {
        let bytes = odt(body)
        let document = try DocumentFormat.odt.read(bytes)
        #expect(document.texts == texts)
        #expect(try document.isIdentical(to: bytes))
        let written = try member("content.xml", of: document.bytes(translated: .capitals))
        #expect(written.contains(capitals + "</office:body>"), "\(written)")
        let reversed = try DocumentFormat.odt.read(document.bytes(translated: .reversed))
        #expect(reversed.segments.count == texts.count)
    }

    @Test func headersOfStylesAreTranslatedAndNothingElseOfThem() throws {
        let styles = """
            <style:style><text:p>no</text:p></style:style><style:header><text:p>head</text:p></style:header>
            """
        let bytes = odt("<text:p>a</text:p>", styles: styles)
        let document = try DocumentFormat.odt.read(bytes)
        #expect(document.segments.map(\.content.text) == ["a", "head"])
        #expect(document.segments[1].place == "styles.xml, line 1")
    }

    @Test func aPasswordIsSaid() throws {
        let bytes = zipArchive([
            ("content.xml", "x"), ("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"),
        ])
        #expect(try message { _ = try DocumentFormat.odt.read(bytes) }.contains("password"))
    }
}
