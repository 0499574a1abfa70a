import Basics
import Documents
import TestSupport
import Testing

@Suite("An HTML document")
struct HTMLDocumentTests {
    @Test("is written to the byte as it was", arguments: awkward)
    func identity(of source: String) throws {
        #expect(try html(source).isWritten(as: Array(source.utf8)))
    }

    static let awkward = [
        "\u{FEFF}<!DOCTYPE html>\r\n<HTML lang = 'en'>\r\n<p>a\r\n\tb</HTML>\r\n\r\n",
        "<!--[if lt IE 9]><p>old</p><![endif]--><![if !IE]><p>new</p><![endif]>",
        "<p>a<!-->b<!--->c<!-- d --!>e<!-- never ends <p>f",
        "<script>'<!--<script>'</script>'</script>x<plaintext><p>a</plaintext>",
        "<a href=x?a=1&b=2 TITLE=Two>x</A ><image src=x><isindex prompt=hello>",
        "<svg><path d=M0/><![CDATA[ a<b ]]></svg><math><mi>x</mi></math>text",
        "<table><caption>a<tr><th>b<form><td>c</form><p>d<table>e</table>",
        "<p\nclass=a\n>x</p\n><p/>y<br></br></p></p></x>z",
        "nul \0 <b\0>x</b> &#0; &#x110000; &notit; &amp",
        "<frameset><frame><noframes><p>a</noframes></frameset>b",
        "<select><p>a</p><option>b<b>c</select><textarea><p>d</textarea",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script src='a'/><p>b</p>",
        "<a a='1'b=\"2\"c=3/d e>x</a>", "<", "</", "<!", "<p", "<p a", "<p a=", "<p a='", "&",
        "</a",
    ]

    @Test("in which words come in another order has every tag once")
    func reordering() throws {
        let document = try html(
            "<p>the <b class=x>red</b> <i title='a b'>big <u>house</u></i> is<br>here</p>")
        let written = try document.written { $0.reversed }
        #expect(
            written
                == "<p>here<br>is <i title='b a'><u>house</u> big</i> <b class=x>red</b> the</p>")
    }

    @Test("that an XML parser may read has elements without content")
    func xml() throws {
        let start = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script src=\"x\"/>"
        let document = try html(start + "</head><body><p>a <a id=\"x\"/>b <b/>c</p></body></html>")
        #expect(document.shownSegments == ["a [1]b [2]c"])
    }

    @Test("says where its segments are")
    func places() throws {
        let document = try html("<p>a\n</p>\n<p>\nb <img alt=c>")
        #expect(document.segments.map(\.place) == ["line 1", "line 4", "line 4"])
    }

    @Test(
        "says the target's language and direction",
        arguments: [
            ("<html>", "de", "<html lang=\"de\">"),
            ("<HTML LANG='en-US' class=x>", "pt-BR", "<HTML LANG='pt-BR' class=x>"),
            ("<html lang=en>", "ar", "<html dir=\"rtl\" lang=\"ar\">"),
            ("<html lang=he dir=rtl>", "en", "<html lang=\"en\" dir=\"ltr\">"),
            ("<html lang=en dir=ltr>", "EN", "<html lang=en dir=ltr>"),
            (
                "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\">", "fr",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"fr\">"
            ),
            ("<p>", "de", "<p>"),
        ])
    func language(_ start: String, _ target: String, _ expected: String) throws {
        let written = try html(start + "a").written(.init(target: target)) { _ in nil }
        #expect(written == expected + "a")
    }

    @Test("in another encoding keeps to ASCII")
    func limitedEncoding() throws {
        let document = try html("<meta charset=iso-8859-1><p title='x'>a</p>")
        let written = try document.written { _ in InlineContent(text: "é 日") }
        #expect(
            written == "<meta charset=iso-8859-1><p title='&#233; &#26085;'>&#233; &#26085;</p>")
    }

    @Test("that is not UTF-8 is refused with what it says it is")
    func wrongEncoding() throws {
        let bytes = Array("<meta charset=\"ISO-8859-1\">caf".utf8) + [0xE9]
        #expect(
            try message { _ = try DocumentFormat.html.read(bytes, .init(name: "a.html")) }
                == "a.html is not UTF-8 at byte 31, and says that it is iso-8859-1. Convert it to UTF-8."
        )
        #expect(
            try message {
                _ = try DocumentFormat.html.read([0xFF, 0xFE, 0x3C, 0], .init(name: "a.html"))
            }
                == "a.html is UTF-16. Convert it to UTF-8.")
    }
}
