import Documents
import Foundation
import TestSupport
import Testing

private func xliff(_ source: String, before: String = "") -> [UInt8] {
    Array(
        """
        \(before)<xliff version="1.2"><trans-unit id="1"><source>\(source)</source></trans-unit></xliff>
        """.utf8)
}

struct HostileXMLTests {
    private static let laughs =
        "<!DOCTYPE x [<!ENTITY a0 \"ha\">"
        + (1...30).map { "<!ENTITY a\($0) \"&a\($0 - 1);&a\($0 - 1);\">" }.joined() + "]>"

    @Test func entitiesOfADocumentAreCodesAndDoNotGrow() throws {
        let bytes = xliff("well &a30; said", before: Self.laughs)
        let document = try DocumentFormat.xliff.read(bytes)
        #expect(document.texts == ["well [1] said"])
        #expect(document.segments[0].content.codes[0].markup == "&a30;")
        #expect(try document.isIdentical(to: bytes, alsoWithOwn: false))
    }

    @Test(arguments: [
        laughs + "<xliff a=\"&a30;\"/>",
        "<!DOCTYPE x [<!ENTITY b \"\(String(repeating: "b", count: 100_000))\">]><xliff a=\""
            + String(repeating: "&b;", count: 10_000) + "\"/>",
        String(repeating: "<a>", count: 2000), "<xliff>", "", "<xliff/><xliff/>", "\u{0}",
        "<xliff a=\"1\" a=\"2\"/>", "<x:xliff/>",
    ]) func whatIsMadeToExhaustOrIsBrokenIsRefused(text: String) throws {
        let start = ContinuousClock.now
        let said = try message { _ = try DocumentFormat.xliff.read(Array(text.utf8)) }
        #expect(said.contains("line 1"), "\(said)")
        #expect(start.duration(to: .now) < .seconds(5))
    }

    @Test(arguments: [
        "", "<!DOCTYPE xliff>", "<!DOCTYPE xliff [<!ENTITY e \"x\">]>",
        "<!DOCTYPE xliff SYSTEM \"x.dtd\">",
    ])
    func entitiesThatNobodyDeclaredAreKept(before: String) throws {
        let document = try DocumentFormat.xliff.read(xliff("a&nbsp;b &other; c", before: before))
        #expect(document.texts == ["a[1]b [2] c"])
        #expect(document.segments[0].content.codes.map(\.markup) == ["&nbsp;", "&other;"])
    }

    @Test(arguments: [0, 1]) func manyMarksTakeTheTimeOfOneEach(offset: Int) throws {
        let count = 20_000
        // Nested, or each crossing the next.
        let starts = (0..<count).map { "<bx id=\"\($0)\"/>" }
        let ends = (0..<count).map { "<ex rid=\"\(offset == 0 ? count - 1 - $0 : $0)\"/>" }
        let text = starts.joined() + "a" + ends.joined()
        let start = ContinuousClock.now
        let document = try DocumentFormat.xliff.read(xliff(text))
        #expect(document.segments.map(\.content.text) == ["a"])
        #expect(start.duration(to: .now) < .seconds(6))
    }

    @Test func membersOfAnArchiveShareALimitOfNodes() throws {
        let half = "<x>" + String(repeating: "<a/>", count: 2_000_000) + "</x>"
        let archive = zipArchive([("content.xml", half), ("styles.xml", half)])
        let said = try message { _ = try DocumentFormat.odt.read(archive) }
        #expect(said.contains("styles.xml") && said.contains("more than 4000000"), "\(said)")
    }

    @Test func archivesThatCannotBeReadSayWhy() throws {
        let named = zipArchive([("word\\document.xml", "<a/>")])
        #expect(try message { _ = try DocumentFormat.docx.read(named) }.contains("“\\” between"))
        #expect(try message { _ = try DocumentFormat.docx.read([]) }.contains("it is empty"))
    }

    @Test func nothingOutsideIsRead() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write(Data("secret".utf8), to: "secret.txt")
        let before = """
            <!DOCTYPE x SYSTEM "\(secret.path)" [<!ENTITY e SYSTEM "file://\(secret.path)">\
            <!ENTITY % p SYSTEM "\(secret.path)"> %p;]>
            """
        let document = try DocumentFormat.xliff.read(
            xliff("a &e; b &undeclared; c", before: before))
        #expect(document.texts == ["a [1] b [2] c"])
        let written = try document.bytes(translated: .capitals)
        #expect(
            String(decoding: written, as: UTF8.self).contains(">A &e; B &undeclared; C</target>"))
    }

    @Test(
        arguments: [
            String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .isoLatin1,
        ], [true, false])
    func encodingsAreKept(encoding: String.Encoding, hasMark: Bool) throws {
        let declared = encoding == .isoLatin1 ? "<?xml version='1.0' encoding='ISO-8859-1'?>" : ""
        let text = String(decoding: xliff("Größe", before: declared), as: UTF8.self)
        let marks: [String.Encoding: [UInt8]] = [
            .utf8: [0xEF, 0xBB, 0xBF], .utf16LittleEndian: [0xFF, 0xFE],
            .utf16BigEndian: [0xFE, 0xFF],
        ]
        let mark = hasMark ? marks[encoding] ?? [] : []
        let bytes = try mark + #require(text.data(using: encoding))
        let document = try DocumentFormat.xliff.read(bytes)
        #expect(document.texts == ["Größe"])
        #expect(try document.isIdentical(to: bytes, alsoWithOwn: false))
        let written = try document.bytes(with: [InlineContent(text: "Œuvre ü")])
        #expect(written.starts(with: mark))
        let back = try #require(
            String(bytes: written.dropFirst(mark.count), encoding: encoding))
        let expected = encoding == .isoLatin1 ? ">&#338;uvre ü<" : ">Œuvre ü<"
        #expect(back.contains(expected), "\(back)")
    }

    @Test(arguments: [
        Array("<?xml version='1.0' encoding='KOI8-R'?><xliff/>".utf8), [0xFF, 0xFE, 0x3C],
        [0xFF, 0xFE, 0x3C, 0x00, 0x00, 0xD8], Array("<xliff>".utf8) + [0xFF],
    ]) func otherEncodingsAndBrokenOnesAreRefused(bytes: [UInt8]) throws {
        #expect(try !message { _ = try DocumentFormat.xliff.read(bytes) }.isEmpty)
    }

    @Test func aMarkOnWhatEndsTheSyntaxBeforeItIsKept() throws {
        let document = try DocumentFormat.xliff.read(
            xliff("<![CDATA[\u{301}a b\u{600}]]> &amp;\u{301} &lt;"))
        #expect(document.segments[0].content.text == "\u{301}a b\u{600} &\u{301} <")
    }

    @Test func onlyWhatXMLNeedsIsEscaped() throws {
        let document = try DocumentFormat.xliff.read(xliff("<![CDATA[a<b]]> c"))
        #expect(document.texts == ["a<b c"])
        let written = try document.bytes(
            with: [InlineContent(text: "x & y < z > \"q\" ]]> \u{1}")])
        #expect(
            String(decoding: written, as: UTF8.self)
                .contains(">x &amp; y &lt; z > \"q\" ]]&gt; \u{FFFD}</target>"))
    }
}
