/// Numbers as bars below each other, from zero: the longer, the larger.
public struct BarChart: Sendable {
    /// A number with its name.
    public struct Bar: Sendable, Hashable {
        /// What it is the number of.
        public var label: String
        /// The number; without a bar where it is not finite or beyond ±10¹⁰⁰.
        public var value: Double

        /// A bar of a length.
        public init(label: String, value: Double) {
            self.label = label
            self.value = value
        }

        /// The length; nil where there is none.
        var length: Double? { PlotAxis.canShow(value, on: .linear) ? value : nil }
        /// The number in figures.
        var number: String { length.map(NumberText.short) ?? "no value" }
    }

    /// The heading; empty for none.
    public var title: String
    /// What the bars are; empty for nothing said.
    public var labelTitle: String
    /// What the lengths are; empty for nothing said.
    public var valueTitle: String
    /// The bars, from top to bottom.
    public var bars: [Bar]

    /// A chart of some bars.
    public init(
        title: String = "", labelTitle: String = "", valueTitle: String = "", bars: [Bar]
    ) {
        self.title = title
        self.labelTitle = labelTitle
        self.valueTitle = valueTitle
        self.bars = bars
    }

    /// From the lowest value or zero to the highest or zero: bars begin at zero.
    var axis: PlotAxis {
        PlotAxis(showing: bars.map(\.value) + [0], scale: .linear, atMost: 5, isWidened: true)
    }
}

extension BarChart {
    /// The chart as a standalone SVG document, for light and for dark screens.
    public func svg() -> String { BarChartDrawing(self).document() }

    /// The chart in characters: a table of names, bars and numbers.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        let labels = bars.map(\.label) + [labelTitle]
        let labelWidth = min(labels.map(TextWidth.columns).max() ?? 0, width / 3)
        let numberWidth = bars.map { TextWidth.columns($0.number) }.max() ?? 0
        let row = TerminalBar(axis: axis, columns: width - labelWidth - numberWidth - 2)
        let ink = colors.foreground(FigureStyle.seriesColor(0, on: .dark))
        var lines = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width), ""]
        if !(labelTitle + valueTitle).isEmpty {
            let heading = TextWidth.fitted(labelTitle, toColumns: labelWidth, alignedRight: true)
            lines.append(TextWidth.clipped("\(heading) \(valueTitle)", toColumns: width))
        }
        for bar in bars {
            let label = TextWidth.fitted(bar.label, toColumns: labelWidth, alignedRight: true)
            let number = TextWidth.fitted(bar.number, toColumns: numberWidth, alignedRight: true)
            lines.append("\(label) \(ink)\(row.text(bar.length))\(colors.reset) \(number)")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// Bars of characters.
private struct TerminalBar {
    let columns: Int
    /// The columns before zero.
    private let zero: Int
    /// The columns of a bar of length 1.
    private let unit: Double
    private static let eighths: [Character] = Array("▏▎▍▌▋▊▉█")

    init(axis: PlotAxis, columns: Int) {
        self.columns = columns
        let place = axis.fraction(of: 0)
        // Zero lies between two columns, and for that the bars of both sides give one up.
        let room = Double(place > 0 && place < 1 ? columns - 1 : columns)
        zero = Int((place * room).rounded(.up))
        unit = room / (axis.range.upperBound - axis.range.lowerBound)
    }

    /// A bar, and spaces up to the end of the axis.
    func text(_ length: Double?) -> String {
        guard let length else { return String(repeating: " ", count: columns) }
        let bar = length < 0 ? left(-length * unit) : right(length * unit)
        return TextWidth.fitted(bar, toColumns: columns)
    }

    /// A bar towards the right, to an eighth of a column.
    private func right(_ width: Double) -> String {
        let eighths = min(Int((width * 8).rounded()), (columns - zero) * 8)
        let (whole, rest) = eighths.quotientAndRemainder(dividingBy: 8)
        return String(repeating: " ", count: zero) + String(repeating: "█", count: whole)
            + (rest > 0 ? String(Self.eighths[rest - 1]) : "")
    }

    /// A bar towards the left, to half a column: there are no other characters.
    private func left(_ width: Double) -> String {
        let halves = min(Int((width * 2).rounded()), zero * 2)
        let (whole, rest) = halves.quotientAndRemainder(dividingBy: 2)
        return String(repeating: " ", count: zero - whole - rest) + (rest > 0 ? "▐" : "")
            + String(repeating: "█", count: whole)
    }
}

/// Where the parts of a chart lie; distances in pixels.
private struct BarChartDrawing {
    let chart: BarChart
    private let axis: PlotAxis
    /// Labels are cut to this many columns; the tooltips have all of them.
    private static let longestLabel = 32
    private static let plotWidth = 340.0
    private static let rowHeight = 22.0
    private static let barHeight = 14.0

    init(_ chart: BarChart) {
        self.chart = chart
        axis = chart.axis
    }

    private func shortened(_ label: String) -> String {
        TextWidth.clipped(label, toColumns: Self.longestLabel)
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let labelWidth =
            (chart.bars.map { shortened($0.label) } + [chart.labelTitle]).map {
                TextWidth.pixels($0, fontSize: FigureStyle.labelSize)
            }.max() ?? 0
        let numberWidth =
            chart.bars.map { TextWidth.pixels($0.number, fontSize: FigureStyle.noteSize) }.max()
            ?? 0
        let left = margin + labelWidth + 10
        let right = left + Self.plotWidth + 10 + numberWidth
        var top = margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(chart.title, y: top)
        top += FigureStyle.headingHeight(chart.title)
        if !chart.labelTitle.isEmpty {
            contents.append(
                .text(chart.labelTitle, x: left - 8, y: top + 11, class: "note", anchor: "end"))
            top += 20
        }
        let bottom = top + Self.rowHeight * Double(chart.bars.count) + 4
        contents += ticks(left: left, top: top, bottom: bottom)
        for (row, bar) in chart.bars.enumerated() {
            let middle = top + 2 + Self.rowHeight * (Double(row) + 0.5)
            contents += elements(of: bar, left: left, right: right, middle: middle)
        }
        let titleHeight = chart.valueTitle.isEmpty ? 0 : 18.0
        return FigureStyle.document(
            width: max(
                right, margin + FigureStyle.titleWidth(chart.title))
                + margin,
            height: bottom + 20 + titleHeight + margin, description: description, rules: rules,
            contents: contents)
    }

    private var description: String {
        let subject = chart.title.isEmpty ? "Bars" : chart.title
        let bars = chart.bars.prefix(20).map { "\($0.label) \($0.number)" }
        return "\(subject): \(bars.joined(separator: ", "))"
            + (chart.bars.count > bars.count ? " and others" : "")
    }

    private func x(_ value: Double, left: Double) -> Double {
        left + axis.fraction(of: value) * Self.plotWidth
    }

    private func ticks(left: Double, top: Double, bottom: Double) -> [SVGElement] {
        let ticks = zip(axis.ticks, axis.labels).flatMap { tick, label in
            let x = x(tick, left: left).rounded() + 0.5
            return [
                SVGElement.line(
                    from: (x, top), to: (x, bottom), class: tick == 0 ? "axis" : "hair"),
                .text(label, x: x, y: bottom + 14, class: "tick", anchor: "middle"),
            ]
        }
        guard !chart.valueTitle.isEmpty else { return ticks }
        let title = SVGElement.text(
            chart.valueTitle, x: left + Self.plotWidth / 2, y: bottom + 32, class: "note",
            anchor: "middle")
        return ticks + [title]
    }

    /// Label, bar and number.
    private func elements(
        of bar: BarChart.Bar, left: Double, right: Double, middle: Double
    ) -> [SVGElement] {
        let baseline = middle + FigureStyle.labelSize * FigureStyle.middleToBaseline
        let ends = [x(0, left: left), x(bar.length ?? 0, left: left)].sorted()
        return [
            .text(
                shortened(bar.label), x: left - 8, y: baseline, class: "label", anchor: "end"),
            SVGElement.rectangle(
                x: ends[0], y: middle - Self.barHeight / 2, width: ends[1] - ends[0],
                height: Self.barHeight, class: "bar"
            ).titled("\(bar.label): \(bar.number)"),
            .text(bar.number, x: right, y: baseline, class: "tick", anchor: "end"),
        ]
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        [".bar { fill: \(FigureStyle.seriesColor(0, on: paper).hexadecimal); }"]
    }
}
