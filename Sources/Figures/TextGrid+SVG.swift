extension TextGrid {
    /// The table as a standalone SVG document, for light and for dark screens.
    ///
    /// Every cell is one `rect` with labels, text and value as tooltip, and its text.
    public func svg() -> String { TextGridDrawing(self).document() }
}

/// Where the parts of a table lie; distances in pixels.
private struct TextGridDrawing {
    private static let cellHeight = 22.0
    private static let gap = 6.0
    private static let padding = 16.0

    private let grid: TextGrid
    /// The left edge of every column, and the right one of the last. `[C + 1]`
    private let edges: [Double]
    /// The upper edge of the cells.
    private let top: Double

    init(_ grid: TextGrid) {
        self.grid = grid
        let size = FigureStyle.labelSize
        func pixels(_ text: String) -> Double {
            TextWidth.pixels(TextGrid.shortened(text), fontSize: size)
        }
        let axisTitles = [grid.rowTitle, grid.columnTitle].filter { !$0.isEmpty }
        let labelWidth = max(
            grid.rowLabels.map(pixels).max() ?? 0,
            axisTitles.map { TextWidth.pixels("\($0) →", fontSize: FigureStyle.noteSize) }.max()
                ?? 0)
        var edges = [FigureStyle.margin + labelWidth + Self.gap]
        for (column, label) in grid.columnLabels.enumerated() {
            let texts = [label] + grid.cells.map { $0[column].text }
            let width = (texts.map(pixels).max() ?? 0) + Self.padding
            edges.append(edges[column] + max(28, width))
        }
        self.edges = edges
        let titleHeight = FigureStyle.headingHeight(grid.title)
        top = FigureStyle.margin + titleHeight + (axisTitles.isEmpty ? 20 : 32)
    }

    private var left: Double { edges[0] }
    private var right: Double { edges[edges.count - 1] }
    private var height: Double { Self.cellHeight * Double(grid.rowLabels.count) }

    func document() -> String {
        let margin = FigureStyle.margin
        let legendTop = top + height + 20
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(grid.title, y: margin)
        contents += axisTitles() + labels()
        contents.append(SVGElement("g", [("class", "cells")], [frame()] + rectangles()))
        contents += texts()
        contents += grid.scale.legend(title: grid.valueTitle, x: left, y: legendTop)
        let width = max(
            right, left + ColorScale.legendWidth(title: grid.valueTitle),
            margin + FigureStyle.titleWidth(grid.title))
        let levels = Set(grid.cells.joined().compactMap { grid.scale.level(of: $0.value) })
        return FigureStyle.document(
            width: width + margin, height: legendTop + ColorScale.legendHeight + margin,
            description: description,
            rules: { grid.scale.rules(on: $0) + grid.scale.inkRules(levels, on: $0) },
            contents: contents)
    }

    private var description: String {
        let subject = grid.title.isEmpty ? "Table" : grid.title
        return "\(subject): \(grid.rowLabels.count) rows by \(grid.columnLabels.count) columns"
    }

    /// What rows and columns are, in the corner between their labels.
    private func axisTitles() -> [SVGElement] {
        let names = [(grid.rowTitle, "↓"), (grid.columnTitle, "→")].filter { !$0.0.isEmpty }
        return names.enumerated().map { line, name in
            .text(
                "\(name.0) \(name.1)", x: left - Self.gap, y: top - Self.gap - 14 * Double(line),
                class: "note", anchor: "end")
        }
    }

    private func labels() -> [SVGElement] {
        let columns = grid.columnLabels.enumerated().map { column, label in
            SVGElement.text(
                TextGrid.shortened(label), x: middle(of: column), y: top - Self.gap,
                class: "heading", anchor: "middle")
        }
        let rows = grid.rowLabels.enumerated().map { row, label in
            SVGElement.text(
                TextGrid.shortened(label), x: left - Self.gap, y: baseline(of: row),
                class: "label", anchor: "end")
        }
        return columns + rows
    }

    private func frame() -> SVGElement {
        .rectangle(
            x: left - 0.5, y: top - 0.5, width: right - left + 1, height: height + 1,
            class: "hair")
    }

    private func rectangles() -> [SVGElement] {
        grid.cells.enumerated().flatMap { row, cells in
            cells.enumerated().map { column, cell in
                let name = grid.scale.level(of: cell.value).map(grid.scale.className) ?? "void"
                return SVGElement.rectangle(
                    x: edges[column] + 0.5, y: top + Double(row) * Self.cellHeight + 0.5,
                    width: edges[column + 1] - edges[column] - 1, height: Self.cellHeight - 1,
                    class: name
                ).titled(tooltip(row, column))
            }
        }
    }

    private func texts() -> [SVGElement] {
        grid.cells.enumerated().flatMap { row, cells in
            cells.enumerated().filter { !$1.text.isEmpty }.map { column, cell in
                let ink = grid.scale.level(of: cell.value).map(grid.scale.inkClassName)
                // The tooltip is the cell's.
                var text = SVGElement.text(
                    TextGrid.shortened(cell.text), x: middle(of: column), y: baseline(of: row),
                    class: ink ?? "label", anchor: "middle")
                text.attributes.append(("pointer-events", "none"))
                return text
            }
        }
    }

    private func tooltip(_ row: Int, _ column: Int) -> String {
        let cell = grid.cells[row][column]
        let number = cell.value.isFinite ? NumberText.short(Double(cell.value)) : "no value"
        let place = "\(grid.rowLabels[row]) · \(grid.columnLabels[column])"
        return "\(place): \(cell.text) \(number)" + (cell.note.isEmpty ? "" : "\n\(cell.note)")
    }

    private func middle(of column: Int) -> Double { (edges[column] + edges[column + 1]) / 2 }

    private func baseline(of row: Int) -> Double {
        top + (Double(row) + 0.5) * Self.cellHeight
            + FigureStyle.labelSize * FigureStyle.middleToBaseline
    }
}
