extension HeatMap {
    /// The picture as a standalone SVG document, for light and for dark screens.
    ///
    /// Every cell is one `rect` with the words and the value as tooltip.
    public func svg() -> String {
        let drawing = HeatMapDrawing(alone: self)
        let margin = FigureStyle.margin
        let titleHeight = title.isEmpty ? 0 : 30.0
        let x = margin + max(drawing.rowLabelWidth, drawing.axisTitleWidth)
        let y =
            margin + titleHeight + max(drawing.columnLabelHeight, drawing.axisTitleHeight)
        let legendTop = y + drawing.height + 20
        let titleWidth = TextWidth.pixels(title, fontSize: FigureStyle.titleSize)
        let right = max(
            x + drawing.width + drawing.overhang,
            x + ColorScale.legendWidth(title: valueTitle), margin + titleWidth)
        var contents = drawing.axisTitles(x: x, y: y)
        if !title.isEmpty {
            contents.append(.text(title, x: margin, y: margin + 13, class: "title"))
        }
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
