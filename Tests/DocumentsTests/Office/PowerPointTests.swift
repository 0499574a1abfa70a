import Documents
import TestSupport
import Testing

private func pptx(_ paragraph: String) -> [UInt8] {
    let type = "application/vnd.openxmlformats-officedocument.presentationml"
    return zipArchive([
        (
            "[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Override PartName="/ppt/presentation.xml" ContentType="\(type).presentation.main+xml"/>\
            <Override PartName="/ppt/slides/slide10.xml" ContentType="\(type).slide+xml"/>\
            <Override PartName="/ppt/slides/slide2.xml" ContentType="\(type).slide+xml"/></Types>
            """
        ),
        ("ppt/presentation.xml", "<p xmlns=\"x\"/>"),
        ("ppt/slides/slide10.xml", slide("<a:p><a:r><a:t>ten</a:t></a:r></a:p>")),
        ("ppt/slides/slide2.xml", slide(paragraph)),
    ])
}

private func slide(_ paragraph: String) -> String {
    "<p:sld xmlns:p=\"p\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
        + "\(paragraph)</p:sld>"
}

struct PowerPointTests {
    @Test func runsAreMergedAndFieldsKept() throws {
        let paragraph = """
            <a:p><a:pPr lvl="1"/><a:r><a:rPr lang="en-US" err="1"/><a:t>Hel</a:t></a:r>\
            <a:r><a:rPr lang="de" dirty="0"/><a:t>lo </a:t></a:r>\
            <a:r><a:rPr lang="en-US" b="1"/><a:t>you</a:t></a:r><a:br><a:rPr/></a:br>\
            <a:fld id="{1}" type="slidenum"><a:rPr/><a:t>7</a:t></a:fld>\
            <a:r><a:t> pages</a:t></a:r><a:endParaRPr lang="en-US"/></a:p>
            """
        let bytes = pptx(paragraph)
        let document = try DocumentFormat.pptx.read(bytes)
        #expect(document.texts == ["Hello [1you1][2][3] pages", "ten"])
        #expect(document.segments[0].content.codes.map(\.separatesWords).contains(true))
        #expect(document.segments[0].content.codes.last?.carriedText == "7")
        #expect(try document.isIdentical(to: bytes))
        let written = try member(
            "ppt/slides/slide2.xml", of: document.bytes(translated: .capitals))
        #expect(
            written.contains(
                """
                <a:p><a:pPr lvl="1"/><a:r><a:rPr lang="en-US" err="1"/><a:t>HELLO </a:t></a:r>\
                <a:r><a:rPr lang="en-US" b="1"/><a:t>YOU</a:t></a:r><a:br><a:rPr/></a:br>\
                <a:fld id="{1}" type="slidenum"><a:rPr/><a:t>7</a:t></a:fld>\
                <a:r><a:rPr lang="en-US" err="1"/><a:t> PAGES</a:t></a:r><a:endParaRPr lang="en-US"/></a:p>
                """), "\(written)")
    }
}
