extension MatrixStrip {
    /// The strip as a standalone SVG document, for light and for dark screens.
    public func svg() -> String { MatrixStripDrawing(self).document() }
}

/// Where the parts of a strip lie; distances in pixels.
private struct MatrixStripDrawing {
    private static let cellHeight = 20.0
    private static let groupGap = 10.0
    private static let blockGap = 22.0
    private static let gap = 7.0
    private static let headingHeight = 36.0
    /// More cells than these have no tooltips: a document of them would be large.
    private static let mostTooltips = 2000

    private let strip: MatrixStrip
    /// How far below the first row's upper edge that of each row lies.
    private let rows: [Double]
    private let labels: [String]
    private let labelWidth: Double
    private let hasTooltips: Bool

    init(_ strip: MatrixStrip) {
        self.strip = strip
        labels = strip.rowLabels.flatMap { $0 }
        labelWidth =
            (labels.map {
                TextWidth.pixels(MatrixStrip.shortened($0), fontSize: FigureStyle.labelSize)
            }.max() ?? 0) + Self.gap
        var rows: [Double] = []
        var y = 0.0
        for group in strip.rowLabels {
            for _ in group {
                rows.append(y)
                y += Self.cellHeight
            }
            if !group.isEmpty { y += Self.groupGap }
        }
        self.rows = rows
        let cellCount = strip.blocks.reduce(0) { $0 + $1.columnCount * rows.count }
        hasTooltips = cellCount <= Self.mostTooltips
    }

    func document() -> String {
        let margin = FigureStyle.margin
        let top = margin + (strip.title.isEmpty ? 0 : 30) + Self.headingHeight
        let bottom = top + (rows.last.map { $0 + Self.cellHeight } ?? 0)
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(strip.title, y: margin)
        contents += rowLabels(top: top)
        var x = margin + labelWidth
        for block in strip.blocks {
            contents += headings(block, x: x, top: top, bottom: bottom)
            contents += cells(block, x: x, top: top)
            x += width(of: block) + Self.blockGap
        }
        let titleWidth = FigureStyle.titleWidth(strip.title)
        let right = max(x - Self.blockGap, margin + titleWidth)
        return FigureStyle.document(
            width: right + margin, height: bottom + 18 + margin, description: description,
            rules: rules, contents: contents)
    }

    private var description: String {
        let subject = strip.title.isEmpty ? "Steps" : strip.title
        return "\(subject): \(strip.blocks.map(\.title).joined(separator: ", "))"
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        var scales: [ColorRamp: ColorScale] = [:]
        var levels: [ColorRamp: Set<Int>] = [:]
        for block in strip.blocks {
            scales[block.scale.ramp] = block.scale
            levels[block.scale.ramp, default: []].formUnion(
                block.values.joined().compactMap(block.scale.level))
        }
        return ColorRamp.allCases.flatMap { ramp -> [String] in
            guard let scale = scales[ramp] else { return [] }
            return scale.rules(on: paper) + scale.inkRules(levels[ramp] ?? [], on: paper)
        }
    }

    private func rowLabels(top: Double) -> [SVGElement] {
        zip(labels, rows).map { label, y in
            .text(
                MatrixStrip.shortened(label), x: FigureStyle.margin + labelWidth - Self.gap,
                y: top + y + baseline, class: "label", anchor: "end")
        }
    }

    private func headings(
        _ block: MatrixStrip.Block, x: Double, top: Double, bottom: Double
    ) -> [SVGElement] {
        [
            (block.title, top - 21, "heading"), (block.note, top - 7, "note"),
            (block.rangeText, bottom + 15, "tick"),
        ].filter { !$0.0.isEmpty }.map { .text($0.0, x: x, y: $0.1, class: $0.2) }
    }

    private func cells(_ block: MatrixStrip.Block, x: Double, top: Double) -> [SVGElement] {
        let width = cellWidth(of: block)
        let space = width >= 12 ? 1.0 : 0
        var (rectangles, texts): ([SVGElement], [SVGElement]) = ([], [])
        for (row, values) in block.values.enumerated() {
            for (column, value) in values.enumerated() {
                guard let level = block.scale.level(of: value) else { continue }
                let (left, y) = (x + Double(column) * width, top + rows[row])
                let cell = SVGElement.rectangle(
                    x: left, y: y + 0.5, width: width - space, height: Self.cellHeight - 1,
                    class: block.scale.className(level))
                let tooltip = "\(labels[row]) · \(block.title): \(NumberText.short(Double(value)))"
                rectangles.append(hasTooltips ? cell.titled(tooltip) : cell)
                let text = block.text(value)
                guard !text.isEmpty else { continue }
                var number = SVGElement.text(
                    text, x: left + (width - space) / 2, y: y + baseline,
                    class: block.scale.inkClassName(level), anchor: "middle")
                number.attributes.append(("pointer-events", "none"))
                texts.append(number)
            }
        }
        return [SVGElement("g", [("class", "cells")], rectangles)] + texts
    }

    /// How far below a row's upper edge the baseline of its text lies.
    private var baseline: Double {
        Self.cellHeight / 2 + FigureStyle.labelSize * FigureStyle.middleToBaseline
    }

    private func cellWidth(of block: MatrixStrip.Block) -> Double {
        guard block.decimals != nil else {
            return min(20, max(4, 320 / Double(max(1, block.columnCount))))
        }
        let texts = block.values.joined().map(block.text)
        let widest = texts.map { TextWidth.pixels($0, fontSize: FigureStyle.labelSize) }.max()
        return max(34, (widest ?? 0) + 12)
    }

    /// The room that a block takes with its heading.
    private func width(of block: MatrixStrip.Block) -> Double {
        max(
            cellWidth(of: block) * Double(block.columnCount),
            TextWidth.pixels(block.title, fontSize: FigureStyle.labelSize),
            TextWidth.pixels(block.note, fontSize: FigureStyle.noteSize),
            TextWidth.pixels(block.rangeText, fontSize: FigureStyle.noteSize))
    }
}
