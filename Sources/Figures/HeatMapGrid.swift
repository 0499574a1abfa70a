/// Heat maps of the same shape side by side on one colour scale, such as all heads of all layers.
///
/// The words are written once, along the left and the upper edge of the grid.
public struct HeatMapGrid: Sendable {
    /// The heading; empty for none.
    public var title: String
    /// One heading a row of maps, such as `Layer 1`.
    public let rowHeadings: [String]
    /// One heading a column of maps, such as `Head 1`.
    public let columnHeadings: [String]
    /// The maps, by row and column of the grid; all with the same words and range.
    public let maps: [[HeatMap]]

    /// A grid of maps that share their words and range; their own titles are not drawn.
    public init(
        title: String = "", rowHeadings: [String], columnHeadings: [String], maps: [[HeatMap]]
    ) {
        precondition(
            maps.count == rowHeadings.count
                && maps.allSatisfy { $0.count == columnHeadings.count },
            """
            HeatMapGrid: rows of \(maps.map(\.count)) maps for \(rowHeadings.count) × \
            \(columnHeadings.count) headings
            """)
        let all = maps.joined()
        precondition(
            all.allSatisfy {
                $0.rowLabels == all.first?.rowLabels && $0.columnLabels == all.first?.columnLabels
                    && $0.scale.range == all.first?.scale.range
            }, "HeatMapGrid: the maps differ in their labels or in their range of values")
        self.title = title
        self.rowHeadings = rowHeadings
        self.columnHeadings = columnHeadings
        self.maps = maps
    }

    /// The grid as a standalone SVG document, for light and for dark screens.
    public func svg() -> String {
        guard let first = maps.first?.first else {
            return FigureStyle.document(
                width: 2 * FigureStyle.margin, height: 2 * FigureStyle.margin, description: title,
                rules: { _ in [] }, contents: [])
        }
        return HeatMapGridDrawing(self, first: first).document()
    }
}

/// Where the parts of a grid lie; distances in pixels.
private struct HeatMapGridDrawing {
    let grid: HeatMapGrid
    let first: HeatMapDrawing
    /// The space between maps.
    let gutter = 14.0
    /// The top left corner of the first map's cells.
    let origin: (x: Double, y: Double)

    init(_ grid: HeatMapGrid, first map: HeatMap) {
        self.grid = grid
        first = HeatMapDrawing(small: map)
        let titleHeight = FigureStyle.headingHeight(grid.title)
        let labelHeight = max(first.columnLabelHeight, first.axisTitleHeight)
        let labelWidth = max(first.rowLabelWidth, first.axisTitleWidth)
        origin = (
            x: FigureStyle.margin + 24 + labelWidth,
            y: FigureStyle.margin + titleHeight + 22 + labelHeight
        )
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let end = corner(row: grid.rowHeadings.count, column: grid.columnHeadings.count)
        let legendTop = end.y - gutter + 18
        let scale = first.map.scale
        var contents = headings()
        contents += FigureStyle.heading(grid.title, y: margin)
        contents += first.axisTitles(x: origin.x, y: origin.y)
        contents += words() + cells()
        contents += scale.legend(title: first.map.valueTitle, x: origin.x, y: legendTop)
        let right = max(
            end.x - gutter, origin.x + ColorScale.legendWidth(title: first.map.valueTitle),
            margin + FigureStyle.titleWidth(grid.title))
        return FigureStyle.document(
            width: right + margin, height: legendTop + ColorScale.legendHeight + margin,
            description: "\(grid.title): \(grid.rowHeadings.count) by "
                + "\(grid.columnHeadings.count) heat maps",
            rules: scale.rules, contents: contents)
    }

    private func corner(row: Int, column: Int) -> (x: Double, y: Double) {
        (
            x: origin.x + Double(column) * (first.width + gutter),
            y: origin.y + Double(row) * (first.height + gutter)
        )
    }

    private func headings() -> [SVGElement] {
        let top = origin.y - max(first.columnLabelHeight, first.axisTitleHeight) - 8
        let columns = grid.columnHeadings.enumerated().map { column, heading in
            let middle = corner(row: 0, column: column).x + first.width / 2
            return SVGElement.text(heading, x: middle, y: top, class: "heading", anchor: "middle")
        }
        let rows = grid.rowHeadings.enumerated().map { row, heading in
            let middle = corner(row: row, column: 0).y + first.height / 2
            return SVGElement.text(
                heading, x: FigureStyle.margin + 12, y: middle, class: "heading",
                anchor: "middle", rotation: -90)
        }
        return columns + rows
    }

    private func words() -> [SVGElement] {
        let above = grid.columnHeadings.indices.flatMap {
            first.columnLabels(x: corner(row: 0, column: $0).x, y: origin.y)
        }
        let beside = grid.rowHeadings.indices.flatMap {
            first.rowLabels(x: origin.x, y: corner(row: $0, column: 0).y)
        }
        return above + beside
    }

    private func cells() -> [SVGElement] {
        grid.maps.enumerated().flatMap { row, maps in
            maps.enumerated().map { column, map in
                let place = corner(row: row, column: column)
                return HeatMapDrawing(small: map).cells(x: place.x, y: place.y)
            }
        }
    }
}
