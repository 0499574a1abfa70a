/// One panel of a chart: heading, axes and curves. Distances are in pixels.
struct PanelDrawing {
    let panel: CurveChart.Panel
    let horizontal: PlotAxis
    let vertical: PlotAxis
    let marks: [CurveChart.Mark]
    /// The names whose places in this list choose the colours.
    let names: [String]
    /// The room for tick labels on the left, the same in all panels.
    let labelWidth: Double
    /// How many vertical strips a series is reduced to.
    let stripCount: Int

    static let plotWidth = 340.0
    private static let plotHeight = 160.0
    private static let headingHeight = 24.0
    private static let tickHeight = 18.0
    /// How many places all curves of a chart may have together: at about ten bytes each, they leave
    /// a third of 200 kB to everything else.
    static let placeBudget = 13_000
    /// Up to this many measurements are marked one by one.
    private static let mostDots = 40

    var width: Double { labelWidth + Self.plotWidth + 6 }
    var height: Double { Self.headingHeight + Self.plotHeight + Self.tickHeight }

    /// All of the panel, its top left corner at a point.
    func group(x: Double, y: Double) -> SVGElement {
        let left = x + labelWidth
        let top = y + Self.headingHeight
        let curves = panel.series.flatMap { self.curves($0, left: left, top: top) }
        return SVGElement(
            "g", [("class", "panel")],
            [heading(x: left, y: y + 11)] + verticalTicks(left: left, top: top)
                + horizontalTicks(left: left, bottom: top + Self.plotHeight)
                + marks.flatMap { mark($0, left: left, top: top) } + curves)
    }

    /// An upright line with its label beside it, on the side that has more room.
    private func mark(_ mark: CurveChart.Mark, left: Double, top: Double) -> [SVGElement] {
        guard PlotAxis.canShow(mark.x, on: horizontal.scale),
            case let fraction = horizontal.fraction(of: mark.x), (0...1).contains(fraction)
        else { return [] }
        let x = left + fraction * Self.plotWidth
        let isLeft = fraction > 0.5
        return [
            .line(from: (x, top), to: (x, top + Self.plotHeight), class: "mark"),
            .text(
                mark.label, x: x + (isLeft ? -5 : 5), y: top + 10, class: "note",
                anchor: isLeft ? "end" : "start"),
        ]
    }

    private func heading(x: Double, y: Double) -> SVGElement {
        var title = SVGElement.text(panel.title, x: x, y: y, class: "heading")
        guard !panel.note.isEmpty else { return title }
        let note = SVGElement("tspan", [("class", "note"), ("dx", "8")], text: panel.note)
        title.children.append(.element(note))
        return title
    }

    private func verticalTicks(left: Double, top: Double) -> [SVGElement] {
        zip(vertical.ticks, vertical.labels).flatMap { tick, label in
            let y = top + (1 - vertical.fraction(of: tick)) * Self.plotHeight
            let line = SVGElement.line(
                from: (left, y.rounded() + 0.5), to: (left + Self.plotWidth, y.rounded() + 0.5),
                class: "hair")
            let baseline = y + FigureStyle.noteSize * FigureStyle.middleToBaseline
            return [
                line, .text(label, x: left - 7, y: baseline, class: "tick", anchor: "end"),
            ]
        }
    }

    private func horizontalTicks(left: Double, bottom: Double) -> [SVGElement] {
        let level = bottom.rounded() + 0.5
        let axis = SVGElement.line(
            from: (left, level), to: (left + Self.plotWidth, level), class: "axis")
        let ticks = zip(horizontal.ticks, horizontal.labels).flatMap { tick, label in
            let x = left + horizontal.fraction(of: tick) * Self.plotWidth
            return [
                SVGElement.line(from: (x, level), to: (x, level + 4), class: "axis"),
                .text(label, x: x, y: level + 16, class: "tick", anchor: "middle"),
            ]
        }
        return [axis] + ticks
    }

    /// One series: its line, with a dot for each measurement where they are few.
    ///
    /// Of a noisy line with more measurements than pixels, the extremes are drawn pale and the
    /// course of the mean, in the axis's own scale, on top.
    private func curves(
        _ series: CurveChart.Series, left: Double, top: Double
    ) -> [SVGElement] {
        let pen = CurvePen(
            name: series.name, style: names.firstIndex(of: series.name).map { "-\($0)" } ?? "",
            frame: (left, top, Self.plotWidth, Self.plotHeight))
        let places = series.points.compactMap(place)
        let strips = min(stripCount, Int(Self.plotWidth))
        let extremes = Decimation.extremes(of: places, columnCount: strips)
        let means = Decimation.means(of: places, columnCount: max(1, strips / 4))
        let isNoisy = Decimation.travel(of: extremes) > 3 * Decimation.travel(of: means)
        guard isNoisy, extremes.count < places.count else {
            return pen.draw(extremes, hasDots: places.count <= Self.mostDots)
        }
        return pen.draw(extremes, class: "envelope") + pen.draw(means)
    }

    /// The place of a measurement in the unit square; `nil` where its `x` has none.
    private func place(_ point: CurveChart.Point) -> Decimation.Place? {
        guard PlotAxis.canShow(point.x, on: horizontal.scale) else { return nil }
        let value = point.y.flatMap { PlotAxis.canShow($0, on: vertical.scale) ? $0 : nil }
        return Decimation.Place(
            x: horizontal.fraction(of: point.x), y: value.map(vertical.fraction))
    }
}
