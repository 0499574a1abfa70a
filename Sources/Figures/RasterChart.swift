/// Matrices of many numbers as pictures beside each other: one small coloured cell a value, rows
/// and columns counted from zero along both sides. Where words stand along the sides, see
/// ``HeatMap``.
///
/// Values that are not finite leave their cell empty.
public struct RasterChart: Sendable {
    /// A matrix, R rows and C columns.
    public struct Panel: Sendable {
        /// The heading: what is shown.
        public var title: String
        /// What is said beside the heading; empty for nothing.
        public var note: String
        /// What the values are, beside the legend; empty for nothing said.
        public var valueTitle: String
        /// The matrix. `[R][C]`
        public let values: [[Float]]
        /// Values to colours.
        let scale: ColorScale

        /// A picture of a matrix.
        ///
        /// - Parameters:
        ///   - title: The heading: what is shown.
        ///   - note: What is said beside the heading; empty for nothing.
        ///   - values: The matrix, `[R][C]`.
        ///   - range: The values at the ends of the colour ramp; by default from zero to the
        ///     largest. A range that reaches below zero becomes symmetric, with one hue for each
        ///     sign.
        ///   - valueTitle: What the values are, beside the legend; empty for nothing said.
        public init(
            title: String = "", note: String = "", values: [[Float]],
            range: ClosedRange<Float>? = nil, valueTitle: String = ""
        ) {
            precondition(
                values.allSatisfy { $0.count == values[0].count },
                "RasterChart.Panel: rows of \(Set(values.map(\.count)).sorted()) values")
            self.title = title
            self.note = note
            self.values = values
            self.valueTitle = valueTitle
            scale = range.map { ColorScale($0) } ?? ColorScale(fitting: values.flatMap { $0 })
        }

        /// R.
        public var rowCount: Int { values.count }
        /// C.
        public var columnCount: Int { values.first?.count ?? 0 }
    }

    /// The heading; empty for none.
    public var title: String
    /// The panels, filling row after row.
    public var panels: [Panel]
    /// What the rows of all panels are; empty for nothing said.
    public var rowTitle: String
    /// What the columns of all panels are; empty for nothing said.
    public var columnTitle: String
    /// How many panels stand beside each other.
    public var columns: Int

    /// A chart of panels with the same kind of rows and columns.
    public init(
        title: String = "", panels: [Panel], rowTitle: String = "", columnTitle: String = "",
        columns: Int = 2
    ) {
        precondition(columns > 0, "RasterChart: \(columns) columns of panels are too few")
        self.title = title
        self.panels = panels
        self.rowTitle = rowTitle
        self.columnTitle = columnTitle
        self.columns = columns
    }
}

/// Some rows or columns of many, evenly apart, where there is no room for all.
struct Thinning {
    /// The distance from one that is shown to the next.
    let step: Int
    /// Those that are shown.
    let places: [Int]

    /// The first of `count` and, evenly apart, as many others as fit.
    init(_ count: Int, atMost most: Int) {
        precondition(most > 0, "Thinning: room for \(most) of \(count)")
        let least = (count + most - 1) / most
        // An odd step meets even and odd places in turn, which may be of two kinds.
        step = max(1, least.isMultiple(of: 2) ? least + 1 : least)
        places = Array(stride(from: 0, to: count, by: step))
    }

    /// What the places are, and if some are left out how many.
    func note(on title: String) -> String {
        step == 1 ? title : "\(title.isEmpty ? "shown" : title) (1 of \(step))"
    }
}

extension RasterChart {
    /// The chart in characters: a panel below the other, as many rows and columns of each as fit.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 16 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let heading = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        let pictures = panels.map {
            terminalMap(of: $0, width: width).terminal(width: width, colors: colors)
        }
        return (heading + pictures).joined(separator: "\n")
    }

    private func terminalMap(of panel: Panel, width: Int) -> HeatMap {
        let rows = Thinning(panel.rowCount, atMost: 32)
        let labelWidth = String(max(0, panel.rowCount - 1)).count
        let columns = Thinning(
            panel.columnCount, atMost: max(1, (max(width, 16) - labelWidth - 1) / 2))
        let name = [panel.title, panel.note].filter { !$0.isEmpty }.joined(separator: ": ")
        return HeatMap(
            title: name, rowLabels: rows.places.map(String.init),
            columnLabels: columns.places.map(String.init),
            values: rows.places.flatMap { row in columns.places.map { panel.values[row][$0] } },
            range: panel.scale.range, rowTitle: rows.note(on: rowTitle),
            columnTitle: columns.note(on: columnTitle), valueTitle: panel.valueTitle)
    }
}
