import Figures
import Testing

struct BarChartTests {
    private let chart = BarChart(
        title: "T & <U>", labelTitle: "piece", valueTitle: "cosine",
        bars: [
            .init(label: "house <b>", value: 0.8), .init(label: "Haus", value: 0.4),
            .init(label: "cat", value: -0.2), .init(label: "none", value: .nan),
        ])

    private func number(_ element: ParsedSVG.Element, _ name: String) -> Double {
        element.attributes[name].flatMap(Double.init) ?? .nan
    }

    @Test func barsAreAsLongAsTheirNumbers() throws {
        let svg = try ParsedSVG(chart.svg())
        let bars = svg.elements("rect", class: "bar")
        let widths = bars.map { number($0, "width") }
        #expect(widths.count == 4 && widths[3] == 0)
        #expect(abs(widths[0] - 2 * widths[1]) < 0.2 && abs(widths[1] - 2 * widths[2]) < 0.2)
        // Those of the other sign end where the others begin.
        let zero = number(bars[0], "x")
        #expect(abs(number(bars[2], "x") + widths[2] - zero) < 0.2)
        #expect(number(bars[1], "x") == zero)
        let ys = bars.map { number($0, "y") }
        #expect(zip(ys, ys.dropFirst()).allSatisfy { $1 - $0 > number(bars[0], "height") })
    }

    @Test func everythingIsNamed() throws {
        let svg = try ParsedSVG(chart.svg())
        for word in ["T & <U>", "piece", "cosine", "house <b>", "0.8", "−0.2", "no value"] {
            #expect(svg.texts().contains(word))
        }
        #expect(svg.tooltips()[0] == "house <b>: 0.8")
        let label = svg.elements("svg")[0].attributes["aria-label"]
        #expect(label == "T & <U>: house <b> 0.8, Haus 0.4, cat −0.2, none no value")
    }

    @Test(arguments: [[], [0], [.nan], [-3], [1e200, 1], [-1e-300]] as [[Double]])
    func oddNumbersGiveDocuments(values: [Double]) throws {
        let chart = BarChart(bars: values.map { .init(label: "x", value: $0) })
        let text = chart.svg()
        _ = try ParsedSVG(text)
        #expect(!text.contains("\"nan\"") && !text.contains("inf\""))
        #expect(chart.terminal(width: 40, colors: .none).count >= values.count)
    }

    @Test func aTerminalShowsATable() {
        let chart = BarChart(
            title: "Near", labelTitle: "piece", valueTitle: "cosine",
            bars: [
                .init(label: "house", value: 1), .init(label: "日本", value: 0.5),
                .init(label: "x", value: 0),
            ])
        #expect(
            chart.terminal(width: 40, colors: .none) == """
                Near

                piece cosine
                house \(String(repeating: "█", count: 30))   1
                 日本 \(String(repeating: "█", count: 15))\(String(repeating: " ", count: 15)) 0.5
                    x \(String(repeating: " ", count: 30))   0

                """)
    }

    @Test func barsOfBothSignsMeetAtZero() {
        let chart = BarChart(
            bars: [.init(label: "a", value: 1), .init(label: "b", value: -1)])
        let lines = chart.terminal(width: 40, colors: .none).split(separator: "\n")
        let half = String(repeating: "█", count: 17)
        let blank = String(repeating: " ", count: 17)
        #expect(lines[0].contains("a \(blank)\(half) ") && lines[1].contains("b \(half)\(blank) "))
    }

    @Test(arguments: TerminalColors.allCases, [10, 40, 90])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let chart = BarChart(
            title: "A title that is longer than any screen is wide, they say, and then some more",
            labelTitle: "some long title of labels", valueTitle: "value",
            bars: (0..<20).map {
                .init(label: "\u{1B}[2J日本語の長い言葉 \($0)", value: Double($0) / 7 - 1)
            })
        let text = chart.terminal(width: width, colors: colors)
        let escape = try Regex("\u{1B}\\[[0-9;]*m")
        for line in text.replacing(escape, with: "").split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= max(width, 40))
            #expect(!line.contains("\u{1B}"))
        }
    }
}
