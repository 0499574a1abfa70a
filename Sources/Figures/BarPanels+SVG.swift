extension BarPanels {
    /// The chart as a standalone SVG document, for light and for dark screens.
    ///
    /// Every bar is one `rect` with category, series and value as tooltip.
    public func svg() -> String { BarPanelsDrawing(self).document() }
}

/// Where the parts of a chart lie; distances in pixels.
private struct BarPanelsDrawing {
    private static let gutter = 40.0
    private static let rowGap = 22.0
    private static let gap = 7.0

    private let chart: BarPanels
    private let names: [String]
    private let panels: [BarPanelDrawing]
    /// The room for the categories.
    private let labelWidth: Double

    init(_ chart: BarPanels) {
        self.chart = chart
        let names = chart.seriesNames
        self.names = names
        let most = chart.panels.map(\.series.count).max() ?? 1
        panels = chart.panels.map {
            BarPanelDrawing(panel: $0, chart: chart, names: names, seriesCount: max(1, most))
        }
        let widths = chart.categories.map {
            TextWidth.pixels(BarPanels.shortened($0), fontSize: FigureStyle.labelSize)
        }
        let title = TextWidth.pixels(chart.categoryTitle + " ↓", fontSize: FigureStyle.noteSize)
        labelWidth = max(widths.max() ?? 0, chart.categoryTitle.isEmpty ? 0 : title) + Self.gap
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let columns = min(chart.columns, max(1, panels.count))
        let panelWidth = BarPanelDrawing.plotWidth + Self.gutter
        let width = max(
            2 * margin + labelWidth + Double(columns) * panelWidth,
            2 * margin + FigureStyle.titleWidth(chart.title))
        var y = margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(chart.title, y: y)
        y += FigureStyle.headingHeight(chart.title)
        let legend = legend(x: margin, y: y, width: width - 2 * margin)
        contents += legend.elements
        y += legend.height
        for start in stride(from: 0, to: panels.count, by: columns) {
            let row = panels[start..<min(start + columns, panels.count)]
            contents += categories(y: y, row[start])
            for (column, panel) in row.enumerated() {
                let x = margin + labelWidth + Double(column) * panelWidth
                contents.append(panel.group(x: x, y: y))
            }
            y += row[start].height + Self.rowGap
        }
        return FigureStyle.document(
            width: width, height: y - (panels.isEmpty ? 0 : Self.rowGap) + margin,
            description: description, rules: rules, contents: contents)
    }

    private var description: String {
        let subject = chart.title.isEmpty ? "Bars" : chart.title
        return "\(subject): \(chart.panels.map(\.title).joined(separator: ", "))"
    }

    /// The categories on the left of a row of panels.
    private func categories(y: Double, _ panel: BarPanelDrawing) -> [SVGElement] {
        let right = FigureStyle.margin + labelWidth - Self.gap
        let title = SVGElement.text(
            chart.categoryTitle + " ↓", x: right, y: y + 11, class: "note", anchor: "end")
        let labels = chart.categories.enumerated().map { category, label in
            let middle = y + panel.middle(of: category)
            return SVGElement.text(
                BarPanels.shortened(label), x: right,
                y: middle + FigureStyle.labelSize * FigureStyle.middleToBaseline, class: "label",
                anchor: "end")
        }
        return (chart.categoryTitle.isEmpty ? [] : [title]) + labels
    }

    /// A square and a name for each series, or for each sign, in as many lines as they need.
    private func legend(
        x: Double, y: Double, width: Double
    ) -> (elements: [SVGElement], height: Double) {
        let entries: [(style: String, name: String)] =
            chart.signs.map {
                [("bar-positive", "→ \($0.positive)"), ("bar-negative", "← \($0.negative)")]
            } ?? names.enumerated().map { ("bar-\($0)", $1) }
        guard !entries.isEmpty else { return ([], 0) }
        let (square, space, lineHeight) = (16.0, 18.0, 18.0)
        var (left, top) = (x, y)
        var elements: [SVGElement] = []
        for entry in entries {
            let name = TextWidth.clipped(entry.name, toColumns: 60)
            let entryWidth = square + TextWidth.pixels(name, fontSize: FigureStyle.labelSize)
            if left > x, left + entryWidth > x + width { (left, top) = (x, top + lineHeight) }
            elements += [
                .rectangle(x: left, y: top, width: 10, height: 10, class: entry.style),
                .text(name, x: left + square, y: top + 9.2, class: "label"),
            ]
            left += entryWidth + space
        }
        return (elements, top + lineHeight + 12 - y)
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let colored = names.indices.map {
            ".bar-\($0) { fill: \(FigureStyle.seriesColor($0, on: paper).hexadecimal); }"
        }
        let signs = [(true, "negative"), (false, "positive")].map { isNegative, name in
            let color = BarPanels.signColor(isNegative: isNegative, on: paper).hexadecimal
            return ".bar-\(name) { fill: \(color); }"
        }
        let plain = ".bar { fill: \(FigureStyle.seriesColor(0, on: paper).hexadecimal); }"
        return [plain] + colored + signs
    }
}

/// One panel of a chart: heading, axis and bars. Distances are in pixels.
private struct BarPanelDrawing {
    let panel: BarPanels.Panel
    let chart: BarPanels
    /// The names whose places in this list choose the colours.
    let names: [String]
    /// The most series of any panel: all panels have categories of one height.
    let seriesCount: Int

    static let plotWidth = 230.0
    private static let headingHeight = 24.0
    private static let tickHeight = 18.0

    private var barHeight: Double { seriesCount == 1 ? 12 : 8 }
    private var rowHeight: Double { barHeight * Double(seriesCount) + 7 }
    private var plotHeight: Double { rowHeight * Double(chart.categories.count) }
    var height: Double { Self.headingHeight + plotHeight + Self.tickHeight }

    /// How far below the panel's upper edge the middle of a category lies.
    func middle(of category: Int) -> Double {
        Self.headingHeight + (Double(category) + 0.5) * rowHeight
    }

    /// All of the panel, its top left corner at a point.
    func group(x: Double, y: Double) -> SVGElement {
        let axis = BarPanels.axis(of: panel)
        let top = y + Self.headingHeight
        let zero = x + axis.fraction(of: 0) * Self.plotWidth
        let drawn = panel.series.enumerated().flatMap { index, series in
            bars(series, index, axis, x: x, top: top)
        }
        let line = SVGElement.line(
            from: (zero.rounded() + 0.5, top), to: (zero.rounded() + 0.5, top + plotHeight),
            class: "axis")
        return SVGElement(
            "g", [("class", "panel")],
            [heading(x: x, y: y + 11)] + ticks(axis, x: x, top: top) + drawn + [line])
    }

    private func heading(x: Double, y: Double) -> SVGElement {
        var title = SVGElement.text(panel.title, x: x, y: y, class: "heading")
        guard !panel.unit.isEmpty else { return title }
        let unit = SVGElement("tspan", [("class", "note"), ("dx", "8")], text: panel.unit)
        title.children.append(.element(unit))
        return title
    }

    private func ticks(_ axis: PlotAxis, x: Double, top: Double) -> [SVGElement] {
        zip(axis.ticks, axis.labels).flatMap { tick, label in
            let place = x + axis.fraction(of: tick) * Self.plotWidth
            let level = place.rounded() + 0.5
            return [
                SVGElement.line(from: (level, top), to: (level, top + plotHeight), class: "hair"),
                .text(label, x: place, y: top + plotHeight + 14, class: "tick", anchor: "middle"),
            ]
        }
    }

    private func bars(
        _ series: BarPanels.Series, _ index: Int, _ axis: PlotAxis, x: Double, top: Double
    ) -> [SVGElement] {
        series.values.enumerated().compactMap { category, value in
            guard let value = BarPanels.shown(value) else { return nil }
            let ends = [axis.fraction(of: 0), axis.fraction(of: value)].sorted()
            let group = barHeight * Double(seriesCount)
            let y =
                top + (Double(category) + 0.5) * rowHeight - group / 2
                + barHeight * Double(index)
            let names = [chart.categories[category], series.name].filter { !$0.isEmpty }
            return SVGElement.rectangle(
                x: x + ends[0] * Self.plotWidth, y: y,
                width: (ends[1] - ends[0]) * Self.plotWidth, height: barHeight - 1,
                class: style(of: series, value)
            ).titled("\(names.joined(separator: " · ")): \(NumberText.short(value))")
        }
    }

    private func style(of series: BarPanels.Series, _ value: Double) -> String {
        if chart.signs != nil { return value < 0 ? "bar bar-negative" : "bar bar-positive" }
        return names.firstIndex(of: series.name).map { "bar bar-\($0)" } ?? "bar"
    }
}
