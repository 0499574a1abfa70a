extension RasterChart {
    /// The chart as a standalone SVG document, for light and for dark screens.
    ///
    /// Neighbouring cells of one colour are one stroke, and large matrices are thinned out to 320
    /// rows and 640 columns, of which the axes say so.
    public func svg() -> String { RasterChartDrawing(self).document() }
}

/// Where the parts of a chart lie; distances in pixels.
private struct RasterChartDrawing {
    let chart: RasterChart
    let panels: [RasterPanelDrawing]
    private let gutter = 30.0
    private let rowGap = 24.0

    init(_ chart: RasterChart) {
        self.chart = chart
        let labelWidth =
            chart.panels.map { panel in
                TextWidth.pixels(String(panel.rowCount), fontSize: FigureStyle.noteSize)
            }.max() ?? 0
        panels = chart.panels.map {
            RasterPanelDrawing(
                $0, rowTitle: chart.rowTitle, columnTitle: chart.columnTitle,
                labelWidth: labelWidth)
        }
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let columns = min(chart.columns, max(1, panels.count))
        let columnWidth = panels.map(\.width).max() ?? 0
        let width = max(
            2 * margin + Double(columns) * (columnWidth + gutter) - gutter,
            2 * margin + FigureStyle.titleWidth(chart.title))
        var y = margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(chart.title, y: y)
        y += FigureStyle.headingHeight(chart.title)
        for start in stride(from: 0, to: panels.count, by: columns) {
            let row = panels[start..<min(start + columns, panels.count)]
            for (column, panel) in row.enumerated() {
                let x = margin + Double(column) * (columnWidth + gutter)
                contents.append(panel.group(x: x, y: y))
            }
            y += (row.map(\.height).max() ?? 0) + rowGap
        }
        return FigureStyle.document(
            width: width, height: max(y - rowGap, margin) + margin, description: description,
            rules: rules, contents: contents)
    }

    private var description: String {
        let subject = chart.title.isEmpty ? "Matrices" : chart.title
        let names = chart.panels.map { panel in
            "\(panel.title), \(panel.rowCount) rows by \(panel.columnCount) columns"
        }
        return "\(subject): \(names.joined(separator: "; "))"
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let ramps = ColorRamp.allCases.filter { ramp in
            chart.panels.contains { $0.scale.ramp == ramp }
        }
        let strokes = ramps.flatMap { ramp in
            (0..<ColorRamp.levelCount).map { level in
                ".runs .\(ramp.rawValue)-\(level) { stroke: "
                    + "\(ramp.color(level: level, on: paper).hexadecimal); fill: none; }"
            }
        }
        let fills = ramps.compactMap { ramp in
            chart.panels.first { $0.scale.ramp == ramp }?.scale.rules(on: paper)
        }
        let shape = paper == .light ? [".runs path { shape-rendering: crispEdges; }"] : []
        return shape + fills.flatMap { $0 } + strokes
    }
}

/// One panel: heading, axes, cells and legend. Distances are in pixels.
private struct RasterPanelDrawing {
    let panel: RasterChart.Panel
    private let rows: Thinning
    private let columns: Thinning
    private let rowTitle: String
    private let columnTitle: String
    /// The room for row numbers on the left, the same in all panels.
    private let labelWidth: Double
    /// The sides of a cell: whole pixels, so that all cells look alike.
    private let cell: (width: Double, height: Double)

    private static let headingHeight = 24.0
    private static let axisHeight = 38.0

    init(
        _ panel: RasterChart.Panel, rowTitle: String, columnTitle: String, labelWidth: Double
    ) {
        self.panel = panel
        rows = Thinning(panel.rowCount, atMost: 320)
        columns = Thinning(panel.columnCount, atMost: 640)
        self.rowTitle = rows.note(on: rowTitle)
        self.columnTitle = columns.note(on: columnTitle)
        self.labelWidth = labelWidth + 12 + (self.rowTitle.isEmpty ? 0 : 16)
        func side(_ count: Int, in room: Int) -> Double {
            Double(min(max(room / max(count, 1), 1), 12))
        }
        cell = (side(columns.places.count, in: 416), side(rows.places.count, in: 320))
    }

    private var plotWidth: Double { cell.width * Double(columns.places.count) }
    private var plotHeight: Double { cell.height * Double(rows.places.count) }

    var width: Double {
        let heading = FigureStyle.titleWidth(panel.title)
        let note = TextWidth.pixels(panel.note, fontSize: FigureStyle.noteSize)
        return labelWidth
            + max(plotWidth, ColorScale.legendWidth(title: panel.valueTitle), heading + note + 8)
    }

    var height: Double {
        Self.headingHeight + plotHeight + Self.axisHeight + ColorScale.legendHeight
    }

    /// All of the panel, its top left corner at a point.
    func group(x: Double, y: Double) -> SVGElement {
        let left = (x + labelWidth).rounded()
        let top = (y + Self.headingHeight).rounded()
        let legend = panel.scale.legend(
            title: panel.valueTitle, x: left, y: top + plotHeight + Self.axisHeight)
        return SVGElement(
            "g", [("class", "panel")],
            [heading(x: left, y: y + 11)] + axes(x: left, y: top)
                + [frame(x: left, y: top), runs(x: left, y: top)] + legend)
    }

    private func heading(x: Double, y: Double) -> SVGElement {
        var title = SVGElement.text(panel.title, x: x, y: y, class: "heading")
        guard !panel.note.isEmpty else { return title }
        let note = SVGElement("tspan", [("class", "note"), ("dx", "8")], text: panel.note)
        title.children.append(.element(note))
        return title
    }

    private func frame(x: Double, y: Double) -> SVGElement {
        .rectangle(
            x: x - 0.5, y: y - 0.5, width: plotWidth + 1, height: plotHeight + 1,
            class: "hair")
    }

    /// Numbers along both sides, and what they count.
    private func axes(x: Double, y: Double) -> [SVGElement] {
        let bottom = y + plotHeight
        let below = Self.ticks(panel.columnCount).flatMap { tick in
            let place = x + (Double(tick) / Double(columns.step) + 0.5) * cell.width
            return [
                SVGElement.line(from: (place, bottom + 1), to: (place, bottom + 5), class: "axis"),
                .text("\(tick)", x: place, y: bottom + 16, class: "tick", anchor: "middle"),
            ]
        }
        let beside = Self.ticks(panel.rowCount).flatMap { tick in
            let place = y + (Double(tick) / Double(rows.step) + 0.5) * cell.height
            let baseline = place + FigureStyle.noteSize * FigureStyle.middleToBaseline
            return [
                SVGElement.line(from: (x - 5, place), to: (x - 1, place), class: "axis"),
                .text("\(tick)", x: x - 8, y: baseline, class: "tick", anchor: "end"),
            ]
        }
        let titles = [
            SVGElement.text(
                columnTitle, x: x + plotWidth / 2, y: bottom + 30, class: "note", anchor: "middle"),
            .text(
                rowTitle, x: x - labelWidth + 10, y: y + plotHeight / 2, class: "note",
                anchor: "middle", rotation: -90),
        ]
        return below + beside
            + zip(titles, [columnTitle, rowTitle]).filter { !$1.isEmpty }.map(\.0)
    }

    /// Round numbers below `count`.
    private static func ticks(_ count: Int) -> [Int] {
        guard count > 1 else { return Array(0..<count) }
        return Ticks.linear(over: 0...Double(count - 1), atMost: 6)
            .filter { $0 == $0.rounded() }.map { Int($0) }
    }

    /// The cells: of every level one path, along the middle of each run of cells of that level.
    private func runs(x: Double, y: Double) -> SVGElement {
        var paths: [Int: String] = [:]
        for (row, place) in rows.places.enumerated() {
            let levels = columns.places.map { panel.scale.level(of: panel.values[place][$0]) }
            let middle = SVGElement.number((Double(row) + 0.5) * cell.height)
            var start = 0
            while start < levels.count {
                let end = levels[start...].firstIndex { $0 != levels[start] } ?? levels.count
                if let level = levels[start] {
                    let left = SVGElement.number(Double(start) * cell.width)
                    let length = SVGElement.number(Double(end - start) * cell.width)
                    paths[level, default: ""] += "M\(left) \(middle)h\(length)"
                }
                start = end
            }
        }
        let place = "translate(\(SVGElement.number(x)) \(SVGElement.number(y)))"
        return SVGElement(
            "g",
            [
                ("class", "runs"), ("transform", place),
                ("stroke-width", SVGElement.number(cell.height)),
            ],
            paths.sorted { $0.key < $1.key }.map { level, path in
                SVGElement("path", [("class", panel.scale.className(level)), ("d", path)])
            })
    }
}
