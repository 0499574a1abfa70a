extension ScatterPlot {
    /// The plot in characters: a dot of Braille a point, and labels where there is room for them.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        let screen = ScatterScreen(self, width: width, colors: colors)
        var lines = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width), ""]
        lines += screen.lines()
        let axes = [(horizontalTitle, "across"), (verticalTitle, "up")].filter { !$0.0.isEmpty }
        let note = axes.map { "\($0) \($1)" }.joined(separator: ", ")
        if !note.isEmpty { lines += ["", TextWidth.clipped(note, toColumns: width)] }
        for (index, series) in series.enumerated() where !series.name.isEmpty {
            let name = TextWidth.clipped(series.name, toColumns: width - 2)
            lines.append(screen.inked("⠶", series: index) + " \(name)")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// A plot on a grid of characters. A character of Braille has two columns and four rows of dots,
/// which are about as far apart both ways.
private struct ScatterScreen {
    /// What stands in a column of a line.
    private enum Cell {
        /// Dots, as the bits of a Braille character, and the series of the last.
        case dots(UInt8, series: Int)
        /// A character of a label.
        case text(Character)
        /// The right half of a character that takes two columns.
        case covered
    }

    private let frame: ScatterFrame
    private let colors: TerminalColors
    private let labelWidth: Int
    private let columns: Int
    private let rows: Int
    private var cells: [[Cell]]

    init(_ plot: ScatterPlot, width: Int, colors: TerminalColors) {
        self.colors = colors
        // Room for the longest number that axes write.
        let most = Double(width - 10)
        // Sizes are in columns; a line is two high.
        frame = ScatterFrame(
            plot, largest: (most, plot.hasEqualUnits ? 56 : min(40, most / 2)), smallest: 16)
        labelWidth = frame.vertical.labels.map(TextWidth.columns).max() ?? 0
        columns = max(1, Int(frame.width.rounded()))
        rows = max(1, Int((frame.height / 2).rounded()))
        let blank = [Cell](repeating: .dots(0, series: 0), count: columns)
        cells = Array(repeating: blank, count: rows)
        for (series, points) in plot.shown.enumerated() {
            for point in points { mark(point, series) }
        }
        write(plot.shown.reversed().joined().filter { !$0.label.isEmpty })
    }

    /// Dots from the left and from the top.
    private func dot(of point: ScatterPlot.Point) -> (x: Int, y: Int) {
        let place = frame.place(of: point)
        let (x, y) = (place.x / frame.width, place.y / frame.height)
        return (
            min(Int(x * Double(2 * columns)), 2 * columns - 1),
            min(Int(y * Double(4 * rows)), 4 * rows - 1)
        )
    }

    private mutating func mark(_ point: ScatterPlot.Point, _ series: Int) {
        let dot = dot(of: point)
        guard case .dots(let bits, _) = cells[dot.y / 4][dot.x / 2] else { return }
        let bit = Self.bits[dot.y % 4][dot.x % 2]
        cells[dot.y / 4][dot.x / 2] = .dots(bits | bit, series: series)
    }

    /// The bits of Unicode's Braille patterns, by row and column.
    private static let bits: [[UInt8]] = [
        [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
    ]

    /// Of more labels, each would lie on points without one.
    private static let mostLabels = 60

    /// Writes the labels that have room beside their points.
    private mutating func write(_ points: [ScatterPlot.Point]) {
        let places = points.prefix(Self.mostLabels).map { point in
            let dot = dot(of: point)
            return (point, column: dot.x / 2, row: dot.y / 4)
        }
        var placement = LabelPlacement(
            in: Box(left: -1, top: 0, width: Double(columns + 2), height: Double(rows)),
            keepingClearOf: places.map {
                Box(left: Double($0.column), top: Double($0.row), width: 1, height: 1)
            })
        for (point, column, row) in places {
            let label = TextWidth.clipped(point.label, toColumns: 16)
            // A space on both sides.
            let size = (Double(TextWidth.columns(label) + 2), 1.0)
            let middle = (Double(column) + 0.5, Double(row) + 0.5)
            guard let box = placement.place(size, at: middle, gaps: [0.5]) else { continue }
            write(label, row: Int(box.top), column: Int(box.left.rounded()) + 1)
        }
    }

    private mutating func write(_ label: String, row: Int, column: Int) {
        var column = column
        for character in label {
            let width = TextWidth.columns(character)
            guard width > 0, column + width <= columns else { continue }
            cells[row][column] = .text(character)
            if width == 2 { cells[row][column + 1] = .covered }
            column += width
        }
    }

    /// The grid between its axes.
    func lines() -> [String] {
        var labels = [String](repeating: "", count: rows)
        for (tick, label) in zip(frame.vertical.ticks, frame.vertical.labels) {
            let row = Int((1 - frame.vertical.fraction(of: tick)) * Double(rows))
            labels[min(row, rows - 1)] = label
        }
        let body = zip(labels, cells).map { label, cells in
            TextWidth.fitted(label, toColumns: labelWidth, alignedRight: true)
                + (label.isEmpty ? " │" : " ┤") + text(of: cells)
        }
        let margin = String(repeating: " ", count: labelWidth)
        let (axis, numbers) = horizontalAxis()
        return body + ["\(margin) └\(axis)", "\(margin)  \(numbers)"]
    }

    private func text(of cells: [Cell]) -> String {
        cells.map { cell in
            switch cell {
            case .dots(0, _): " "
            case .dots(let bits, let series):
                inked(String(UnicodeScalar(0x2800 + UInt32(bits)) ?? " "), series: series)
            case .text(let character): String(character)
            case .covered: ""
            }
        }.joined()
    }

    /// Text in the colour of a series.
    func inked(_ text: String, series: Int) -> String {
        colors.foreground(FigureStyle.seriesColor(series, on: .dark)) + text + colors.reset
    }

    /// The lower axis with its ticks, and the numbers below it that have room.
    private func horizontalAxis() -> (axis: String, numbers: String) {
        var axis = [Character](repeating: "─", count: columns)
        var numbers = ""
        for (tick, label) in zip(frame.horizontal.ticks, frame.horizontal.labels) {
            let column = min(
                Int(frame.horizontal.fraction(of: tick) * Double(columns)), columns - 1)
            axis[column] = "┬"
            let start = max(0, column - TextWidth.columns(label) / 2)
            let used = TextWidth.columns(numbers)
            guard used == 0 || start > used else { continue }
            numbers += String(repeating: " ", count: start - used) + label
        }
        return (String(axis), numbers)
    }
}
