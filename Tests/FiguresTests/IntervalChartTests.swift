import Figures
import Testing

struct IntervalChartTests {
    private let chart = IntervalChart(
        title: "Heads & <tails>",
        rows: [
            .init(label: "layer 0, head 1", value: -2, lower: -4, upper: -1),
            .init(label: "<script>alert(1)</script>", value: 0.5, lower: 0, upper: 1),
            .init(label: "unknown", value: .nan, lower: 0, upper: 1),
        ], horizontalTitle: "ΔBLEU")

    @Test func dotsLieBetweenTheEndsOfTheirLines() throws {
        let parsed = try ParsedSVG(chart.svg())
        let lines = parsed.elements("line").filter { $0.classes.contains("interval") }
        let dots = parsed.elements("circle")
        #expect(lines.count == 2 && dots.count == 2)
        for (line, dot) in zip(lines, dots) {
            let ends = ["x1", "x2"].compactMap { line.attributes[$0].flatMap(Double.init) }
            let x = try #require(dot.attributes["cx"].flatMap(Double.init))
            #expect(ends.count == 2 && ends[0] < x && x < ends[1])
        }
        // −2 lies two thirds of the way from −4 to −1.
        let first = try #require(lines[0].attributes["x1"].flatMap(Double.init))
        let last = try #require(lines[0].attributes["x2"].flatMap(Double.init))
        let middle = try #require(dots[0].attributes["cx"].flatMap(Double.init))
        #expect(abs((middle - first) / (last - first) - 2.0 / 3) < 0.01)
    }

    @Test func everythingIsSaidInWordsToo() throws {
        let parsed = try ParsedSVG(chart.svg())
        for text in [
            "Heads & <tails>", "layer 0, head 1", "<script>alert(1)</script>", "ΔBLEU",
            "−2 (−4 to −1)", "no value",
        ] {
            #expect(parsed.texts().contains(text))
        }
        #expect(!chart.svg().contains("<script>"))
        #expect(chart.svg().contains("aria-label"))
    }

    @Test func aTerminalHasALineForEachRow() {
        let text = chart.terminal(width: 80, colors: .none)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "Heads & <tails>")
        #expect(lines.count { $0.contains("●") } == 2)
        #expect(lines.allSatisfy { TextWidth.columns(String($0)) <= 80 })
        #expect(text.contains("no value") && text.hasSuffix("ΔBLEU\n"))
    }

    @Test func aChartOfNothingIsDrawn() {
        let empty = IntervalChart(rows: [])
        #expect(empty.svg().contains("</svg>"))
        #expect(empty.terminal(width: 10, colors: .none).isEmpty)
    }
}
