extension TreeFigure {
    /// The picture as a standalone SVG document, for light and for dark screens.
    ///
    /// Every node is a group with its tooltip. What ``limits`` cut off is marked and counted.
    public func svg() -> String { TreeDrawing(self).document() }
}

/// Where the parts of a tree lie; distances in pixels.
private struct TreeDrawing {
    private static let rowHeight = 22.0
    /// From the left edge of a node to its label.
    private static let labelStart = 16.0
    /// Between the columns, where lines change their rows.
    private static let gap = 46.0
    /// The line of something certain.
    private static let widest = 6.0
    /// The line of what is hardly possible: thinner ones are not seen.
    private static let thinnest = 0.6
    private static let longestLabel = 18

    private let figure: TreeFigure
    private let tree: ShownTree
    /// The left edge and the width of every step's nodes.
    private let columns: [(x: Double, width: Double)]
    /// The row of every node that is shown.
    private let rows: [Int: Int]
    /// The lower edge of the steps' numbers.
    private let top: Double

    init(_ figure: TreeFigure) {
        self.figure = figure
        let tree = ShownTree(figure)
        self.tree = tree
        var x = FigureStyle.margin
        columns = tree.steps.enumerated().map { step, places in
            let labels = places.map { Self.width(of: figure.nodes[$0]) }.max() ?? 0
            let width = max(labels, step == 0 ? Self.cornerWidth(figure) : 0)
            defer { x += width + Self.gap }
            return (x, width)
        }
        rows = Dictionary(
            uniqueKeysWithValues: tree.steps.flatMap { $0.enumerated().map { ($1, $0) } })
        top =
            FigureStyle.margin + (figure.title.isEmpty ? 0 : 30)
            + (figure.caption.isEmpty ? 0 : 20) + (figure.orderTitle.isEmpty ? 14 : 28)
    }

    func document() -> String {
        let rowCount = (zip(tree.steps, tree.hidden).map { $0.count + min(1, $1) }.max() ?? 0)
        let bottom = top + 8 + Double(rowCount) * Self.rowHeight
        let legend = legend(y: bottom + 22)
        let headings = headings()
        let right = max(treeRight, headings.right, legend.right)
        let edges = drawn.flatMap(edge(to:))
        return FigureStyle.document(
            width: right + FigureStyle.margin, height: bottom + 22 + 18 + FigureStyle.margin,
            description: description, rules: rules,
            contents: headings.elements + steps() + drawn.filter(isOutlined).map(halo) + edges
                + drawn.map(node) + hiddenNodes() + furtherSteps(bottom: bottom)
                + legend.elements)
    }

    // MARK: Places

    /// The width of a node with its label, for which fonts that stand in for others need more room.
    private static func width(of node: TreeFigure.Node) -> Double {
        labelStart + 1.1
            * TextWidth.pixels(shortened(node.label), fontSize: FigureStyle.labelSize)
    }

    private static func shortened(_ label: String) -> String {
        TextWidth.clipped(label, toColumns: longestLabel)
    }

    /// The room of what the axes are.
    private static func cornerWidth(_ figure: TreeFigure) -> Double {
        [figure.stepTitle, figure.orderTitle].map {
            TextWidth.pixels($0 + " →", fontSize: FigureStyle.noteSize)
        }.max() ?? 0
    }

    /// The nodes that are shown, those that were left first, so that the others lie over them.
    private var drawn: [(place: Int, step: Int)] {
        let all = tree.steps.enumerated().flatMap { step, places in places.map { ($0, step) } }
        return all.filter { figure.nodes[$0.0].state == .pruned }
            + all.filter { figure.nodes[$0.0].state != .pruned }
    }

    /// The middle of a node's left edge.
    private func point(_ node: (place: Int, step: Int)) -> (x: Double, y: Double) {
        (
            x: columns[node.step].x,
            y: top + 8 + (Double(rows[node.place] ?? 0) + 0.5) * Self.rowHeight
        )
    }

    private func isOutlined(_ node: (place: Int, step: Int)) -> Bool {
        figure.nodes[node.place].isOutlined
    }

    private var treeRight: Double {
        let end = columns.last.map { $0.x + $0.width } ?? FigureStyle.margin
        guard tree.furtherSteps > 0 else { return end }
        return end + Self.gap / 2
            + TextWidth.pixels(furtherText, fontSize: FigureStyle.noteSize) + 6
    }

    // MARK: Text around the tree

    private var description: String {
        let count = figure.nodes.count - 1
        let subject = figure.title.isEmpty ? "Tree" : figure.title
        let steps = tree.steps.count - 1 + tree.furtherSteps
        return [
            "\(subject): \(max(0, count)) nodes in \(max(0, steps)) steps.", figure.caption,
            tree.note,
        ]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func headings() -> (elements: [SVGElement], right: Double) {
        let margin = FigureStyle.margin
        var elements: [SVGElement] = []
        var y = margin
        elements += FigureStyle.heading(figure.title, y: y)
        y += FigureStyle.headingHeight(figure.title)
        if !figure.caption.isEmpty {
            elements.append(.text(figure.caption, x: margin, y: y + 9, class: "note"))
        }
        let right =
            margin
            + max(
                FigureStyle.titleWidth(figure.title),
                TextWidth.pixels(figure.caption, fontSize: FigureStyle.noteSize))
        return (elements, right)
    }

    /// The numbers of the steps, and what the axes are.
    private func steps() -> [SVGElement] {
        let numbers = columns.enumerated().dropFirst().map { step, column in
            SVGElement.text("\(step)", x: column.x + 6, y: top, class: "tick", anchor: "middle")
        }
        let axes = [(figure.orderTitle, "↓", 14.0), (figure.stepTitle, "→", 0)]
            .filter { !$0.0.isEmpty }.map { name, arrow, height in
                SVGElement.text(
                    "\(name) \(arrow)", x: FigureStyle.margin, y: top - height, class: "note")
            }
        return axes + numbers
    }

    // MARK: Lines and nodes

    private func lineWidth(_ weight: Double) -> Double {
        max(Self.thinnest, Self.widest * weight)
    }

    /// From the end of the parent's label to a node: level as far as the labels of its step reach.
    private func path(to node: (place: Int, step: Int)) -> String? {
        guard let parent = figure.nodes[node.place].parent else { return nil }
        let start = point((parent, node.step - 1))
        let end = point(node)
        let column = columns[node.step - 1]
        let label = start.x + Self.width(of: figure.nodes[parent]) + 5
        let level = max(column.x + column.width + 5, label)
        let middle = (level + end.x) / 2
        let number = SVGElement.number
        return "M\(number(label)) \(number(start.y))H\(number(level))"
            + "C\(number(middle)) \(number(start.y)) \(number(middle)) \(number(end.y)) "
            + "\(number(end.x)) \(number(end.y))"
    }

    private func edge(to node: (place: Int, step: Int)) -> [SVGElement] {
        guard let path = path(to: node) else { return [] }
        let drawn = figure.nodes[node.place]
        return [
            SVGElement(
                "path",
                [
                    ("class", "edge edge-\(drawn.state.rawValue)"), ("d", path),
                    ("stroke-width", SVGElement.number(lineWidth(drawn.weight))),
                ])
        ]
    }

    /// What outlines a node and the line to it.
    private func halo(_ node: (place: Int, step: Int)) -> SVGElement {
        let (x, y) = point(node)
        let drawn = figure.nodes[node.place]
        var frame = SVGElement.rectangle(
            x: x - 2, y: y - 9, width: Self.width(of: drawn) + 6, height: 18, class: "outline")
        frame.attributes.append(("rx", "4"))
        guard let path = path(to: node) else { return SVGElement("g", [], [frame]) }
        let line = SVGElement(
            "path",
            [
                ("class", "halo"), ("d", path),
                ("stroke-width", SVGElement.number(lineWidth(drawn.weight) + 5)),
            ])
        return SVGElement("g", [], [line, frame])
    }

    private func node(_ node: (place: Int, step: Int)) -> SVGElement {
        let drawn = figure.nodes[node.place]
        let (x, y) = point(node)
        let label = SVGElement.text(
            Self.shortened(drawn.label), x: x + Self.labelStart,
            y: y + FigureStyle.labelSize * FigureStyle.middleToBaseline,
            class: drawn.state == .pruned ? "label note" : "label")
        let title = drawn.tooltip.isEmpty ? drawn.label : drawn.tooltip
        return SVGElement(
            "g", [("class", "node node-\(drawn.state.rawValue)")],
            [SVGElement("title", text: title), Self.marker(drawn.state, x: x + 6, y: y), label])
    }

    private static func marker(_ state: TreeFigure.State, x: Double, y: Double) -> SVGElement {
        let kind = "marker marker-\(state.rawValue)"
        let number = SVGElement.number
        switch state {
        case .kept, .open:
            return SVGElement(
                "circle",
                [
                    ("class", state == .open ? kind + " paper" : kind), ("cx", number(x)),
                    ("cy", number(y)), ("r", "4"),
                ])
        case .finished:
            return .rectangle(x: x - 4, y: y - 4, width: 8, height: 8, class: kind)
        case .pruned:
            let (left, right) = (number(x - 3), number(x + 3))
            let (above, below) = (number(y - 3), number(y + 3))
            return SVGElement(
                "path",
                [
                    ("class", kind),
                    ("d", "M\(left) \(above)L\(right) \(below)M\(left) \(below)L\(right) \(above)"),
                ])
        }
    }

    // MARK: What is cut off

    private func hiddenNodes() -> [SVGElement] {
        columns.indices.filter { tree.hidden[$0] > 0 }.map { step in
            let y = top + 8 + (Double(tree.steps[step].count) + 0.5) * Self.rowHeight
            return SVGElement.text(
                "+\(tree.hidden[step])", x: columns[step].x + Self.labelStart, y: y + 4,
                class: "note cut"
            ).titled("\(tree.hidden[step]) more are not shown")
        }
    }

    private var furtherText: String {
        "\(tree.furtherSteps) more \(tree.furtherSteps == 1 ? "step" : "steps")"
    }

    private func furtherSteps(bottom: Double) -> [SVGElement] {
        guard tree.furtherSteps > 0, let last = columns.last else { return [] }
        let x = (last.x + last.width + Self.gap / 2).rounded() + 0.5
        return [
            .line(from: (x, top - 10), to: (x, bottom), class: "mark cut"),
            .text(furtherText, x: x + 6, y: top, class: "note"),
        ]
    }

    // MARK: Legend and style

    private func legend(y: Double) -> (elements: [SVGElement], right: Double) {
        var x = FigureStyle.margin
        var elements: [SVGElement] = []
        func say(_ text: String, after sample: Double) {
            elements.append(.text(text, x: x + sample, y: y + 4, class: "note"))
            x += sample + TextWidth.pixels(text, fontSize: FigureStyle.noteSize) + 16
        }
        for state in figure.states(of: tree.places) {
            let line = SVGElement.line(
                from: (x, y), to: (x + 22, y), class: "edge edge-\(state.rawValue)")
            elements += [line, Self.marker(state, x: x + 28, y: y)]
            say(figure.title(of: state), after: 38)
        }
        if tree.places.contains(where: { figure.nodes[$0].isOutlined }) {
            var frame = SVGElement.rectangle(
                x: x, y: y - 7, width: 22, height: 14, class: "outline")
            frame.attributes.append(("rx", "4"))
            elements.append(frame)
            say(figure.outlineTitle, after: 28)
        }
        guard !figure.weightTitle.isEmpty else { return (elements, x) }
        for weight in [0.1, 0.5, 1] {
            var line = SVGElement.line(from: (x, y), to: (x + 22, y), class: "edge weight")
            line.attributes.append(("stroke-width", SVGElement.number(lineWidth(weight))))
            elements.append(line)
            say(NumberText.short(weight), after: 27)
        }
        x -= 8
        say(figure.weightTitle, after: 0)
        return (elements, x)
    }

    private func rules(on paper: ColorRamp.Paper) -> [String] {
        let muted = paper == .light ? "#7b8490" : "#828b97"
        let shape = [
            ".edge { fill: none; }", ".edge-pruned { stroke-dasharray: 5 3; }",
            ".edge-open { stroke-dasharray: 1.5 3; }",
            ".marker { stroke-width: 1.6; }", ".marker-pruned { fill: none; }",
            ".outline { fill: none; stroke-width: 1.6; }",
            ".halo { fill: none; stroke-opacity: 0.35; }",
        ]
        let states = TreeFigure.State.allCases.flatMap { state in
            let color =
                state.seriesIndex.map {
                    FigureStyle.seriesColor($0, on: paper).hexadecimal
                } ?? muted
            let fill = state == .kept || state == .finished ? " fill: \(color);" : ""
            return [
                ".edge-\(state.rawValue) { stroke: \(color); }",
                ".marker-\(state.rawValue) { stroke: \(color);\(fill) }",
            ]
        }
        let outline = FigureStyle.seriesColor(TreeFigure.outlineIndex, on: paper).hexadecimal
        return (paper == .light ? shape : []) + states + [
            ".outline { stroke: \(outline); }", ".halo { stroke: \(outline); }",
            ".weight { stroke: \(muted); }",
        ]
    }
}

extension TreeFigure {
    /// The series whose colour the outline has.
    static let outlineIndex = 3
}

extension TreeFigure.State {
    /// The series whose colour it has; nil for a muted one.
    var seriesIndex: Int? {
        switch self {
        case .kept: 0
        case .pruned: nil
        case .finished: 2
        case .open: 1
        }
    }
}
