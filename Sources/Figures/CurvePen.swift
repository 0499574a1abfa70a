/// Lines and dots of one series.
struct CurvePen {
    /// The tooltip; empty for none.
    let name: String
    /// What the class of the series's colour ends in.
    let style: String
    /// The plot's place and size.
    let frame: (left: Double, top: Double, width: Double, height: Double)

    /// A line through places of the unit square, broken where they are missing; what stands alone
    /// between gaps is a dot.
    func draw(
        _ line: [Decimation.Place], class kind: String = "curve", hasDots: Bool = false
    ) -> [SVGElement] {
        let runs = Decimation.runs(of: line).map { $0.map(point) }
        let path = runs.filter { $0.count > 1 }.map(Self.pathData).joined()
        let dots = runs.filter { hasDots || $0.count == 1 }.joined()
        return (path.isEmpty ? [] : [curve(path, class: kind)]) + dots.map(dot)
    }

    private func point(_ place: Decimation.Place) -> (x: Double, y: Double) {
        (
            x: frame.left + place.x * frame.width,
            y: frame.top + (1 - (place.y ?? 0)) * frame.height
        )
    }

    private static func pathData(_ run: [(x: Double, y: Double)]) -> String {
        let points = run.map { "\(SVGElement.number($0.x)) \(SVGElement.number($0.y))" }
        return "M" + points.joined(separator: "L")
    }

    private func curve(_ path: String, class kind: String) -> SVGElement {
        let colorClass = style.isEmpty ? "" : " curve\(style)"
        let element = SVGElement("path", [("class", kind + colorClass), ("d", path)])
        return name.isEmpty ? element : element.titled(name)
    }

    private func dot(_ point: (x: Double, y: Double)) -> SVGElement {
        SVGElement(
            "circle",
            [
                ("class", style.isEmpty ? "dot" : "dot dot\(style)"),
                ("cx", SVGElement.number(point.x)), ("cy", SVGElement.number(point.y)),
                ("r", "2.2"),
            ])
    }
}
