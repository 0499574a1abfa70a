/// Numbers with the intervals that they lie in, one below the other over one axis: what every head of
/// a model is worth, say, and how sure that is.
public struct IntervalChart: Sendable {
    /// A number and its interval.
    public struct Row: Sendable, Hashable {
        /// What the number is of.
        public var label: String
        /// The number.
        public var value: Double
        /// The lower end of the interval.
        public var lower: Double
        /// The upper end of the interval.
        public var upper: Double

        /// A row of its parts.
        public init(label: String, value: Double, lower: Double, upper: Double) {
            self.label = label
            self.value = value
            self.lower = lower
            self.upper = upper
        }

        /// Whether an axis has a place for all of it.
        var canBeShown: Bool {
            [value, lower, upper].allSatisfy { PlotAxis.canShow($0, on: .linear) }
        }

        /// The numbers, in words.
        var text: String {
            guard canBeShown else { return "no value" }
            let ends = "\(NumberText.short(lower)) to \(NumberText.short(upper))"
            return "\(NumberText.short(value)) (\(ends))"
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// What the numbers are; empty for nothing said.
    public var horizontalTitle: String
    /// The rows, top to bottom. One whose numbers are not finite has no mark.
    public var rows: [Row]

    /// A chart of rows, top to bottom.
    public init(title: String = "", rows: [Row], horizontalTitle: String = "") {
        self.title = title
        self.rows = rows
        self.horizontalTitle = horizontalTitle
    }

    /// The common axis: it always has the place of 0, where nothing changes.
    var axis: PlotAxis {
        let shown = rows.filter(\.canBeShown)
        return PlotAxis(
            showing: [0] + shown.flatMap { [$0.value, $0.lower, $0.upper] }, scale: .linear,
            atMost: 6, isWidened: true)
    }
}

// MARK: SVG

extension IntervalChart {
    /// The chart as a standalone SVG document, for light and for dark screens.
    ///
    /// Every row has its numbers in words at its end, and as tooltip.
    public func svg() -> String { IntervalChartDrawing(self).document() }
}

/// Where the parts of a chart of intervals lie; distances in pixels.
private struct IntervalChartDrawing {
    let chart: IntervalChart
    let axis: PlotAxis
    /// The top left corner of the plot.
    let origin: (x: Double, y: Double)
    let plotWidth = 340.0
    let rowHeight = 20.0
    /// Labels are cut to this many columns; the tooltips have all of them.
    private static let longestLabel = 32

    init(_ chart: IntervalChart) {
        self.chart = chart
        axis = chart.axis
        let widest = chart.rows.map { Self.width(of: Self.shortened($0.label)) }.max() ?? 0
        origin = (
            x: FigureStyle.margin + widest + 10,
            y: FigureStyle.margin + (chart.title.isEmpty ? 0 : 30)
        )
    }

    private static func shortened(_ label: String) -> String {
        TextWidth.clipped(label, toColumns: longestLabel)
    }

    private static func width(of text: String) -> Double {
        TextWidth.pixels(text, fontSize: FigureStyle.labelSize)
    }

    func document() -> String {
        let margin = FigureStyle.margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(chart.title, y: margin)
        contents += ticks() + chart.rows.indices.flatMap(row)
        if !chart.horizontalTitle.isEmpty {
            contents.append(
                .text(
                    chart.horizontalTitle, x: origin.x + plotWidth / 2, y: bottom + 34,
                    class: "note", anchor: "middle"))
        }
        let texts = chart.rows.map { Self.width(of: $0.text) }.max() ?? 0
        let right = max(
            origin.x + plotWidth + 12 + texts,
            margin + TextWidth.pixels(chart.title, fontSize: FigureStyle.titleSize))
        let subject = chart.title.isEmpty ? "Intervals" : chart.title
        return FigureStyle.document(
            width: right + margin,
            height: bottom + (chart.horizontalTitle.isEmpty ? 20 : 38) + margin,
            description: "\(subject): \(chart.rows.count) numbers with their intervals",
            rules: rules, contents: contents)
    }

    private var bottom: Double { origin.y + rowHeight * Double(chart.rows.count) }

    private func x(_ value: Double) -> Double { origin.x + axis.fraction(of: value) * plotWidth }

    private func ticks() -> [SVGElement] {
        zip(axis.ticks, axis.labels).flatMap { tick, label in
            let x = x(tick)
            return [
                SVGElement.line(
                    from: (x, origin.y), to: (x, bottom), class: tick == 0 ? "axis" : "hair"),
                .text(label, x: x, y: bottom + 16, class: "tick", anchor: "middle"),
            ]
        }
    }

    private func row(_ index: Int) -> [SVGElement] {
        let row = chart.rows[index]
        let y = origin.y + rowHeight * (Double(index) + 0.5)
        let baseline = y + FigureStyle.labelSize * FigureStyle.middleToBaseline
        let texts = [
            SVGElement.text(
                Self.shortened(row.label), x: origin.x - 10, y: baseline, class: "label",
                anchor: "end"),
            .text(row.text, x: origin.x + plotWidth + 12, y: baseline, class: "tick"),
        ]
        guard row.canBeShown else { return texts }
        let mark = SVGElement(
            "g", [("class", "row")],
            [
                .line(from: (x(row.lower), y), to: (x(row.upper), y), class: "interval"),
                SVGElement(
                    "circle",
                    [
                        ("class", "dot"), ("cx", SVGElement.number(x(row.value))),
                        ("cy", SVGElement.number(y)), ("r", "3.5"),
                    ]),
            ])
        return texts + [mark.titled("\(row.label): \(row.text)")]
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let color = FigureStyle.seriesColor(0, on: paper).hexadecimal
        return [
            ".interval { stroke: \(color); stroke-width: 2; stroke-opacity: 0.55; }",
            ".dot { fill: \(color); }",
        ]
    }
}

// MARK: Terminal

extension IntervalChart {
    /// The chart in characters: a line for each row, then its numbers.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        let axis = axis
        let labelWidth = min(rows.map { TextWidth.columns($0.label) }.max() ?? 0, width / 4)
        let textWidth = min(rows.map { TextWidth.columns($0.text) }.max() ?? 0, width / 2)
        let room = width - labelWidth - textWidth - 2
        let ink = colors.foreground(FigureStyle.seriesColor(0, on: .dark))
        var lines = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width), ""]
        lines += rows.map { row in
            let label = TextWidth.fitted(row.label, toColumns: labelWidth)
            let text = TextWidth.clipped(row.text, toColumns: textWidth)
            return "\(label) \(ink)\(Self.mark(of: row, axis, room))\(colors.reset) \(text)"
        }
        if !horizontalTitle.isEmpty {
            lines += ["", TextWidth.clipped(horizontalTitle, toColumns: width)]
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// An interval as `─●──`, with the place of 0 as `┊`.
    private static func mark(of row: Row, _ axis: PlotAxis, _ width: Int) -> String {
        func column(_ value: Double) -> Int {
            Int((axis.fraction(of: value) * Double(width - 1)).rounded())
        }
        var cells = [Character](repeating: " ", count: width)
        cells[column(0)] = "┊"
        guard row.canBeShown else { return String(cells) }
        for place in column(row.lower)...max(column(row.lower), column(row.upper)) {
            cells[place] = "─"
        }
        cells[column(row.value)] = "●"
        return String(cells)
    }
}
