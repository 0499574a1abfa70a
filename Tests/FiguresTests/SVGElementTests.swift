import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An SVG document as an XML parser sees it.
struct ParsedSVG {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// The names of the enclosing elements' classes, outermost first.
        let groups: [String]
        var text = ""

        var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }
    }

    struct NotWellFormed: Error {
        let reason: String
    }

    let elements: [Element]

    init(_ document: String) throws {
        let collector = Collector()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = collector
        guard parser.parse() else {
            throw NotWellFormed(reason: parser.parserError.map { "\($0)" } ?? "unknown")
        }
        elements = collector.elements
    }

    func elements(_ name: String, class className: String? = nil) -> [Element] {
        elements.filter { element in
            element.name == name && className.map(element.classes.contains) ?? true
        }
    }

    func cells() -> [Element] {
        elements("rect").filter { $0.groups.last == "cells" && $0.classes != ["hair"] }
    }

    func texts() -> [String] {
        elements("text").map(\.text)
    }

    func tooltips() -> [String] {
        elements("title").map(\.text)
    }

    private final class Collector: NSObject, XMLParserDelegate {
        var elements: [Element] = []
        private var open: [Int] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            let groups = open.map { elements[$0].attributes["class"] ?? "" }
            elements.append(Element(name: name, attributes: attributes, groups: groups))
            open.append(elements.count - 1)
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if let last = open.last { elements[last].text += string }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
            qualifiedName: String?
        ) {
            open.removeLast()
        }
    }
}

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
