import Documents
import TestSupport
import Testing

private let types = """
    <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
    <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
    <Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>\
    <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>
    """

private func part(_ name: String, _ body: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <w:\(name) xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\(body)</w:\(name)>
    """
}

private func docx(_ body: String) -> [UInt8] {
    zipArchive([
        ("[Content_Types].xml", types), ("word/document.xml", part("document", body)),
        ("word/header1.xml", part("hdr", "<w:p><w:r><w:t>head</w:t></w:r></w:p>")),
        ("word/styles.xml", part("styles", "")),
    ])
}

private func run(_ text: String, _ properties: String = "") -> String {
    let format = properties.isEmpty ? "" : "<w:rPr>\(properties)</w:rPr>"
    return "<w:r>\(format)<w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
}

private func mark(_ type: String) -> String {
    "<w:r><w:fldChar w:fldCharType=\"\(type)\"/></w:r>"
}

private func instruction(_ text: String) -> String {
    "<w:r><w:instrText xml:space=\"preserve\"> \(text) </w:instrText></w:r>"
}

struct WordTests {
    private static let bold = "<w:b/>"

    /// Paragraphs with what is read of them and what they are in capitals.
    static let paragraphs: [(body: String, text: String, capitals: String)] = [
        // A word that a program divided is one.
        (
            run("one pa") + "<w:proofErr w:type=\"spellStart\"/>"
                + run("ra", "<w:lang w:val=\"en\"/>")
                + "<w:r w:rsidR=\"1\"><w:lastRenderedPageBreak/><w:t>graph</w:t></w:r>",
            "one paragraph", "<w:r><w:t>ONE PARAGRAPH</w:t></w:r>"
        ),
        (
            run("a ") + run("bold", bold) + run(" word &amp; more"), "a [1bold1] word & more",
            run("A ") + "<w:r><w:rPr>\(bold)</w:rPr><w:t>BOLD</w:t></w:r>" + run(" WORD &amp; MORE")
        ),
        // All of one format has no code, and keeps it.
        (
            run("all ", bold) + run("bold", bold), "all bold",
            "<w:r><w:rPr>\(bold)</w:rPr><w:t>ALL BOLD</w:t></w:r>"
        ),
        (
            "<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a[1]b",
            "<w:r><w:tab/></w:r><w:r><w:t>A</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>B</w:t></w:r>"
        ),
        (
            "<w:hyperlink r:id=\"r1\">" + run("a link") + "</w:hyperlink>" + run(" here"),
            "[1a link1] here",
            "<w:hyperlink r:id=\"r1\"><w:r><w:t>A LINK</w:t></w:r></w:hyperlink>" + run(" HERE")
        ),
        // Marks that are always together are one.
        (
            "<w:hyperlink r:id=\"r1\">" + run("a link", bold) + "</w:hyperlink><w:x/><w:y/>"
                + run(" to something"),
            "[1a link1][2] to something",
            "<w:hyperlink r:id=\"r1\"><w:r><w:rPr>\(bold)</w:rPr><w:t>A LINK</w:t></w:r></w:hyperlink>"
                + "<w:x/><w:y/>" + run(" TO SOMETHING")
        ),
        (
            "<w:bookmarkStart w:id=\"0\" w:name=\"x\"/>" + run("all")
                + "<w:bookmarkEnd w:id=\"0\"/>",
            "all",
            "<w:bookmarkStart w:id=\"0\" w:name=\"x\"/><w:r><w:t>ALL</w:t></w:r><w:bookmarkEnd w:id=\"0\"/>"
        ),
        // Marks that cross stand alone.
        (
            run("a") + "<w:bookmarkStart w:id=\"0\"/>" + run("b")
                + "<w:commentRangeStart w:id=\"0\"/>"
                + run("c") + "<w:bookmarkEnd w:id=\"0\"/>" + run("d")
                + "<w:commentRangeEnd w:id=\"0\"/>"
                + run("e"),
            "a[1]b[2c[3]d2]e",
            "<w:r><w:t>A</w:t></w:r><w:bookmarkStart w:id=\"0\"/><w:r><w:t>B</w:t></w:r>"
                + "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>C</w:t></w:r><w:bookmarkEnd w:id=\"0\"/>"
                + "<w:r><w:t>D</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:t>E</w:t></w:r>"
        ),
        (
            run("page ") + mark("begin") + instruction("PAGE") + mark("separate") + run("3")
                + mark("end") + run(" of it"),
            "page [1] of it",
            run("PAGE ") + mark("begin") + instruction("PAGE") + mark("separate") + run("3")
                + mark("end") + run(" OF IT")
        ),
        (
            run("see ") + mark("begin") + instruction("HYPERLINK \"x\"") + mark("separate")
                + run("this") + mark("end") + run(" now"),
            "see [1this1] now",
            run("SEE ") + mark("begin") + instruction("HYPERLINK \"x\"") + mark("separate")
                + "<w:r><w:t>THIS</w:t></w:r>" + mark("end") + run(" NOW")
        ),
        // What was deleted stays, what was put in is translated.
        (
            "<w:del w:id=\"1\"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:id=\"2\">"
                + run("new") + "</w:ins>" + run(" text"),
            "[1new1] text",
            "<w:del w:id=\"1\"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:id=\"2\">"
                + "<w:r><w:t>NEW</w:t></w:r></w:ins>" + run(" TEXT")
        ),
        (
            run("a note") + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
                + "<w:footnoteReference w:id=\"2\"/></w:r>" + run(" here"),
            "a note[1] here",
            "<w:r><w:t>A NOTE</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
                + "<w:footnoteReference w:id=\"2\"/></w:r>" + run(" HERE")
        ),
        (
            "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + run("in it")
                + "</w:sdtContent></w:sdt>" + run("."),
            "[1in it1].",
            "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>IN IT</w:t></w:r>"
                + "</w:sdtContent></w:sdt><w:r><w:t>.</w:t></w:r>"
        ),
    ]

    @Test(arguments: paragraphs) func paragraphsAreReadAndWritten(
        body: String, text: String, capitals: String
    ) throws {
        let bytes = docx("<w:body><w:p><w:pPr><w:b/></w:pPr>\(body)</w:p></w:body>")
        let document = try DocumentFormat.docx.read(bytes)
        #expect(document.texts == [text, "head"])
        #expect(try document.isIdentical(to: bytes))
        let written = try document.bytes(translated: .capitals)
        let part = try member("word/document.xml", of: written)
        #expect(part.contains("<w:pPr><w:b/></w:pPr>\(capitals)</w:p>"), "\(part)")
        for translation in MadeTranslation.allCases {
            let again = try DocumentFormat.docx.read(document.bytes(translated: translation))
            #expect(again.segments.count == document.segments.count)
            #expect(
                again.segments[0].content.codes.count == document.segments[0].content.codes.count)
        }
    }

    @Test func paragraphsInDrawingsAreSegmentsOfTheirOwn() throws {
        let inner = "<w:txbxContent><w:p>\(run("in a box"))</w:p></w:txbxContent>"
        let bytes = docx(
            "<w:body><w:p>\(run("before "))<w:r><w:pict>\(inner)</w:pict></w:r>\(run("behind"))</w:p></w:body>"
        )
        let document = try DocumentFormat.docx.read(bytes)
        #expect(document.texts == ["before [1]behind", "in a box", "head"])
        #expect(try document.isIdentical(to: bytes))
        let all = try member("word/document.xml", of: document.bytes(translated: .capitals))
        #expect(all.contains("BEFORE ") && all.contains("IN A BOX") && all.contains("BEHIND"))
        let one = try document.bytes(with: [nil, InlineContent(text: "x"), nil])
        let part = try member("word/document.xml", of: one)
        #expect(part.contains("before ") && part.contains("<w:t>x</w:t>") && !part.contains("in a"))
        let other = try document.bytes(
            with: [MadeTranslation.capitals(document.segments[0].content), nil, nil])
        #expect(try member("word/document.xml", of: other).contains("in a box"))
    }

    @Test func paragraphsWithoutWordsStay() throws {
        let document = try DocumentFormat.docx.read(
            docx("<w:body><w:p/><w:p>\(run("1,234.50"))</w:p><w:p>\(run(" "))</w:p></w:body>"))
        #expect(document.texts == ["head"])
    }

    @Test func contentWithOtherCodesIsRefused() throws {
        let document = try DocumentFormat.docx.read(
            docx("<w:body><w:p>\(run("a "))\(run("b", Self.bold))</w:p></w:body>"))
        let codes = document.segments[0].content.codes
        let wrong: [[InlineContent.Element]] = [
            [.text("a")], [.text("a"), .code(codes[0])], [.code(codes[1]), .code(codes[0])],
            [.code(codes[0]), .code(codes[1]), .code(codes[0]), .code(codes[1])],
            [.code(InlineCode(id: 7, .alone, markup: ""))],
        ]
        for elements in wrong {
            let text = try message { _ = try document.bytes(with: [InlineContent(elements), nil]) }
            #expect(text.contains("word/document.xml"), "\(text)")
        }
    }

    @Test func whatIsNoDocumentIsRefused() throws {
        let noMain = zipArchive([("[Content_Types].xml", types)])
        #expect(try message { _ = try DocumentFormat.docx.read(noMain) }.contains("main part"))
        let other = zipArchive([("a.txt", "x")])
        #expect(try message { _ = try DocumentFormat.docx.read(other) }.contains("Content_Types"))
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        #expect(try message { _ = try DocumentFormat.docx.read(old) }.contains("password"))
    }

    @Test func damagedXMLIsNamedWithItsPlace() throws {
        let damaged = docx("<w:body>\n<w:p>\n</w:x></w:body>")
        let text = try message {
            _ = try DocumentFormat.docx.read(damaged, DocumentReading(name: "a.docx"))
        }
        #expect(text.hasPrefix("a.docx, word/document.xml, line 4, column 3: "), "\(text)")
    }
}
