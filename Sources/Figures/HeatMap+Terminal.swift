extension HeatMap {
    /// The picture in characters: two columns a cell, the columns' words written downwards.
    ///
    /// Where the columns do not fit, they follow in further bands below.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 16 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 16)
        let labelWidth = min(widestRowLabel, width / 3)
        let cells = TerminalCells(scale: scale, colors: colors)
        var blocks = bands(width: width, labelWidth: labelWidth).map { band in
            (header(band, indent: labelWidth + 1) + body(band, labelWidth: labelWidth, cells))
                .map { $0 + "\n" }.joined()
        }
        if !title.isEmpty {
            blocks.insert(TextWidth.clipped(title, toColumns: width) + "\n", at: 0)
        }
        blocks.append(cells.legend(for: self, width: width) + "\n")
        return blocks.joined(separator: "\n")
    }

    fileprivate var widestRowLabel: Int { rowLabels.map(TextWidth.columns).max() ?? 0 }

    /// The columns that fit beside each other, from left to right.
    fileprivate func bands(width: Int, labelWidth: Int) -> [Range<Int>] {
        let perBand = (width - labelWidth - 1) / TerminalCells.cellWidth
        return stride(from: 0, to: columnCount, by: perBand).map {
            $0..<min($0 + perBand, columnCount)
        }
    }

    /// The words of some columns, a character a line, ending just above the cells.
    fileprivate func header(_ band: Range<Int>, indent: Int) -> [String] {
        let longest = 12
        let words = columnLabels[band].map { label in
            let clipped = label.count > longest ? label.prefix(longest - 1) + "…" : label[...]
            return clipped.map { TextWidth.fitted(String($0), toColumns: TerminalCells.cellWidth) }
        }
        let height = words.map(\.count).max() ?? 0
        let blank = String(repeating: " ", count: TerminalCells.cellWidth)
        return (0..<height).map { line in
            let letters = words.map { word in
                let index = line - (height - word.count)
                return index >= 0 ? word[index] : blank
            }
            return String(repeating: " ", count: indent) + letters.joined()
        }
    }

    /// The rows of some columns.
    fileprivate func body(_ band: Range<Int>, labelWidth: Int, _ cells: TerminalCells) -> [String] {
        rowLabels.indices.map { row in
            let label = TextWidth.fitted(
                rowLabels[row], toColumns: labelWidth, alignedRight: true)
            return label + " " + cells.line(band.map { self[row, $0] })
        }
    }
}

extension HeatMapStack {
    /// The maps in characters, below each other: two columns a cell, the columns' words written
    /// downwards once.
    ///
    /// Where the columns do not fit, they follow in further bands below, each with all maps.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 16 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 16)
        guard let first = maps.first else { return "" }
        let labelWidth = min(maps.map(\.widestRowLabel).max() ?? 0, width / 3)
        let cells = TerminalCells(scale: first.scale, colors: colors)
        var blocks = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        for band in first.bands(width: width, labelWidth: labelWidth) {
            let header = first.header(band, indent: labelWidth + 1)
            blocks.append(header.map { $0 + "\n" }.joined())
            blocks += maps.map { map in
                let axis = map.rowTitle.isEmpty ? "" : " (\(map.rowTitle) down)"
                let heading = TextWidth.clipped(map.title + axis, toColumns: width)
                return ([heading] + map.body(band, labelWidth: labelWidth, cells))
                    .map { $0 + "\n" }.joined()
            }
        }
        let axis = first.columnTitle.isEmpty ? "" : "\(first.columnTitle) across"
        blocks.append(cells.legend(notes: [first.valueTitle, axis], width: width) + "\n")
        return blocks.joined(separator: "\n")
    }
}

extension HeatMapGrid {
    /// The maps in characters, as many beside each other as fit, without words.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 16 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 16)
        guard let first = maps.first?.first else { return "" }
        let cells = TerminalCells(scale: first.scale, colors: colors)
        var blocks = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        for (row, heading) in rowHeadings.enumerated() {
            let named = zip(columnHeadings, maps[row]).map { ("\(heading) · \($0)", $1) }
            blocks += Self.rows(of: named, width: width, cells)
        }
        blocks.append(cells.legend(for: first, width: width) + "\n")
        return blocks.joined(separator: "\n")
    }

    private static func rows(
        of named: [(heading: String, map: HeatMap)], width: Int, _ cells: TerminalCells
    ) -> [String] {
        let gap = 3
        let mapWidth = max(
            named.map { TextWidth.columns($0.heading) }.max() ?? 0,
            (named.first?.map.columnCount ?? 0) * TerminalCells.cellWidth)
        let perRow = max(1, (width + gap) / (mapWidth + gap))
        let space = String(repeating: " ", count: gap)
        return stride(from: 0, to: named.count, by: perRow).map { start in
            let shown = named[start..<min(start + perRow, named.count)]
            let headings = shown.map { TextWidth.fitted($0.heading, toColumns: mapWidth) }
            let lines = (0..<(shown.first?.map.rowCount ?? 0)).map { row in
                shown.map { cells.line($0.map.row(row), filledTo: mapWidth) }
                    .joined(separator: space)
            }
            return ([headings.joined(separator: space)] + lines).map { $0 + "\n" }.joined()
        }
    }
}

extension HeatMap {
    /// The values of a row, counted from zero.
    fileprivate func row(_ row: Int) -> [Float] {
        Array(values[row * columnCount..<(row + 1) * columnCount])
    }
}

/// Values as terminal cells.
private struct TerminalCells {
    let scale: ColorScale
    let colors: TerminalColors

    /// Two columns are about as wide as a line is high.
    static let cellWidth = 2
    private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]

    /// Cells side by side, filled with spaces to `width` columns.
    func line(_ values: [Float], filledTo width: Int = 0) -> String {
        let cells = values.map { cell(scale.level(of: $0)) }.joined()
        let filling = max(0, width - values.count * Self.cellWidth)
        return cells + colors.reset + String(repeating: " ", count: filling)
    }

    private func cell(_ level: Int?) -> String {
        guard let level else { return colors.reset + "· " }
        guard colors != .none else {
            return String(repeating: shade(level), count: Self.cellWidth)
        }
        return colors.background(scale.ramp.color(level: level, on: .dark))
            + String(repeating: " ", count: Self.cellWidth)
    }

    /// The amount as a shade; of signed values, their size.
    private func shade(_ level: Int) -> Character {
        let fraction = Double(level) / Double(ColorRamp.levelCount - 1)
        let amount = scale.ramp == .diverging ? abs(2 * fraction - 1) : fraction
        return Self.shades[Int((amount * Double(Self.shades.count - 1)).rounded())]
    }

    /// The ramp between its two ends, then what values, rows and columns are.
    func legend(for map: HeatMap, width: Int) -> String {
        let axes = [(map.rowTitle, "down"), (map.columnTitle, "across")]
        let notes = axes.map { $0.0.isEmpty ? "" : "\($0.0) \($0.1)" }
        return legend(notes: [map.valueTitle] + notes, width: width)
    }

    /// The ramp between its two ends, then notes; empty ones are not written.
    func legend(notes: [String], width: Int) -> String {
        let steps = Array(stride(from: 0, to: ColorRamp.levelCount, by: 8))
        let ends = [scale.range.lowerBound, scale.range.upperBound].map {
            NumberText.short(Double($0))
        }
        let ramp = steps.map { cell($0) }.joined() + colors.reset
        let room = width - ends[0].count - ends[1].count - steps.count * Self.cellWidth - 4
        let words = notes.filter { !$0.isEmpty }.joined(separator: ", ")
        let note = TextWidth.clipped(words, toColumns: room)
        return "\(ends[0]) \(ramp) \(ends[1])" + (note.isEmpty ? "" : "  \(note)")
    }
}
