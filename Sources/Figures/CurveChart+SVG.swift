extension CurveChart {
    /// The chart as a standalone SVG document, for light and for dark screens.
    ///
    /// Long series are reduced to the extremes and the mean of narrow strips, a pixel wide or wider
    /// where there are many series, so that the document stays below 200 kB.
    public func svg() -> String {
        CurveChartDrawing(self).document()
    }
}

/// Where the parts of a chart lie; distances in pixels.
private struct CurveChartDrawing {
    let chart: CurveChart
    /// The names whose places choose the colours.
    let names: [String]
    let panels: [PanelDrawing]
    private let gutter = 28.0
    private let rowGap = 26.0

    init(_ chart: CurveChart) {
        self.chart = chart
        let names = chart.coloredNames
        let allSeries = chart.panels.flatMap(\.series)
        let horizontal = PlotAxis(horizontalOf: chart)
        let axes = chart.panels.map { PlotAxis(verticalOf: $0) }
        let labels = axes.flatMap(\.labels)
        let labelWidth =
            labels.map { TextWidth.pixels($0, fontSize: FigureStyle.noteSize) }.max() ?? 0
        let stripCount = max(8, PanelDrawing.placeBudget / max(1, allSeries.count) / 2)
        self.names = names
        panels = zip(chart.panels, axes).map { panel, axis in
            PanelDrawing(
                panel: panel, horizontal: horizontal, vertical: axis, marks: chart.marks,
                names: names, labelWidth: labelWidth + 8, stripCount: stripCount)
        }
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let columns = min(chart.columns, max(1, panels.count))
        let panelWidth = panels.first?.width ?? 0
        let width = max(
            2 * margin + Double(columns) * (panelWidth + gutter) - gutter,
            2 * margin + FigureStyle.titleWidth(chart.title))
        var y = margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(chart.title, y: y)
        y += FigureStyle.headingHeight(chart.title)
        let legend = legend(x: margin, y: y, width: width - 2 * margin)
        contents += legend.elements
        y += legend.height
        for (index, panel) in panels.enumerated() {
            let (row, column) = index.quotientAndRemainder(dividingBy: columns)
            let x = margin + Double(column) * (panelWidth + gutter)
            contents.append(panel.group(x: x, y: y + Double(row) * (panel.height + rowGap)))
        }
        let rows = Double((panels.count + columns - 1) / columns)
        y += rows * ((panels.first?.height ?? 0) + rowGap) - rowGap
        contents += horizontalTitles(columns: columns, panelWidth: panelWidth, y: y)
        let titleHeight = chart.horizontalTitle.isEmpty ? 0 : 18.0
        return FigureStyle.document(
            width: width, height: y + titleHeight + margin, description: description,
            rules: rules, contents: contents)
    }

    private var description: String {
        let subject = chart.title.isEmpty ? "Curves" : chart.title
        return "\(subject): \(chart.panels.map(\.title).joined(separator: ", "))"
    }

    /// The horizontal title below the last panel of each column.
    private func horizontalTitles(columns: Int, panelWidth: Double, y: Double) -> [SVGElement] {
        guard !chart.horizontalTitle.isEmpty, let first = panels.first else { return [] }
        let rows = (panels.count + columns - 1) / columns
        return (0..<columns).map { column in
            let isLast = (rows - 1) * columns + column < panels.count
            let missing = isLast ? 0 : first.height + rowGap
            let x =
                FigureStyle.margin + Double(column) * (panelWidth + gutter) + first.labelWidth
                + PanelDrawing.plotWidth / 2
            return .text(
                chart.horizontalTitle, x: x, y: y - missing + 15, class: "note", anchor: "middle")
        }
    }

    /// A short stroke and a name for each series, in as many lines as they need.
    private func legend(
        x: Double, y: Double, width: Double
    ) -> (elements: [SVGElement], height: Double) {
        let shown = chart.seriesNames
        guard !shown.isEmpty else { return ([], 0) }
        let (stroke, space, lineHeight) = (26.0, 18.0, 18.0)
        var (left, top) = (x, y)
        var elements: [SVGElement] = []
        for (index, name) in names.enumerated() where shown.contains(name) {
            let entry = stroke + TextWidth.pixels(name, fontSize: FigureStyle.labelSize)
            if left > x, left + entry > x + width { (left, top) = (x, top + lineHeight) }
            elements += [
                .line(
                    from: (left, top + 5), to: (left + stroke - 6, top + 5),
                    class: "curve curve-\(index)"),
                .text(name, x: left + stroke, y: top + 9.2, class: "label"),
            ]
            left += entry + space
        }
        return (elements, top + lineHeight + 12 - y)
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let ink = paper == .light ? "#39414c" : "#c5ccd5"
        let shape = [
            ".curve { fill: none; stroke-width: 1.6; stroke-linejoin: round; }",
            ".envelope { fill: none; stroke-width: 0.8; stroke-opacity: 0.3; }",
        ]
        let plain = [
            ".curve { stroke: \(ink); }", ".envelope { stroke: \(ink); }", ".dot { fill: \(ink); }",
        ]
        let colored = names.indices.flatMap { index in
            let color = FigureStyle.seriesColor(index, on: paper).hexadecimal
            let dashes = FigureStyle.dashes(index).map { " stroke-dasharray: \($0);" } ?? ""
            return [
                ".curve-\(index) { stroke: \(color);\(dashes) }",
                ".dot-\(index) { fill: \(color); }",
            ]
        }
        return (paper == .light ? shape : []) + plain + colored
    }
}
