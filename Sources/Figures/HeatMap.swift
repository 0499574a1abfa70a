/// A matrix of numbers as a picture: one coloured cell a value, words along both sides.
///
/// R rows, C columns. Made for attention, where a row is a target word, a column a source word and
/// the row's weights sum to one (Bahdanau et al. 2015, figure 3; Vaswani et al. 2017, figures 3
/// to 5), it draws any matrix. Values that are not finite leave their cell empty.
public struct HeatMap: Sendable {
    /// The heading; empty for none.
    public var title: String
    /// What the rows are; empty for nothing said.
    public var rowTitle: String
    /// What the columns are; empty for nothing said.
    public var columnTitle: String
    /// What the values are, beside the legend; empty for nothing said.
    public var valueTitle: String
    /// One label a row, top to bottom; empty ones are not drawn.
    public let rowLabels: [String]
    /// One label a column, left to right; empty ones are not drawn.
    public let columnLabels: [String]
    /// The matrix, row by row, `[R, C]`.
    public let values: [Float]
    /// Values to colours.
    let scale: ColorScale

    /// A picture of a matrix.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - rowLabels: One label a row, top to bottom; empty ones are not drawn.
    ///   - columnLabels: One label a column, left to right; empty ones are not drawn.
    ///   - values: The matrix, row by row, `[R, C]`.
    ///   - range: The values at the ends of the colour ramp; by default from zero to the largest. A
    ///     range that reaches below zero becomes symmetric, with one hue for each sign.
    ///   - rowTitle: What the rows are; empty for nothing said.
    ///   - columnTitle: What the columns are; empty for nothing said.
    ///   - valueTitle: What the values are, beside the legend; empty for nothing said.
    public init(
        title: String = "", rowLabels: [String], columnLabels: [String], values: [Float],
        range: ClosedRange<Float>? = nil, rowTitle: String = "", columnTitle: String = "",
        valueTitle: String = ""
    ) {
        precondition(
            values.count == rowLabels.count * columnLabels.count,
            """
            HeatMap: \(values.count) values do not fill \(rowLabels.count) rows × \
            \(columnLabels.count) columns
            """)
        self.title = title
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.values = values
        self.rowTitle = rowTitle
        self.columnTitle = columnTitle
        self.valueTitle = valueTitle
        scale = range.map { ColorScale($0) } ?? ColorScale(fitting: values)
    }

    /// A picture of attention: target words down, source words across, weights from 0 to 1.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - target: The target words, top to bottom.
    ///   - source: The source words, left to right.
    ///   - weights: Row by row, `[target, source]`.
    public static func attention(
        title: String = "", target: [String], source: [String], weights: [Float]
    ) -> HeatMap {
        HeatMap(
            title: title, rowLabels: target, columnLabels: source, values: weights, range: 0...1,
            rowTitle: "target", columnTitle: "source", valueTitle: "attention weight")
    }

    /// R.
    public var rowCount: Int { rowLabels.count }
    /// C.
    public var columnCount: Int { columnLabels.count }

    /// The value in a row and a column, both counted from zero.
    public subscript(row: Int, column: Int) -> Float {
        values[row * columnCount + column]
    }
}

extension HeatMap {
    /// The picture as a standalone SVG document, for light and for dark screens.
    ///
    /// Every cell is one `rect` with the words and the value as tooltip.
    public func svg() -> String {
        let drawing = HeatMapDrawing(alone: self)
        let margin = FigureStyle.margin
        let titleHeight = FigureStyle.headingHeight(title)
        let x = margin + max(drawing.rowLabelWidth, drawing.axisTitleWidth)
        let y =
            margin + titleHeight + max(drawing.columnLabelHeight, drawing.axisTitleHeight)
        let legendTop = y + drawing.height + 20
        let titleWidth = FigureStyle.titleWidth(title)
        let right = max(
            x + drawing.width + drawing.overhang,
            x + ColorScale.legendWidth(title: valueTitle), margin + titleWidth)
        var contents = drawing.axisTitles(x: x, y: y)
        contents += FigureStyle.heading(title, y: margin)
        contents += drawing.columnLabels(x: x, y: y) + drawing.rowLabels(x: x, y: y)
        contents.append(drawing.cells(x: x, y: y))
        contents += scale.legend(title: valueTitle, x: x, y: legendTop)
        return FigureStyle.document(
            width: right + margin, height: legendTop + ColorScale.legendHeight + margin,
            description: description, rules: scale.rules, contents: contents)
    }

    /// What the picture shows, in words.
    private var description: String {
        let subject = title.isEmpty ? "Heat map" : title
        return "\(subject): \(rowCount) rows by \(columnCount) columns"
    }
}
