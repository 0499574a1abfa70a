extension MatrixStrip {
    /// The strip in characters: numbers where the blocks write them, else a column of colour or
    /// shade a cell. Blocks that do not fit follow below, those that are too wide are cut.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 24 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 24)
        let labels = rowLabels.flatMap { $0 }
        let labelWidth = min(labels.map(TextWidth.columns).max() ?? 0, width / 3)
        let room = width - labelWidth - 1
        let parts = blocks.flatMap { StripPart.parts(of: $0, room: room, colors) }
        var text = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        for band in Self.bands(of: parts, room: room) {
            text.append(lines(of: band, labelWidth: labelWidth).map { $0 + "\n" }.joined())
        }
        return text.joined(separator: "\n")
    }

    private func lines(of band: [StripPart], labelWidth: Int) -> [String] {
        let gap = String(repeating: " ", count: StripPart.gap)
        func line(_ label: String, _ texts: [String]) -> String {
            TextWidth.fitted(label, toColumns: labelWidth, alignedRight: true) + " "
                + texts.joined(separator: gap)
        }
        let heads = [\StripPart.title, \.note].map { text in
            line("", band.map { TextWidth.fitted($0[keyPath: text], toColumns: $0.width) })
        }
        var lines = heads
        var row = 0
        for group in rowLabels {
            // What is a space in the figure is an empty line here.
            if row > 0, !group.isEmpty { lines.append("") }
            for label in group {
                lines.append(line(label, band.map { $0.rows[row] }))
                row += 1
            }
        }
        return lines
    }

    private static func bands(of parts: [StripPart], room: Int) -> [[StripPart]] {
        var bands: [[StripPart]] = []
        var filled = 0
        for part in parts {
            let needed = part.width + StripPart.gap
            if bands.isEmpty || filled + part.width > room {
                bands.append([])
                filled = 0
            }
            bands[bands.count - 1].append(part)
            filled += needed
        }
        return bands
    }
}

/// Some columns of a block, as text.
private struct StripPart {
    /// The columns between two parts.
    static let gap = 2

    let title: String
    let note: String
    /// The columns that it takes.
    let width: Int
    /// The text of every row, exactly as wide.
    let rows: [String]

    /// A block as one part, or as several that fit.
    static func parts(
        of block: MatrixStrip.Block, room: Int, _ colors: TerminalColors
    ) -> [StripPart] {
        let texts = block.values.map { $0.map(block.text) }
        let widest = texts.joined().map(TextWidth.columns).max() ?? 0
        let cellWidth = block.decimals == nil ? 1 : min(room, widest + 1)
        let perPart = max(1, room / cellWidth)
        let range = block.rangeText
        let note = [block.note, range].filter { !$0.isEmpty }.joined(separator: ", ")
        return stride(from: 0, to: block.columnCount, by: perPart).map { start in
            let columns = start..<min(start + perPart, block.columnCount)
            let head = [block.title, note].map(TextWidth.columns).max() ?? 0
            let width = min(room, max(columns.count * cellWidth, head))
            return StripPart(
                title: start == 0 ? block.title : "", note: start == 0 ? note : "", width: width,
                rows: block.values.indices.map { row in
                    let cells = columns.map { column in
                        block.decimals == nil
                            ? shade(block.values[row][column], block, colors)
                            : TextWidth.fitted(
                                texts[row][column], toColumns: cellWidth, alignedRight: true)
                    }
                    let filling = max(0, width - columns.count * cellWidth)
                    return cells.joined() + (block.decimals == nil ? colors.reset : "")
                        + String(repeating: " ", count: filling)
                })
        }
    }

    private static func shade(
        _ value: Float, _ block: MatrixStrip.Block, _ colors: TerminalColors
    ) -> String {
        guard let level = block.scale.level(of: value) else { return colors.reset + " " }
        guard colors == .none else {
            return colors.background(block.scale.ramp.color(level: level, on: .dark)) + " "
        }
        let fraction = Double(level) / Double(ColorRamp.levelCount - 1)
        let amount = block.scale.ramp == .diverging ? abs(2 * fraction - 1) : fraction
        let shades: [Character] = [" ", "░", "▒", "▓", "█"]
        return String(shades[Int((amount * Double(shades.count - 1)).rounded())])
    }
}
