import Foundation

/// One element of an SVG document: a name, attributes in the order given, and children.
///
/// Text and attribute values are kept as they are and escaped once, on the way out.
package struct SVGElement: Sendable {
    /// What an element may contain.
    package enum Child: Sendable {
        case element(SVGElement)
        case text(String)
    }

    /// The tag, such as `rect`.
    package let name: String
    /// Names and unescaped values, written in this order.
    package var attributes: [(name: String, value: String)]
    /// The contents, in drawing order.
    package var children: [Child]

    /// An element with the given attributes and child elements.
    package init(
        _ name: String, _ attributes: [(String, String)] = [], _ children: [SVGElement] = []
    ) {
        self.name = name
        self.attributes = attributes.map { (name: $0.0, value: $0.1) }
        self.children = children.map(Child.element)
    }

    /// An element whose only content is text.
    package init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        self.init(name, attributes)
        children = [.text(text)]
    }

    /// The element as XML.
    package var xml: String {
        var output = ""
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        output += "<\(name)"
        for attribute in attributes {
            output += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
        }
        guard !children.isEmpty else {
            output += "/>"
            return
        }
        output += ">"
        let isContainer = name == "svg" || name == "g"
        for child in children {
            if isContainer { output += "\n" }
            switch child {
            case .element(let element): element.write(to: &output)
            case .text(let text): output += Self.escaped(text)
            }
        }
        if isContainer { output += "\n" }
        output += "</\(name)>"
    }

    /// `text` with XML's five special characters as entities, and the control characters that
    /// XML 1.0 (section 2.2) forbids replaced by U+FFFD.
    package static func escaped(_ text: String) -> String {
        var output = ""
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\t", "\n", "\r": output.unicodeScalars.append(scalar)
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
                output += "\u{FFFD}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// A length or coordinate in pixels to a tenth, without trailing zeros.
    package static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, tenth) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
    }
}

extension SVGElement {
    /// A filled rectangle; lengths in pixels.
    static func rectangle(
        x: Double, y: Double, width: Double, height: Double, class name: String
    ) -> SVGElement {
        SVGElement(
            "rect",
            [
                ("class", name), ("x", number(x)), ("y", number(y)), ("width", number(width)),
                ("height", number(height)),
            ])
    }

    /// A straight line; coordinates in pixels.
    static func line(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), class name: String
    ) -> SVGElement {
        SVGElement(
            "line",
            [
                ("class", name), ("x1", number(start.x)), ("y1", number(start.y)),
                ("x2", number(end.x)), ("y2", number(end.y)),
            ])
    }

    /// A line of text whose anchor (`start`, `middle` or `end`) lies at a point on its baseline,
    /// turned about that point; coordinates in pixels, rotation in degrees clockwise.
    static func text(
        _ text: String, x: Double, y: Double, class name: String, anchor: String = "start",
        rotation: Double = 0
    ) -> SVGElement {
        var attributes = [("class", name), ("x", number(x)), ("y", number(y))]
        if anchor != "start" { attributes.append(("text-anchor", anchor)) }
        if rotation != 0 {
            let turn = "rotate(\(number(rotation)) \(number(x)) \(number(y)))"
            attributes.append(("transform", turn))
        }
        return SVGElement("text", attributes, text: text)
    }

    /// The same element with a tooltip.
    func titled(_ title: String) -> SVGElement {
        var element = self
        element.children.append(.element(SVGElement("title", text: title)))
        return element
    }
}
