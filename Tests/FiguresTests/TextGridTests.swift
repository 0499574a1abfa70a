import Figures
import Testing

struct TextGridTests {
    private let grid = TextGrid(
        title: "What <layers> say", rowLabels: ["input", "layer 0"],
        columnLabels: ["le", "chat & chien", "⏹"],
        cells: [
            [
                .init("la", value: 0.1), .init("<b>x</b>", value: 1, note: "best: <b>"),
                .init("", value: .nan),
            ],
            [
                .init("le", value: 0.5), .init("Donaudampfschifffahrt", value: 0),
                .init("⏹", value: 0.9),
            ],
        ], range: 0...1, rowTitle: "after", columnTitle: "token", valueTitle: "probability")

    @Test func everyCellHasItsTextAndColor() throws {
        let parsed = try ParsedSVG(grid.svg())
        let cells = parsed.cells()
        #expect(cells.count == 6)
        #expect(
            cells.map(\.classes) == [
                ["sequential-6"], ["sequential-64"], ["void"], ["sequential-32"],
                ["sequential-0"], ["sequential-58"],
            ])
        for text in ["la", "<b>x</b>", "le", "Donaudampfsch…", "chat & chien", "after ↓"] {
            #expect(parsed.texts().contains(text))
        }
        #expect(parsed.tooltips()[1] == "input · chat & chien: <b>x</b> 1\nbest: <b>")
        #expect(parsed.tooltips()[4] == "layer 0 · chat & chien: Donaudampfschifffahrt 0")
    }

    @Test func cellsOfAColumnStandBelowEachOther() throws {
        let cells = try ParsedSVG(grid.svg()).cells()
        for column in 0..<3 {
            #expect(cells[column].attributes["x"] == cells[column + 3].attributes["x"])
            #expect(cells[column].attributes["width"] == cells[column + 3].attributes["width"])
        }
        let edges = try cells[0..<3].map { cell in
            let x = try #require(cell.attributes["x"].flatMap(Double.init))
            return (x, x + (try #require(cell.attributes["width"].flatMap(Double.init))))
        }
        #expect(zip(edges, edges.dropFirst()).allSatisfy { $0.1 <= $1.0 })
    }

    /// Ink and cell differ in lightness by more than a third, on both papers.
    @Test(arguments: ColorRamp.allCases, ColorRamp.Paper.allCases)
    func textCanBeRead(ramp: ColorRamp, paper: ColorRamp.Paper) throws {
        let lowest: Float = ramp == .diverging ? -32 : 0
        let values = (0..<ColorRamp.levelCount).map { lowest + Float($0) }
        let grid = TextGrid(
            rowLabels: ["r"], columnLabels: values.map { "\($0)" },
            cells: [values.map { .init("x", value: $0) }])
        let style = try #require(try ParsedSVG(grid.svg()).elements("style").first?.text)
        let parts = style.components(separatedBy: "@media (prefers-color-scheme: dark)")
        let part = paper == .light ? parts[0] : parts[1]
        for level in 0..<ColorRamp.levelCount {
            let cell = ramp.color(level: level, on: paper).lightness
            let light = part.contains("\(ramp.rawValue)-\(level)-ink { fill: #ffffff; }")
            let dark = part.contains("\(ramp.rawValue)-\(level)-ink { fill: #1c2128; }")
            #expect(light != dark)
            #expect(abs(cell - (light ? 1 : 0.24)) > 0.33)
        }
    }

    @Test(arguments: TerminalColors.allCases, [24, 33, 80])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let text = grid.terminal(width: width, colors: colors)
        let escape = try Regex("\u{1B}\\[[0-9;]*m")
        let plain = text.replacing(escape, with: "")
        for line in plain.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= width)
        }
        #expect(plain.contains("<b>x</b>"))
    }

    @Test func withoutColorsValuesAreWritten() {
        let lines = grid.terminal(width: 80, colors: .none).split(separator: "\n")
        #expect(lines[1].split(separator: " ") == ["le", "chat", "&", "chien", "⏹"])
        #expect(lines[2].split(separator: " ") == ["input", "la", "0.10", "<b>x</b>", "1.00"])
        #expect(lines.last == "probability 0 to 1, after down, token across")
    }

    @Test func emptyTablesAreStillDocuments() throws {
        let none = TextGrid(rowLabels: [], columnLabels: [], cells: [])
        #expect(try ParsedSVG(none.svg()).cells().isEmpty)
        #expect(none.terminal(width: 80, colors: .none).hasSuffix("\n"))
    }

    @Test func textsCannotSteerTheTerminal() {
        let grid = TextGrid(
            title: "\u{1B}]0;x\u{7}", rowLabels: ["\u{1B}"], columnLabels: ["\u{1B}[2J"],
            cells: [[.init("\u{1B}[2J", value: 1)]])
        #expect(!grid.terminal(width: 40, colors: .none).contains("\u{1B}"))
    }
}
