import Figures
import Testing

struct SVGElementTests {
    @Test(arguments: [
        ("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"),
        ("▁Häuser 日本", "▁Häuser 日本"),
        ("bell\u{7}\u{1B}[31m", "bell\u{FFFD}\u{FFFD}[31m"),
        ("\u{FFFF}", "\u{FFFD}"),
        ("tab\tstays", "tab\tstays"),
    ])
    func textIsEscaped(text: String, escaped: String) {
        #expect(SVGElement.escaped(text) == escaped)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.04, "0"), (3, "3"), (3.04, "3"), (3.06, "3.1"), (-0.5, "-0.5"),
        (-12.25, "-12.3"), (1e6, "1000000"),
    ])
    func numbersAreShort(value: Double, text: String) {
        #expect(SVGElement.number(value) == text)
    }

    @Test func attributesAndTextSurviveAParser() throws {
        let nasty = "<script>&\"'\u{0}</script>"
        let element = SVGElement(
            "g", [("class", nasty)], [SVGElement("text", text: nasty)])
        let parsed = try ParsedSVG(element.xml)
        let expected = "<script>&\"'\u{FFFD}</script>"
        #expect(parsed.elements("g").map { $0.attributes["class"] } == [expected])
        #expect(parsed.texts() == [expected])
    }
}
