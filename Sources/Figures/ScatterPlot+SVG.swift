extension ScatterPlot {
    /// The plot as a standalone SVG document, for light and for dark screens.
    ///
    /// Labels keep clear of each other: those that have no room are left out, and said in the
    /// tooltip of their points. Of series of more than 2,000 points the others have no tooltips.
    public func svg() -> String { ScatterDrawing(self).document() }
}

/// Where the parts of a plot lie; distances in pixels.
private struct ScatterDrawing {
    let plot: ScatterPlot
    private let points: [[ScatterPlot.Point]]
    private let frame: ScatterFrame
    /// The room for tick labels and the title on the left.
    private let left: Double

    private static let axisHeight = 40.0
    /// Up to this many points have a dot and a tooltip each.
    private static let mostDots = 2000
    /// The labels that are tried.
    private static let mostLabels = 2000

    init(_ plot: ScatterPlot) {
        self.plot = plot
        points = plot.shown
        frame = ScatterFrame(plot, largest: (600, plot.hasEqualUnits ? 600 : 420), smallest: 220)
        let labelWidth =
            frame.vertical.labels.map { TextWidth.pixels($0, fontSize: FigureStyle.noteSize) }
            .max() ?? 0
        left = FigureStyle.margin + labelWidth + 12 + (plot.verticalTitle.isEmpty ? 0 : 18)
    }

    /// The dots of a series are the smaller the more there are.
    private func radius(_ series: Int) -> Double { points[series].count > 200 ? 2 : 3 }

    func document() -> String {
        let margin = FigureStyle.margin
        let width = max(
            left + frame.width,
            margin + FigureStyle.titleWidth(plot.title))
        var top = margin
        var contents: [SVGElement] = []
        contents += FigureStyle.heading(plot.title, y: top)
        top += FigureStyle.headingHeight(plot.title)
        let legend = legend(y: top, width: width - left)
        top += legend.height
        let labels = labels(top: top)
        contents += legend.elements + axes(top: top)
        contents += points.indices.map { dots($0, top: top) }
        contents += labels.elements
        return FigureStyle.document(
            width: width + margin, height: top + frame.height + Self.axisHeight + margin,
            description: description(labelCount: labels.count), rules: rules, contents: contents)
    }

    private func description(labelCount: Int) -> String {
        let subject = plot.title.isEmpty ? "Points" : plot.title
        let axes = [plot.horizontalTitle, plot.verticalTitle].filter { !$0.isEmpty }
        return "\(subject): \(points.joined().count) points, \(labelCount) of them labelled"
            + (axes.isEmpty ? "" : ", over " + axes.joined(separator: " and "))
    }

    // MARK: Axes

    private func axes(top: Double) -> [SVGElement] {
        let bottom = top + frame.height
        let right = left + frame.width
        let upright = zip(frame.horizontal.ticks, frame.horizontal.labels).flatMap { tick, label in
            let x = (left + frame.horizontal.fraction(of: tick) * frame.width).rounded() + 0.5
            return [
                SVGElement.line(
                    from: (x, top), to: (x, bottom), class: tick == 0 ? "axis" : "hair"),
                .text(label, x: x, y: bottom + 16, class: "tick", anchor: "middle"),
            ]
        }
        let level = zip(frame.vertical.ticks, frame.vertical.labels).flatMap { tick, label in
            let y = (top + (1 - frame.vertical.fraction(of: tick)) * frame.height).rounded() + 0.5
            let baseline = y + FigureStyle.noteSize * FigureStyle.middleToBaseline
            return [
                SVGElement.line(
                    from: (left, y), to: (right, y), class: tick == 0 ? "axis" : "hair"),
                .text(label, x: left - 7, y: baseline, class: "tick", anchor: "end"),
            ]
        }
        var titles: [SVGElement] = []
        if !plot.horizontalTitle.isEmpty {
            titles.append(
                .text(
                    plot.horizontalTitle, x: left + frame.width / 2, y: bottom + 34, class: "note",
                    anchor: "middle"))
        }
        if !plot.verticalTitle.isEmpty {
            titles.append(
                .text(
                    plot.verticalTitle, x: FigureStyle.margin + 10, y: top + frame.height / 2,
                    class: "note", anchor: "middle", rotation: -90))
        }
        return upright + level + titles
    }

    /// A dot and a name for each series that has both, in as many lines as they need.
    private func legend(y: Double, width: Double) -> (elements: [SVGElement], height: Double) {
        var (x, line) = (left, y)
        var elements: [SVGElement] = []
        for (index, series) in plot.series.enumerated()
        where !series.name.isEmpty && !points[index].isEmpty {
            let entry = 14 + TextWidth.pixels(series.name, fontSize: FigureStyle.labelSize)
            if x > left, x + entry > left + width { (x, line) = (left, line + 18) }
            elements += [
                circle(x: x + 4, y: line + 5, radius: 3, series: index),
                .text(series.name, x: x + 14, y: line + 9.2, class: "label"),
            ]
            x += entry + 18
        }
        return (elements, elements.isEmpty ? 0 : line + 30 - y)
    }

    // MARK: Points

    private func place(of point: ScatterPlot.Point, top: Double) -> (x: Double, y: Double) {
        let place = frame.place(of: point)
        return (left + place.x, top + place.y)
    }

    private func circle(x: Double, y: Double, radius: Double, series: Int) -> SVGElement {
        SVGElement(
            "circle",
            [
                ("class", "point-\(series)"), ("cx", SVGElement.number(x)),
                ("cy", SVGElement.number(y)), ("r", SVGElement.number(radius)),
            ])
    }

    /// The points of a series: dots with tooltips, or where there are many, one path of dots.
    private func dots(_ series: Int, top: Double) -> SVGElement {
        guard points[series].count <= Self.mostDots else {
            let path = points[series].map { point in
                let place = place(of: point, top: top)
                return "M\(SVGElement.number(place.x)) \(SVGElement.number(place.y))h0"
            }.joined()
            return SVGElement("path", [("class", "cloud cloud-\(series)"), ("d", path)])
        }
        return SVGElement(
            "g", [("class", "points")],
            points[series].map { point in
                let place = place(of: point, top: top)
                let dot = circle(x: place.x, y: place.y, radius: radius(series), series: series)
                return point.label.isEmpty ? dot : dot.titled(tooltip(of: point))
            })
    }

    private func tooltip(of point: ScatterPlot.Point) -> String {
        "\(point.label): \(NumberText.short(point.x)), \(NumberText.short(point.y))"
    }

    // MARK: Labels

    /// The labels that have room, and fine lines to those that are not beside their points.
    private func labels(top: Double) -> (elements: [SVGElement], count: Int) {
        let labelled = points.indices.reversed().flatMap { series in
            points[series].filter { !$0.label.isEmpty }
        }
        let tried = labelled.prefix(Self.mostLabels).map { point in
            (
                label: TextWidth.clipped(point.label, toColumns: 24),
                place: place(of: point, top: top)
            )
        }
        let isCrowded = tried.count > 200
        let (size, kind) =
            isCrowded ? (FigureStyle.smallSize, "small") : (FigureStyle.noteSize, "word")
        var placement = LabelPlacement(
            in: Box(left: left, top: top, width: frame.width, height: frame.height),
            keepingClearOf: isCrowded ? [] : tried.map { dotBox($0.place) })
        // Lines to labels further off make a crowd no clearer.
        let gaps = isCrowded ? [1.0] : [2.0, 9, 19, 31]
        var elements: [SVGElement] = []
        var count = 0
        for (label, place) in tried {
            let width = TextWidth.pixels(label, fontSize: size)
            // Two labels in one line are two words only with a space between them.
            guard let box = placement.place((width + 6, size * 1.15), at: place, gaps: gaps)
            else { continue }
            count += 1
            if let leader = leader(from: place, to: box) { elements.append(leader) }
            elements.append(
                .text(label, x: box.left + 3, y: box.bottom - size * 0.25, class: kind))
        }
        return (elements, count)
    }

    private func dotBox(_ place: (x: Double, y: Double)) -> Box {
        Box(
            left: place.x - 3, top: place.y - 3, width: 6, height: 6)
    }

    /// A line to the nearest point of a label's box, if that is not beside the point.
    private func leader(from place: (x: Double, y: Double), to box: Box) -> SVGElement? {
        let end = (
            x: min(max(place.x, box.left), box.right), y: min(max(place.y, box.top), box.bottom)
        )
        let distance = max(abs(end.x - place.x), abs(end.y - place.y))
        return distance > 6 ? .line(from: place, to: end, class: "leader") : nil
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let shape = [
            ".cloud { fill: none; stroke-width: 2.4; stroke-linecap: round; }",
            ".cloud { stroke-opacity: 0.45; }",
            ".word { font-size: \(SVGElement.number(FigureStyle.noteSize))px; }",
            ".leader { stroke-width: 0.8; }",
        ]
        let leader = ".leader { stroke: \(paper == .light ? "#a3abb6" : "#5a636f"); }"
        let colors = plot.series.indices.flatMap { index in
            let color = FigureStyle.seriesColor(index, on: paper).hexadecimal
            return [
                ".point-\(index) { fill: \(color); fill-opacity: 0.8; }",
                ".cloud-\(index) { stroke: \(color); }",
            ]
        }
        return (paper == .light ? shape : []) + [leader] + colors
    }
}
