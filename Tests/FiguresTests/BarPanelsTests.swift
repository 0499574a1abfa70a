import Figures
import Testing

struct BarPanelsTests {
    private let chart = BarPanels(
        title: "Words & <tags>", categories: ["the", "<b>dog</b>", "…"],
        panels: [
            .init(
                title: "Gradient", unit: "nats",
                series: [.init(values: [1, -2, nil])]),
            .init(title: "Occlusion", series: [.init(values: [0.5, .nan, 0])]),
        ], categoryTitle: "source", signs: .init(negative: "for <elle>", positive: "for il"))

    private func bars(_ chart: BarPanels) throws -> [ParsedSVG.Element] {
        try ParsedSVG(chart.svg()).elements("rect", class: "bar")
    }

    @Test func barsBeginAtZeroAndGoBothWays() throws {
        let bars = try bars(chart)
        #expect(bars.count == 4)
        let places = try bars.map { bar in
            let x = try #require(bar.attributes["x"].flatMap(Double.init))
            let width = try #require(bar.attributes["width"].flatMap(Double.init))
            return x...x + width
        }
        #expect(abs(places[0].lowerBound - places[1].upperBound) < 0.2)
        let widths = places.map { $0.upperBound - $0.lowerBound }
        #expect(abs(widths[1] - 2 * widths[0]) < 0.2)
        #expect(bars[0].classes.contains("bar-positive"))
        #expect(bars[1].classes.contains("bar-negative"))
    }

    @Test func valuesWithoutAPlaceHaveNoBar() throws {
        let tooltips = try ParsedSVG(chart.svg()).tooltips()
        #expect(tooltips == ["the: 1", "<b>dog</b>: −2", "the: 0.5", "…: 0"])
    }

    @Test func wordsAreWrittenAndEscaped() throws {
        let parsed = try ParsedSVG(chart.svg())
        for word in ["Words & <tags>", "<b>dog</b>", "source ↓", "← for <elle>", "→ for il"] {
            #expect(parsed.texts().contains(word))
        }
        let root = try #require(parsed.elements("svg").first)
        #expect(root.attributes["aria-label"] == "Words & <tags>: Gradient, Occlusion")
    }

    @Test func seriesHaveOneColorInAllPanels() throws {
        let chart = BarPanels(
            categories: ["layer 0", "layer 1"],
            panels: ["norm", "ratio"].map {
                .init(
                    title: $0,
                    series: [
                        .init(name: "attention", values: [1, 2]),
                        .init(name: "feed-forward", values: [2, 3]),
                    ])
            })
        let bars = try bars(chart)
        #expect(bars.count { $0.classes.contains("bar-0") } == 4)
        #expect(bars.count { $0.classes.contains("bar-1") } == 4)
        let parsed = try ParsedSVG(chart.svg())
        #expect(parsed.texts().count { $0 == "feed-forward" } == 1)
        #expect(parsed.texts().count { $0 == "layer 1" } == 1)
        #expect(parsed.tooltips().first == "layer 0 · attention: 1")
    }

    @Test func drawingsStayOnThePaper() throws {
        let words = (0..<40).map { "a rather long word that is cut \($0)" }
        let chart = BarPanels(
            title: "t", categories: words,
            panels: (0..<5).map { panel in
                .init(
                    title: "panel \(panel)",
                    series: [.init(values: (0..<40).map { Double($0 - 20) * 1e4 })])
            })
        let parsed = try ParsedSVG(chart.svg())
        let root = try #require(parsed.elements("svg").first)
        let width = try #require(root.attributes["width"].flatMap(Double.init))
        let height = try #require(root.attributes["height"].flatMap(Double.init))
        for element in parsed.elements("rect") + parsed.elements("text") {
            let x = try #require(element.attributes["x"].flatMap(Double.init))
            let y = try #require(element.attributes["y"].flatMap(Double.init))
            let reach = element.attributes["width"].flatMap(Double.init) ?? 0
            #expect(x >= 0 && x + reach <= width && y >= 0 && y <= height)
        }
    }

    @Test func anEmptyChartIsStillADocument() throws {
        let empty = BarPanels(categories: [], panels: [])
        #expect(try bars(empty).isEmpty)
        #expect(empty.terminal(width: 80, colors: .none).isEmpty)
        let flat = BarPanels(categories: ["a"], panels: [.init(title: "p", series: [])])
        #expect(try bars(flat).isEmpty)
    }

    @Test func barsInATerminalAreAsLongAsTheirValues() {
        let chart = BarPanels(
            categories: ["a", "bb"],
            panels: [.init(title: "Size", series: [.init(values: [2, 4])])])
        let lines = chart.terminal(width: 61, colors: .none).split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "Size")
        let blocks = lines.dropFirst().map { $0.count { $0 == "█" } }
        #expect(blocks[1] == 2 * blocks[0] && lines[2].hasSuffix(" 4"))
    }

    @Test(arguments: TerminalColors.allCases, [20, 40, 73])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let text = chart.terminal(width: width, colors: colors)
        let escape = try Regex("\u{1B}\\[[0-9;]*m")
        for line in text.replacing(escape, with: "").split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= max(width, 40))
        }
        #expect(text.contains("\u{1B}") == (colors != .none))
    }
}
