extension TextGrid {
    /// The table in characters, in as many bands of columns as the width asks for.
    ///
    /// Without colours every value is written after its text.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 24 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 24)
        let labelWidth = min(rowLabels.map(TextWidth.columns).max() ?? 0, width / 3)
        let written = columnLabels.indices.map { column in
            cells.map { text(of: $0[column], colors) }
        }
        let room = width - labelWidth - 1
        let widths = zip(columnLabels, written).map { label, texts in
            let widest = ([Self.shortened(label)] + texts).map(TextWidth.columns).max() ?? 0
            return min(room, widest + 1)
        }
        var blocks = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        for band in Self.bands(of: widths, room: room) {
            let indent = String(repeating: " ", count: labelWidth + 1)
            let header = band.map {
                TextWidth.fitted(Self.shortened(columnLabels[$0]), toColumns: widths[$0])
            }.joined()
            let lines = rowLabels.enumerated().map { row, label in
                TextWidth.fitted(label, toColumns: labelWidth, alignedRight: true) + " "
                    + band.map { column in
                        painted(
                            TextWidth.fitted(written[column][row], toColumns: widths[column]),
                            cells[row][column].value, colors)
                    }.joined() + (band.isEmpty ? "" : colors.reset)
            }
            blocks.append(([indent + header] + lines).map { $0 + "\n" }.joined())
        }
        blocks.append(TextWidth.clipped(legend, toColumns: width) + "\n")
        return blocks.joined(separator: "\n")
    }

    private func text(of cell: Cell, _ colors: TerminalColors) -> String {
        guard colors == .none, cell.value.isFinite else { return Self.shortened(cell.text) }
        return "\(Self.shortened(cell.text)) \(NumberText.fixed(Double(cell.value), decimals: 2))"
    }

    private func painted(_ text: String, _ value: Float, _ colors: TerminalColors) -> String {
        guard colors != .none, let level = scale.level(of: value) else {
            return colors.reset + text
        }
        return colors.background(scale.ramp.color(level: level, on: .dark))
            + colors.foreground(scale.ramp.ink(level: level, on: .dark)) + text
    }

    /// As many columns in each band as there is room for, and one at least.
    private static func bands(of widths: [Int], room: Int) -> [Range<Int>] {
        var bands: [Range<Int>] = []
        var (start, filled) = (0, 0)
        for (column, width) in widths.enumerated() {
            if column > start, filled + width > room {
                bands.append(start..<column)
                (start, filled) = (column, 0)
            }
            filled += width
        }
        return bands + [start..<widths.count]
    }

    /// What values, rows and columns are.
    private var legend: String {
        let ends = [scale.range.lowerBound, scale.range.upperBound].map {
            NumberText.short(Double($0))
        }
        let axes = [(rowTitle, "down"), (columnTitle, "across")].filter { !$0.0.isEmpty }
        let value = valueTitle.isEmpty ? "values" : valueTitle
        return (["\(value) \(ends[0]) to \(ends[1])"] + axes.map { "\($0.0) \($0.1)" })
            .joined(separator: ", ")
    }
}
