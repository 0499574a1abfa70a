extension BarPanels {
    /// The chart in characters: a line for each bar, its value at the end.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        var blocks = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width) + "\n"]
        if let signs {
            let lines = ["right: \(signs.positive)", "left: \(signs.negative)"]
            blocks.append(
                lines.map { TextWidth.clipped($0, toColumns: width) + "\n" }.joined())
        }
        blocks += panels.map { panel in
            lines(of: panel, width: width, colors).map { $0 + "\n" }.joined()
        }
        return blocks.joined(separator: "\n")
    }

    private func lines(of panel: Panel, width: Int, _ colors: TerminalColors) -> [String] {
        let axis = Self.axis(of: panel)
        let labelWidth = min(categories.map(TextWidth.columns).max() ?? 0, width / 4)
        let nameWidth = min(panel.series.map { TextWidth.columns($0.name) }.max() ?? 0, width / 4)
        let valueWidth = 10
        let room = max(8, width - labelWidth - nameWidth - valueWidth - 3)
        let heading = panel.unit.isEmpty ? panel.title : "\(panel.title) (\(panel.unit))"
        let bars = categories.enumerated().flatMap { category, label in
            panel.series.enumerated().map { index, series in
                let value = Self.shown(series.values[category])
                let label = TextWidth.fitted(
                    index == 0 ? label : "", toColumns: labelWidth, alignedRight: true)
                let name = TextWidth.fitted(series.name, toColumns: nameWidth)
                let number = value.map(NumberText.short) ?? "no value"
                let ink = ink(of: series, value, colors)
                return label + " " + name + (nameWidth == 0 ? "" : " ") + ink
                    + Self.bar(to: value, axis, width: room) + (ink.isEmpty ? "" : colors.reset)
                    + " " + number
            }
        }
        return [TextWidth.clipped(heading, toColumns: width)] + bars
    }

    private func ink(of series: Series, _ value: Double?, _ colors: TerminalColors) -> String {
        if signs != nil {
            return colors.foreground(Self.signColor(isNegative: (value ?? 0) < 0, on: .dark))
        }
        let index = seriesNames.firstIndex(of: series.name) ?? 0
        return colors.foreground(FigureStyle.seriesColor(index, on: .dark))
    }

    /// A bar from zero, in halves of characters; a line stands at zero.
    private static func bar(to value: Double?, _ axis: PlotAxis, width: Int) -> String {
        func halves(_ value: Double) -> Int {
            Int((axis.fraction(of: value) * Double(2 * width)).rounded())
        }
        let zero = halves(0)
        let ends = [zero, value.map(halves) ?? zero].sorted()
        let filled = ends[0]..<ends[1]
        return String(
            (0..<width).map { column -> Character in
                switch (filled.contains(2 * column), filled.contains(2 * column + 1)) {
                case (true, true): "█"
                case (true, false): "▌"
                case (false, true): "▐"
                case (false, false): column == min(zero / 2, width - 1) ? "│" : " "
                }
            })
    }
}
