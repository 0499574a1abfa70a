import Foundation

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
