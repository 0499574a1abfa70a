/// Heat maps with the same columns below each other on one colour scale, such as what happens in
/// several places over the same time.
///
/// The columns' labels are written once, above; each map's title stands over it, and what its rows are
/// beside the title.
public struct HeatMapStack: Sendable {
    /// The heading; empty for none.
    public var title: String
    /// The maps from top to bottom; all with the same columns and range.
    public let maps: [HeatMap]

    /// A stack of maps that share their columns and range.
    public init(title: String = "", maps: [HeatMap]) {
        precondition(
            maps.allSatisfy {
                $0.columnLabels == maps.first?.columnLabels
                    && $0.scale.range == maps.first?.scale.range
            }, "HeatMapStack: the maps differ in their columns or in their range of values")
        self.title = title
        self.maps = maps
    }

    /// The stack as a standalone SVG document, for light and for dark screens.
    public func svg() -> String { HeatMapStackDrawing(self).document() }
}

/// Where the parts of a stack lie; distances in pixels.
private struct HeatMapStackDrawing {
    private static let headingHeight = 18.0
    private static let gap = 14.0

    private let stack: HeatMapStack
    private let drawings: [HeatMapDrawing]
    /// The left edge of the cells.
    private let left: Double
    /// The upper edge of the first heading.
    private let top: Double

    init(_ stack: HeatMapStack) {
        self.stack = stack
        drawings = stack.maps.map { HeatMapDrawing(small: $0) }
        let labelWidths = drawings.flatMap { [$0.rowLabelWidth, $0.axisTitleWidth] }
        left = FigureStyle.margin + (labelWidths.max() ?? 0)
        let titleHeight = FigureStyle.headingHeight(stack.title)
        top = FigureStyle.margin + titleHeight + (drawings.first?.columnLabelHeight ?? 0)
    }

    /// What the columns are, on the left of their labels.
    private var columnTitle: [SVGElement] {
        axisTitle(stack.maps.first?.columnTitle ?? "", arrow: "→", y: top - HeatMapDrawing.gap)
    }

    private func axisTitle(_ name: String, arrow: String, y: Double) -> [SVGElement] {
        guard !name.isEmpty else { return [] }
        return [
            .text(
                "\(name) \(arrow)", x: left - HeatMapDrawing.gap, y: y, class: "note",
                anchor: "end")
        ]
    }

    func document() -> String {
        let margin = FigureStyle.margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(stack.title, y: margin)
        contents += drawings.first?.columnLabels(x: left, y: top) ?? []
        contents += columnTitle
        var y = top
        for drawing in drawings {
            contents.append(
                .text(drawing.map.title, x: left, y: y + 12, class: "heading"))
            contents += axisTitle(drawing.map.rowTitle, arrow: "↓", y: y + 12)
            y += Self.headingHeight
            contents += drawing.rowLabels(x: left, y: y)
            contents.append(drawing.cells(x: left, y: y))
            y += drawing.height + Self.gap
        }
        let scale = stack.maps.first?.scale
        let valueTitle = stack.maps.first?.valueTitle ?? ""
        contents += scale?.legend(title: valueTitle, x: left, y: y) ?? []
        let headings = drawings.map {
            TextWidth.pixels($0.map.title, fontSize: FigureStyle.labelSize) * 1.2
        }
        let right = max(
            left + (drawings.first?.width ?? 0), left + ColorScale.legendWidth(title: valueTitle),
            left + (headings.max() ?? 0), margin + FigureStyle.titleWidth(stack.title))
        return FigureStyle.document(
            width: right + margin, height: y + ColorScale.legendHeight + margin,
            description: "\(stack.title): \(stack.maps.count) heat maps below each other",
            rules: { paper in scale?.rules(on: paper) ?? [] }, contents: contents)
    }
}
