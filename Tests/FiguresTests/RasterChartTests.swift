import Figures
import Testing

struct RasterChartTests {
    /// The levels of the cells that the strokes cover, `[rows][columns]`; nil where there is none.
    private func levels(
        _ svg: ParsedSVG, cell: Double, rows: Int, columns: Int
    ) throws -> [[Int?]] {
        let group = try #require(svg.elements("g", class: "runs").first)
        let height = group.attributes["stroke-width"].flatMap(Double.init) ?? .nan
        var levels = [[Int?]](repeating: .init(repeating: nil, count: columns), count: rows)
        for path in svg.elements("path") {
            let level = try #require(
                path.classes[0].split(separator: "-").last.flatMap { Int($0) })
            for run in try #require(path.attributes["d"]).split(separator: "M") {
                let numbers = run.split { $0 == " " || $0 == "h" }.compactMap { Double($0) }
                let row = Int(numbers[1] / height)
                let first = Int(numbers[0] / cell)
                for column in first..<first + Int(numbers[2] / cell) {
                    #expect(levels[row][column] == nil)
                    levels[row][column] = level
                }
            }
        }
        return levels
    }

    @Test func everyValueIsACellOfItsLevel() throws {
        let values: [[Float]] = [[-1, -1, 0, 1], [0.5, .nan, 1, 1]]
        let chart = RasterChart(
            panels: [.init(title: "waves", values: values, range: -1...1, valueTitle: "value")])
        let found = try levels(
            ParsedSVG(chart.svg()), cell: 12, rows: 2, columns: 4)
        #expect(found == [[0, 0, 32, 64], [48, nil, 64, 64]])
    }

    @Test func axesAreNumberedAndNamed() throws {
        let values = (0..<50).map { row in (0..<128).map { Float(row * $0 % 7) - 3 } }
        let chart = RasterChart(
            title: "T & <U>",
            panels: [
                .init(title: "one <1>", note: "note", values: values),
                .init(title: "two", values: values),
            ], rowTitle: "position", columnTitle: "dimension")
        let svg = try ParsedSVG(chart.svg())
        #expect(svg.texts().contains("T & <U>") && svg.tooltips().isEmpty)
        for word in ["position", "dimension", "one <1>", "two", "20", "100"] {
            #expect(svg.texts().count { $0 == word } >= (word.contains("o") ? 1 : 2))
        }
        #expect(svg.elements("tspan").map(\.text) == ["note"])
        #expect(svg.elements("g", class: "runs").count == 2)
        #expect(svg.elements("g", class: "legend").count == 2)
    }

    /// Every other column would show sines alone where sines and cosines take turns.
    @Test(arguments: [641, 1000, 1024, 1281, 2048, 4096])
    func thinnedColumnsAreEvenAndOdd(count: Int) throws {
        let values = [(0..<count).map { Float($0 % 2) }]
        let chart = RasterChart(panels: [.init(values: values)], columnTitle: "dimension")
        let text = chart.svg()
        let svg = try ParsedSVG(text)
        let classes = Set(svg.elements("path").flatMap(\.classes))
        #expect(classes == ["sequential-0", "sequential-64"])
        let step = try #require(
            svg.texts().first { $0.hasPrefix("dimension (1 of ") }?.split(separator: " ").last
                .flatMap { Int($0.dropLast()) })
        #expect(!step.isMultiple(of: 2) && (count + step - 1) / step <= 640)
    }

    @Test func largeMatricesStaySmall() {
        let values = (0..<1024).map { row -> [Float] in
            (0..<1024).map { column -> Float in Float((row * 31 + column * 17) % 101) / 50 - 1 }
        }
        let text = RasterChart(panels: [.init(values: values)]).svg()
        #expect(text.utf8.count < 2_500_000)
    }

    @Test(arguments: [(0, 0), (1, 1), (3, 0), (2, 2)])
    func smallMatricesAreStillDocuments(rows: Int, columns: Int) throws {
        let values = [[Float]](repeating: .init(repeating: 0.5, count: columns), count: rows)
        let chart = RasterChart(panels: [.init(values: values)], rowTitle: "r")
        _ = try ParsedSVG(chart.svg())
        #expect(chart.terminal(width: 40, colors: .none).hasSuffix("\n"))
        _ = try ParsedSVG(RasterChart(panels: []).svg())
    }

    @Test(arguments: [16, 40, 80]) func aTerminalShowsWhatFits(width: Int) {
        let values = (0..<100).map { row in (0..<512).map { Float(row) - Float($0) } }
        let chart = RasterChart(
            title: "Positions", panels: [.init(title: "one", values: values)],
            rowTitle: "position", columnTitle: "dimension")
        let text = chart.terminal(width: width, colors: .none)
        for line in text.split(separator: "\n") {
            #expect(TextWidth.columns(String(line)) <= max(width, 28))
        }
        #expect(text.contains("one") && text.contains("Positions"))
        #expect(text.split(separator: "\n").count < 50)
    }
}
