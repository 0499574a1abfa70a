import Figures
import Foundation
import Testing

struct TreeFigureTests {
    /// A root, two kept, one of them left later, one pruned, a finished and an open one.
    private func figure(
        label: String = "Haus", limits: TreeFigure.Limits = .init()
    ) -> TreeFigure {
        TreeFigure(
            title: "Beam", caption: "The reference was lost.",
            nodes: [
                .init(parent: nil, label: "▶", weight: 1, state: .kept),
                .init(
                    parent: 0, label: "das", note: "−0.2", tooltip: "das\nlog P −0.2", weight: 0.8,
                    state: .kept, isOutlined: true),
                .init(parent: 0, label: "ein", note: "−1.6", weight: 0.2, state: .pruned),
                .init(parent: 1, label: label, note: "−0.7", weight: 0.5, state: .finished),
                .init(parent: 1, label: "Heim", weight: 0.3, state: .open),
                .init(
                    parent: 1, label: "Dach", weight: 0.001, state: .pruned, isOutlined: true),
            ],
            orderTitle: "rank", weightTitle: "probability", outlineTitle: "reference",
            limits: limits)
    }

    @Test func everyNodeHasItsPlaceTooltipAndLine() throws {
        let parsed = try ParsedSVG(figure().svg())
        let nodes = parsed.elements.filter { $0.classes.first == "node" }
        #expect(nodes.count == 6)
        #expect(parsed.texts().contains("Haus") && parsed.texts().contains("step →"))
        #expect(parsed.tooltips().contains("das\nlog P −0.2") && parsed.tooltips().contains("ein"))
        let lines = parsed.elements("path").filter { $0.classes.first == "edge" }
        #expect(
            lines.compactMap { $0.attributes["stroke-width"] }.sorted()
                == ["0.6", "1.2", "1.8", "3", "4.8"])
        let heights = parsed.elements("text").filter { $0.groups.contains { $0.hasPrefix("node") } }
            .compactMap { element in
                element.attributes["y"].map { (element.text, element.attributes["x"], $0) }
            }
        // Nodes of a step stand below each other.
        let second = heights.filter { ["Haus", "Heim", "Dach"].contains($0.0) }
        #expect(Set(second.map(\.1)).count == 1 && Set(second.map(\.2)).count == 3)
    }

    @Test func statesAreToldApartByLineAndMarker() throws {
        let svg = figure().svg()
        let parsed = try ParsedSVG(svg)
        for state in TreeFigure.State.allCases {
            #expect(parsed.elements.contains { $0.classes.contains("marker-\(state.rawValue)") })
            #expect(parsed.texts().contains(state.rawValue))
        }
        let shapes = TreeFigure.State.allCases.map { state in
            parsed.elements.first { $0.classes.contains("marker-\(state.rawValue)") }?.name
        }
        #expect(shapes == ["circle", "path", "rect", "circle"])
        #expect(svg.contains(".edge-pruned { stroke-dasharray: 5 3; }"))
        #expect(svg.contains(".edge-open { stroke-dasharray: 1.5 3; }"))
    }

    @Test func thePathIsOutlined() throws {
        let parsed = try ParsedSVG(figure().svg())
        #expect(parsed.elements("path", class: "halo").count == 2)
        // Two nodes and the legend.
        #expect(parsed.elements("rect", class: "outline").count == 3)
        #expect(parsed.texts().contains("reference"))
    }

    @Test func whatIsCutOffIsMarkedAndCounted() throws {
        let cut = figure(limits: .init(steps: 2, nodes: 2))
        let parsed = try ParsedSVG(cut.svg())
        #expect(parsed.elements.count { $0.classes.first == "node" } == 5)
        // The outlined one is there, another had to go.
        #expect(parsed.texts().contains("Dach") && parsed.texts().contains("+1"))
        #expect(!parsed.texts().contains("Heim"))
        let short = try ParsedSVG(figure(limits: .init(steps: 1)).svg())
        #expect(short.elements.count { $0.classes.first == "node" } == 3)
        #expect(short.texts().contains("1 more step"))
        let label = short.elements("svg").first?.attributes["aria-label"]
        #expect(
            label
                == "Beam: 5 nodes in 2 steps. The reference was lost. Not shown: 1 further step.")
    }

    @Test func withAParentItsChildrenAreCutOff() throws {
        let figure = TreeFigure(
            nodes: [
                .init(parent: nil, label: "root", weight: 1, state: .kept),
                .init(parent: 0, label: "a", weight: 1, state: .kept),
                .init(parent: 0, label: "b", weight: 1, state: .kept),
                .init(parent: 2, label: "c", weight: 1, state: .kept),
                .init(parent: 1, label: "d", weight: 1, state: .kept),
            ], limits: .init(nodes: 1))
        let parsed = try ParsedSVG(figure.svg())
        let labels = parsed.elements("text").filter { $0.classes.first == "label" }.map(\.text)
        #expect(labels.sorted() == ["a", "d", "root"])
        #expect(parsed.texts().count { $0 == "+1" } == 2)
    }

    @Test(arguments: [0, 1, 60])
    func everythingStaysOnThePaper(steps: Int) throws {
        var nodes = [TreeFigure.Node(parent: nil, label: "▶", weight: 1, state: .kept)]
        for step in 0..<steps {
            let parent = nodes.count - 1 - (step == 0 ? 0 : 7)
            for place in 0..<8 {
                nodes.append(
                    .init(
                        parent: parent, label: "a rather long word \(place)", weight: 0.1,
                        state: place == 0 ? .kept : .pruned))
            }
        }
        let parsed = try ParsedSVG(TreeFigure(title: "Long", nodes: nodes).svg())
        let root = try #require(parsed.elements("svg").first)
        let width = try #require(root.attributes["width"].flatMap(Double.init))
        let height = try #require(root.attributes["height"].flatMap(Double.init))
        for element in parsed.elements("text") + parsed.elements("rect") {
            let x = try #require(element.attributes["x"].flatMap(Double.init))
            let y = try #require(element.attributes["y"].flatMap(Double.init))
            let end =
                element.name == "text" && element.attributes["text-anchor"] == nil
                ? x + TextWidth.pixels(element.text, fontSize: 9) : x
            #expect(x >= 0 && end <= width && y >= 0 && y <= height, "\(element.text)")
        }
    }

    @Test func hostileLabelsAreText() throws {
        let nasty = "<script>alert(1)</script>&\"\u{202E}\u{1B}[2J 👩‍👩‍👧"
        let hostile = TreeFigure(
            title: nasty, caption: nasty,
            nodes: [
                .init(
                    parent: nil, label: nasty, note: nasty, tooltip: nasty, weight: 1, state: .kept)
            ])
        let svg = hostile.svg()
        #expect(!svg.contains("<script>") && !svg.contains("\u{1B}"))
        _ = try ParsedSVG(svg)
        #expect(!hostile.terminal(width: 60, colors: .none).contains("\u{1B}"))
    }

    @Test func aTerminalShowsAnIndentedTree() {
        #expect(
            figure().terminal(width: 60, colors: .none) == """
                Beam
                The reference was lost.

                  ● ▶
                ◆ ├─● das  −0.2
                  │ ├─■ Haus  −0.7
                  │ ├─○ Heim
                ◆ │ └─× Dach
                  └─× ein  −1.6

                ● kept   × pruned   ■ finished   ○ open   ◆ reference

                """)
    }

    @Test(arguments: TerminalColors.allCases, [40, 61, 80])
    func aDeepTreeGoesOnBelow(colors: TerminalColors, width: Int) throws {
        var nodes = [TreeFigure.Node(parent: nil, label: "▶", weight: 1, state: .kept)]
        for step in 0..<70 {
            nodes.append(
                .init(
                    parent: max(0, nodes.count - 2), label: "wide 言葉 \(step)",
                    note: "a note that says a lot of things, and more", weight: 1, state: .kept,
                    isOutlined: true))
            nodes.append(
                .init(parent: max(0, nodes.count - 3), label: "no", weight: 0, state: .pruned))
        }
        let figure = TreeFigure(
            title: "A title that is longer than the screen is wide, by some words", nodes: nodes,
            limits: .init(steps: 64))
        let text = figure.terminal(width: width, colors: colors)
        let plain = text.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "")
        for line in plain.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= width)
        }
        #expect(plain.contains("goes on at [1]") && plain.contains("[1] ●"))
        #expect(plain.contains("Not shown:"))
        #expect((colors == .none) == !text.contains("\u{1B}"))
    }

    @Test func nothingIsStillADocument() throws {
        let empty = TreeFigure(nodes: [])
        #expect(try ParsedSVG(empty.svg()).elements("svg").count == 1)
        #expect(empty.terminal(width: 80, colors: .none).isEmpty)
    }
}
