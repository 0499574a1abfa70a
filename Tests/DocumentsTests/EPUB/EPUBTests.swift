import Documents
import TestSupport
import Testing

private func book(
    _ page: String, _ others: [(name: String, content: String)] = []
) -> [UInt8] {
    zipArchive(
        [
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                """
                <container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>\
                <rootfile full-path="book/a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
                """
            ),
            (
                "book/a.opf",
                """
                <package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">\
                <dc:title>Title</dc:title><dc:language>en</dc:language><manifest>\
                <item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>\
                <item id="p" href="../text/page%201.xhtml" media-type="application/xhtml+xml"/>\
                </manifest><spine toc="n"><itemref idref="p"/></spine></package>
                """
            ),
            (
                "book/toc.ncx",
                "<ncx><docTitle><text>t</text></docTitle><navLabel><text>Part one</text></navLabel></ncx>"
            ),
            ("text/page 1.xhtml", page),
        ] + others)
}

private func page(_ body: String) -> String {
    """
    <?xml version="1.0"?>
    <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
    <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Head</title></head><body>\(body)</body></html>
    """
}

struct EPUBTests {
    static let bodies: [(body: String, texts: [String], capitals: String)] = [
        ("<p> Hello\n   <b>you</b>. </p>", ["Hello [1you1]."], "<p> HELLO <b>YOU</b>. </p>"),
        (
            "<p>It&nbsp;is &unknown; &eacute; here</p>", ["It\u{A0}is [1] é here"],
            "<p>IT\u{A0}IS &unknown; É HERE</p>"
        ),
        (
            "<p>Run <code>a b</code> now<br/>or later</p>", ["Run [1] now[2]or later"],
            "<p>RUN <code>a b</code> NOW<br/>OR LATER</p>"
        ),
        (
            "<p><img src=\"a\" alt='my cat\"s'/>A cat</p>", ["A cat", "my cat\"s"],
            "<p><img src=\"a\" alt='MY CAT\"S'/>A CAT</p>"
        ),
        (
            "<a href=\"x\"><h1>One</h1>two</a><p translate=\"no\">No</p>", ["One", "two"],
            "<a href=\"x\"><h1>ONE</h1>TWO</a><p translate=\"no\">No</p>"
        ),
        (
            "<div>loose <i>text</i><p>inner</p>after</div>", ["loose [1text1]", "inner", "after"],
            "<div>LOOSE <i>TEXT</i><p>INNER</p>AFTER</div>"
        ),
        (
            "<p>a <svg xmlns=\"http://www.w3.org/2000/svg\"><text>x</text></svg> b</p>"
                + "<script>var a = 1</script><!-- c -->",
            ["a [1] b"],
            "<p>A <svg xmlns=\"http://www.w3.org/2000/svg\"><text>x</text></svg> B</p>"
                + "<script>var a = 1</script><!-- c -->"
        ),
        (
            "<pre>One\n  two\n\n<i>three\n four</i></pre>", ["One", "two", "three[1]four"],
            "<pre>ONE\n  TWO\n\n<i>THREE\n FOUR</i></pre>"
        ),
        (
            "<pre class=\"language-c\">int a</pre><p class=\"NoTranslate\">No</p><p>b</p>", ["b"],
            "<pre class=\"language-c\">int a</pre><p class=\"NoTranslate\">No</p><p>B</p>"
        ),
        (
            "<p><img alt=\"a &unknown; b\"/>A &lt; b <img alt=\"c &eacute; d\"/></p>",
            ["A < b", "c é d"],
            "<p><img alt=\"a &unknown; b\"/>A &lt; B <img alt=\"C É D\"/></p>"
        ),
        (
            "<p><a id=\"x\"></a><b><i>all of it</i></b> </p>", ["all of it"],
            "<p><a id=\"x\"></a><b><i>ALL OF IT</i></b> </p>"
        ),
    ]

    @Test(arguments: bodies) func pagesAreReadAndWritten(
        body: String, texts: [String], capitals: String
    ) throws {
        let bytes = book(page(body))
        let document = try DocumentFormat.epub.read(bytes)
        #expect(document.texts == ["Head"] + texts + ["Part one"])
        #expect(try document.isIdentical(to: bytes))
        let written = try member("text/page 1.xhtml", of: document.bytes(translated: .capitals))
        #expect(written.contains("<body>\(capitals)</body>"), "\(written)")
        let again = try DocumentFormat.epub.read(document.bytes(translated: .reversed))
        #expect(again.segments.count == document.segments.count)
    }

    @Test func theLanguageIsSet() throws {
        let document = try DocumentFormat.epub.read(book(page("<p>a</p>")))
        let written = try document.bytes(translated: .capitals, .init(source: "en", target: "de"))
        let package = try member("book/a.opf", of: written)
        #expect(package.contains("<dc:title>Title</dc:title><dc:language>de</dc:language>"))
        let text = try member("text/page 1.xhtml", of: written)
        #expect(text.contains("<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"de\">"))
        #expect(try member("book/toc.ncx", of: written).contains("<text>PART ONE</text>"))
        #expect(written.starts(with: [0x50, 0x4B, 3, 4]))
        #expect(written[30..<38].elementsEqual("mimetype".utf8))
    }

    @Test func lockedBooksAreRefused() throws {
        let locked = book(
            page("<p>a</p>"),
            [
                (
                    "META-INF/encryption.xml",
                    "<e><CipherReference URI=\"text/page 1.xhtml\"/></e>"
                )
            ])
        #expect(try message { _ = try DocumentFormat.epub.read(locked) }.contains("locked"))
    }

    @Test func whatIsNoBookIsRefused() throws {
        let said = try message { _ = try DocumentFormat.epub.read(zipArchive([("a", "b")])) }
        #expect(said.contains("container.xml"))
        let broken = try message {
            _ = try DocumentFormat.epub.read(book("<html>\n<p></html>"), .init(name: "b.epub"))
        }
        #expect(broken.hasPrefix("b.epub, text/page 1.xhtml, line 2, column"), "\(broken)")
    }
}
