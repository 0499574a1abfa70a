import Foundation

extension CurveChart {
    /// The chart in characters: a sparkline for each series over the common horizontal axis, then
    /// its first and last value.
    ///
    /// On a logarithmic panel the sparkline follows the logarithm, and the heading says so.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        let names = coloredNames
        let horizontal = PlotAxis(horizontalOf: self)
        let nameWidth = min(seriesNames.map(TextWidth.columns).max() ?? 0, width / 4)
        var lines = title.isEmpty ? [] : [TextWidth.clipped(title, toColumns: width), ""]
        for panel in panels {
            let heading = panel.note.isEmpty ? panel.title : "\(panel.title) (\(panel.note))"
            lines.append(TextWidth.clipped(heading, toColumns: width))
            for series in panel.series {
                let label = TextWidth.fitted(series.name, toColumns: nameWidth)
                let ends = Self.ends(of: series)
                let ink = names.firstIndex(of: series.name).map {
                    colors.foreground(FigureStyle.seriesColor($0, on: .dark))
                }
                let room = width - nameWidth - Self.endsWidth - 5
                let spark = Sparkline.text(
                    Self.heights(of: series, panel.scale, over: horizontal, width: room),
                    width: room)
                let colored = ink.map { $0 + spark + colors.reset } ?? spark
                lines.append("  \(label) \(colored)  \(ends)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The room for two values and an arrow.
    private static let endsWidth = 22

    private static func ends(of series: Series) -> String {
        let present = series.points.compactMap(\.y).filter(\.isFinite)
        guard let first = present.first, let last = present.last else { return "no values" }
        return "\(NumberText.short(first)) → \(NumberText.short(last))"
    }

    /// The mean of the values over each of `width` stretches of the horizontal axis.
    ///
    /// A stretch without measurements between others holds what came before; one with missing
    /// values alone is missing.
    private static func heights(
        of series: Series, _ scale: Scale, over horizontal: PlotAxis, width: Int
    ) -> [Double?] {
        let places = series.points.filter { PlotAxis.canShow($0.x, on: horizontal.scale) }.map {
            let y = $0.y.flatMap { PlotAxis.canShow($0, on: scale) ? $0 : nil }
            return Decimation.Place(
                x: horizontal.fraction(of: $0.x), y: scale == .linear ? y : y.map { log($0) })
        }
        let means = Decimation.means(of: places, columnCount: width)
        var heights = [Double?](repeating: nil, count: width)
        for (index, mean) in means.enumerated() {
            let start = Decimation.strip(of: mean, columnCount: width)
            let next = means.dropFirst(index + 1).first
            let end = next.map { Decimation.strip(of: $0, columnCount: width) } ?? start + 1
            for column in start..<max(start + 1, end) { heights[column] = mean.y }
        }
        return heights
    }
}
