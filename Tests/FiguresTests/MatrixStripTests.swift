import Figures
import Testing

struct MatrixStripTests {
    private let strip = MatrixStrip(
        title: "Steps of <b>", rowLabels: [["query"], ["<i>", "key 2"], ["output"]],
        blocks: [
            .init(
                title: "keys", note: "d_k = 2",
                values: [[1, -1], [2, 0], [0, -4], [.nan, .nan]]),
            .init(
                title: "weight", values: [[.nan], [0.25], [0.75], [.nan]], range: 0...1,
                decimals: 3),
        ])

    @Test func onlyValuesHaveCells() throws {
        let cells = try ParsedSVG(strip.svg()).cells()
        #expect(cells.count == 6 + 2)
        #expect(
            cells.map { $0.classes[0] } == [
                "diverging-40", "diverging-24", "diverging-48", "diverging-32", "diverging-32",
                "diverging-0", "sequential-16", "sequential-48",
            ])
    }

    @Test func numbersAreWrittenWhereTheyAreWanted() throws {
        let parsed = try ParsedSVG(strip.svg())
        for text in ["Steps of <b>", "<i>", "0.250", "0.750", "keys", "d_k = 2", "−4 … 4"] {
            #expect(parsed.texts().contains(text))
        }
        #expect(parsed.tooltips().contains("<i> · keys: 2"))
    }

    @Test func groupsStandApart() throws {
        let cells = try ParsedSVG(strip.svg()).cells()
        let y = try [0, 2, 4].map {
            try #require(cells[$0].attributes["y"].flatMap(Double.init))
        }
        #expect(y[1] - y[0] > y[2] - y[1])
    }

    @Test func manyCellsHaveNoTooltips() throws {
        let wide = MatrixStrip(
            rowLabels: [["r"]],
            blocks: [.init(title: "b", values: [[Float](repeating: 1, count: 3000)])])
        #expect(try ParsedSVG(wide.svg()).tooltips().isEmpty)
    }

    @Test func theTextIsATable() {
        let lines = strip.terminal(width: 60, colors: .none)
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.contains { $0.first == "<i>" && $0.last == "0.250" })
        #expect(lines.contains { $0.first == "key" && $0.last == "0.750" })
        #expect(lines.contains(["keys", "weight"]))
    }

    @Test(arguments: TerminalColors.allCases, [24, 40, 80])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let strip = MatrixStrip(
            title: "A title that is longer than the screen is wide",
            rowLabels: [["a rather long label of a row"]],
            blocks: [
                .init(title: "vectors of a width", values: [[Float](repeating: 1, count: 100)]),
                .init(
                    title: "numbers", values: [[Float](repeating: -1.5, count: 30)], decimals: 2),
            ])
        let text = strip.terminal(width: width, colors: colors)
        let escape = try Regex("\u{1B}\\[[0-9;]*m")
        let plain = text.replacing(escape, with: "")
        for line in plain.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= width)
        }
        #expect(plain.components(separatedBy: "−1.50").count - 1 == 30)
    }
}
