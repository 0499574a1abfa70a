/// Where the parts of one heat map lie in a figure, and their SVG elements.
///
/// Distances are in pixels; a point (x, y) given to a function is the top left corner of the cells.
struct HeatMapDrawing {
    let map: HeatMap
    /// The side of a cell.
    let cell: Double
    /// The class and size of the labels' type.
    let labelClass: String
    let fontSize: Double

    /// The space between cells and labels.
    static let gap = 6.0
    /// Labels are cut to this many columns; the tooltips have all of them.
    private static let longestLabel = 24

    /// One map by itself: cells as large as is comfortable, smaller for long sentences.
    init(alone map: HeatMap) {
        let most = Double(max(map.rowCount, map.columnCount, 1))
        self.init(
            map, cell: min(26, max(13, (624 / most).rounded())),
            labelClass: "label", fontSize: FigureStyle.labelSize)
    }

    /// One map among many.
    init(small map: HeatMap) {
        self.init(map, cell: 10, labelClass: "small", fontSize: FigureStyle.smallSize)
    }

    private init(_ map: HeatMap, cell: Double, labelClass: String, fontSize: Double) {
        self.map = map
        self.cell = cell
        self.labelClass = labelClass
        self.fontSize = fontSize
    }

    var width: Double { cell * Double(map.columnCount) }
    var height: Double { cell * Double(map.rowCount) }

    /// Labels stand slanted where neighbours then keep clear of each other, else upright.
    private var isSlanted: Bool { cell * 0.707 >= fontSize * 1.2 }

    /// The room that the row labels take on the left.
    var rowLabelWidth: Double {
        widest(map.rowLabels) + Self.gap
    }

    /// The room that the column labels take above.
    var columnLabelHeight: Double {
        let widest = widest(map.columnLabels)
        return Self.gap + (isSlanted ? (widest + fontSize) * 0.707 : widest)
    }

    /// How far the slanted labels reach beyond the cells on the right.
    var overhang: Double {
        guard isSlanted else { return 0 }
        let ends = map.columnLabels.enumerated().map { column, label in
            cell * (Double(column) + 0.5) + (pixels(label) + fontSize) * 0.707
        }
        return max(0, (ends.max() ?? 0) - width)
    }

    private func pixels(_ label: String) -> Double {
        TextWidth.pixels(Self.shortened(label), fontSize: fontSize)
    }

    private func widest(_ labels: [String]) -> Double {
        labels.map(pixels).max() ?? 0
    }

    private static func shortened(_ label: String) -> String {
        TextWidth.clipped(label, toColumns: longestLabel)
    }

    /// The cells, each with its words and value as tooltip, in a thin frame.
    func cells(x: Double, y: Double) -> SVGElement {
        let space = cell >= 18 ? 1.0 : 0
        let inset = space / 2
        var elements: [SVGElement] = []
        for row in 0..<map.rowCount {
            for column in 0..<map.columnCount {
                let left = x + Double(column) * cell + inset
                let top = y + Double(row) * cell + inset
                elements.append(
                    .rectangle(
                        x: left, y: top, width: cell - space, height: cell - space,
                        class: className(row: row, column: column)
                    ).titled(tooltip(row: row, column: column)))
            }
        }
        let frame = SVGElement.rectangle(
            x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1, class: "hair")
        return SVGElement("g", [("class", "cells")], [frame] + elements)
    }

    private func className(row: Int, column: Int) -> String {
        map.scale.level(of: map[row, column]).map(map.scale.className) ?? "void"
    }

    private func tooltip(row: Int, column: Int) -> String {
        let value = map[row, column]
        let number = value.isFinite ? NumberText.short(Double(value)) : "no value"
        return "\(map.rowLabels[row]) · \(map.columnLabels[column]): \(number)"
    }

    /// The row labels, on the left of the cells.
    func rowLabels(x: Double, y: Double) -> [SVGElement] {
        map.rowLabels.enumerated().filter { !$1.isEmpty }.map { row, label in
            let middle = y + (Double(row) + 0.5) * cell
            return .text(
                Self.shortened(label), x: x - Self.gap,
                y: middle + fontSize * FigureStyle.middleToBaseline, class: labelClass,
                anchor: "end")
        }
    }

    /// The column labels, turned, above the cells.
    func columnLabels(x: Double, y: Double) -> [SVGElement] {
        map.columnLabels.enumerated().filter { !$1.isEmpty }.map { column, label in
            let middle = x + (Double(column) + 0.5) * cell
            let baseline = fontSize * FigureStyle.middleToBaseline
            return .text(
                Self.shortened(label), x: middle + (isSlanted ? baseline * 0.7 : baseline),
                y: y - Self.gap, class: labelClass, rotation: isSlanted ? -45 : -90)
        }
    }

    /// What rows and columns are, in the corner between their labels.
    func axisTitles(x: Double, y: Double) -> [SVGElement] {
        var elements: [SVGElement] = []
        let names = [(map.columnTitle, "→"), (map.rowTitle, "↓")].filter { !$0.0.isEmpty }
        for (line, (name, arrow)) in names.reversed().enumerated() {
            elements.append(
                .text(
                    "\(name) \(arrow)", x: x - Self.gap, y: y - Self.gap - 14 * Double(line),
                    class: "note", anchor: "end"))
        }
        return elements
    }

    /// The room that the axis titles take on the left.
    var axisTitleWidth: Double {
        let names = [map.columnTitle, map.rowTitle].filter { !$0.isEmpty }
        let widths = names.map {
            TextWidth.pixels($0 + " →", fontSize: FigureStyle.noteSize)
        }
        return (widths.max() ?? 0) + Self.gap
    }

    /// The room that the axis titles take above.
    var axisTitleHeight: Double {
        map.rowTitle.isEmpty && map.columnTitle.isEmpty ? 0 : 32
    }
}

extension ColorScale {
    /// The class of the cells at a level of this scale's ramp.
    func className(_ level: Int) -> String {
        "\(ramp.rawValue)-\(level)"
    }

    /// The style rules for all levels.
    func rules(on paper: ColorRamp.Paper) -> [String] {
        let levels = (0..<ColorRamp.levelCount).map { level in
            ".\(className(level)) { fill: \(ramp.color(level: level, on: paper).hexadecimal); }"
        }
        return levels + [".void { fill: none; }"]
    }

    /// The ramp as a bar with its values below and what they are beside it.
    func legend(title: String, x: Double, y: Double) -> [SVGElement] {
        let width = Self.legendWidth
        let step = width / Double(ColorRamp.levelCount)
        let bar = (0..<ColorRamp.levelCount).map { level in
            SVGElement.rectangle(
                x: x + step * Double(level), y: y, width: step + 0.4, height: 8,
                class: className(level))
        }
        let ends = Double(range.lowerBound)...Double(range.upperBound)
        let values = Ticks.linear(over: ends, atMost: 4)
        let ticks = zip(values, NumberText.labels(evenTicks: values)).map { value, label in
            let fraction = (value - ends.lowerBound) / (ends.upperBound - ends.lowerBound)
            return SVGElement.text(
                label, x: x + width * fraction, y: y + 21, class: "tick", anchor: "middle")
        }
        let name = SVGElement.text(title, x: x + width + 12, y: y + 8, class: "note")
        return [SVGElement("g", [("class", "legend")], bar)] + ticks + (title.isEmpty ? [] : [name])
    }

    static var legendWidth: Double { 130 }
    static var legendHeight: Double { 24 }

    /// The legend's width with its title.
    static func legendWidth(title: String) -> Double {
        legendWidth + 12 + TextWidth.pixels(title, fontSize: FigureStyle.noteSize)
    }
}
