import Figures
import Testing

struct HeatMapTests {
    private let map = HeatMap.attention(
        title: "Heads & <tails>", target: ["Das", "Haus", "</s>"],
        source: ["The", "house & <b>", ".", "</s>"],
        weights: [
            1, 0, 0, 0,
            0.25, 0.5, 0.25, 0,
            0, 0.1, .nan, 0.9,
        ])

    @Test func everyValueIsACellInItsPlace() throws {
        let cells = try ParsedSVG(map.svg()).cells()
        #expect(cells.count == 12)
        let top = cells[0..<4].map { $0.attributes["y"] }
        #expect(Set(top).count == 1)
        let left = cells[0..<4].compactMap { $0.attributes["x"].flatMap(Double.init) }
        let steps = Set(zip(left.dropFirst(), left).map { $0 - $1 })
        #expect(steps.allSatisfy { abs($0 - 26) < 1e-9 })
    }

    @Test func largerWeightsAreFurtherAlongTheRamp() throws {
        let cells = try ParsedSVG(map.svg()).cells()
        let levels = cells.map { $0.classes.first?.split(separator: "-").last.flatMap { Int($0) } }
        #expect(levels == [64, 0, 0, 0, 16, 32, 16, 0, 0, 6, nil, 58])
        #expect(cells[10].classes == ["void"])
    }

    @Test func everyLevelHasAColorOnBothPapers() throws {
        let style = try #require(try ParsedSVG(map.svg()).elements("style").first?.text)
        let parts = style.components(separatedBy: "@media (prefers-color-scheme: dark)")
        #expect(parts.count == 2)
        for (part, paper) in zip(parts, ColorRamp.Paper.allCases) {
            for level in 0..<ColorRamp.levelCount {
                let color = ColorRamp.sequential.color(level: level, on: paper).hexadecimal
                #expect(part.contains(".calque-figure .sequential-\(level) { fill: \(color); }"))
            }
        }
    }

    @Test func wordsAreWrittenAndExplained() throws {
        let parsed = try ParsedSVG(map.svg())
        for word in ["Heads & <tails>", "Das", "Haus", "The", "house & <b>", "attention weight"] {
            #expect(parsed.texts().contains(word))
        }
        #expect(parsed.tooltips()[5] == "Haus · house & <b>: 0.5")
        #expect(parsed.tooltips()[10] == "</s> · .: no value")
        let turned = parsed.elements("text").filter { $0.attributes["transform"] != nil }
        #expect(turned.map(\.text) == map.columnLabels)
    }

    @Test func longWordsAreClippedInPlaceAndWholeInTheTooltip() throws {
        let word = "Donaudampfschifffahrtsgesellschaftskapitän"
        let map = HeatMap(rowLabels: [word], columnLabels: ["x"], values: [1])
        let parsed = try ParsedSVG(map.svg())
        #expect(parsed.texts().contains("Donaudampfschifffahrtsg…"))
        #expect(parsed.tooltips() == ["\(word) · x: 1"])
    }

    @Test(arguments: [(0, 0), (0, 3), (2, 0)])
    func emptyMatricesAreStillDocuments(rows: Int, columns: Int) throws {
        let map = HeatMap(
            rowLabels: .init(repeating: "r", count: rows),
            columnLabels: .init(repeating: "c", count: columns), values: [])
        #expect(try ParsedSVG(map.svg()).cells().isEmpty)
        #expect(map.terminal(width: 80, colors: .none).hasSuffix("\n"))
    }

    @Test func drawingsStayOnThePaper() throws {
        let words = (0..<30).map { "a rather long word \($0)" }
        let map = HeatMap(
            rowLabels: words, columnLabels: words, values: .init(repeating: 0.1, count: 900))
        let parsed = try ParsedSVG(map.svg())
        let root = try #require(parsed.elements("svg").first)
        let width = try #require(root.attributes["width"].flatMap(Double.init))
        let height = try #require(root.attributes["height"].flatMap(Double.init))
        for element in parsed.elements("rect") + parsed.elements("text") {
            let x = try #require(element.attributes["x"].flatMap(Double.init))
            let y = try #require(element.attributes["y"].flatMap(Double.init))
            #expect(x >= 0 && x <= width && y >= 0 && y <= height)
        }
    }
}

struct HeatMapGridTests {
    private let grid = HeatMapGrid(
        title: "Heads", rowHeadings: ["Layer 1", "Layer 2"],
        columnHeadings: ["Head 1", "Head 2", "Head 3"],
        maps: (0..<2).map { layer in
            (0..<3).map { head in
                HeatMap.attention(
                    target: ["ja", "."], source: ["yes", "."],
                    weights: [1, 0, Float(layer) / 2, Float(head) / 2])
            }
        })

    @Test func allMapsShareWordsAndLegend() throws {
        let parsed = try ParsedSVG(grid.svg())
        #expect(parsed.cells().count == 2 * 3 * 4)
        #expect(parsed.texts().count { $0 == "yes" } == 3)
        #expect(parsed.texts().count { $0 == "ja" } == 2)
        #expect(parsed.texts().count { $0 == "attention weight" } == 1)
        for heading in grid.rowHeadings + grid.columnHeadings {
            #expect(parsed.texts().contains(heading))
        }
    }

    @Test func anEmptyGridIsStillADocument() throws {
        let empty = HeatMapGrid(rowHeadings: [], columnHeadings: [], maps: [])
        #expect(try ParsedSVG(empty.svg()).cells().isEmpty)
        #expect(empty.terminal(width: 80, colors: .none).isEmpty)
    }

    @Test func mapsStandSideBySideInATerminal() {
        let lines = grid.terminal(width: 60, colors: .none).split(separator: "\n")
        #expect(lines[1] == "Layer 1 · Head 1   Layer 1 · Head 2   Layer 1 · Head 3")
        #expect(lines[2].count { $0 == "█" } == 6)
    }
}

struct HeatMapStackTests {
    private static func map(_ title: String, rows: Int) -> HeatMap {
        HeatMap(
            title: title, rowLabels: (0..<rows).map { "\($0)" }, columnLabels: ["a", "", "c"],
            values: (0..<3 * rows).map { Float($0 % 2) }, range: 0...1)
    }

    @Test func everyMapHasItsTitleAndCells() throws {
        let stack = HeatMapStack(
            title: "Over time", maps: [Self.map("Upper", rows: 2), Self.map("Lower", rows: 4)])
        let svg = stack.svg()
        for word in ["Over time", "Upper", "Lower"] { #expect(svg.contains(">\(word)</text>")) }
        let cells = svg.components(separatedBy: "<title>").count - 1
        #expect(cells == 3 * (2 + 4))
    }

    @Test func mapsDoNotLieOnEachOther() throws {
        let one = HeatMapStack(maps: [Self.map("Upper", rows: 2)]).svg()
        let two = HeatMapStack(maps: [Self.map("Upper", rows: 2), Self.map("Lower", rows: 4)]).svg()
        func height(_ svg: String) -> Double? {
            svg.components(separatedBy: "height=\"").dropFirst().first
                .flatMap { $0.components(separatedBy: "\"").first }.flatMap(Double.init)
        }
        let (small, large) = (try #require(height(one)), try #require(height(two)))
        #expect(large - small >= 40)
    }

    private static let overTime = HeatMapStack(
        title: "Over time",
        maps: [
            HeatMap.overTime(
                title: "Bits <b>", steps: [[1, 0], [0, 1], []], stepLabels: ["x", "<y>", ""],
                placeTitle: "bit", valueTitle: "weight"),
            HeatMap.overTime(
                title: "Head", steps: [[0, 0.5, 0.5, 0], [0, 1, 0, 0], []],
                stepLabels: ["x", "<y>", ""], places: [1, 2], placeTitle: "slot"),
        ])

    @Test func axesAreNamedOnceForColumnsAndForEachMapsRows() throws {
        let texts = try ParsedSVG(Self.overTime.svg()).texts()
        #expect(texts.count { $0 == "step →" } == 1)
        #expect(texts.contains("bit ↓") && texts.contains("slot ↓") && texts.contains("Bits <b>"))
    }

    @Test func everythingStaysOnThePaper() throws {
        let parsed = try ParsedSVG(Self.overTime.svg())
        let root = try #require(parsed.elements("svg").first)
        let width = try #require(root.attributes["width"].flatMap(Double.init))
        for text in parsed.elements("text") where text.attributes["transform"] == nil {
            let x = try #require(text.attributes["x"].flatMap(Double.init))
            let length = TextWidth.pixels(text.text, fontSize: 11)
            let left = text.attributes["text-anchor"] == "end" ? x - length : x
            #expect(left >= 0 && left <= width, "\(text.text)")
        }
    }

    @Test func theTerminalHasAllMapsBelowEachOther() {
        let lines = Self.overTime.terminal(width: 60, colors: .none)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "Over time")
        #expect(lines.contains("Bits <b> (bit down)") && lines.contains("Head (slot down)"))
        #expect(lines.contains("0 ██  · ") && lines.contains("1   ██· "))
        #expect(lines.contains("⋮ · · · ") && lines.contains("2 ▒▒  · "))
        #expect(lines.dropLast().last?.hasSuffix("weight, step across") == true)
        let narrow = Self.overTime.terminal(width: 4, colors: .trueColor)
        #expect(narrow.hasSuffix("\n"))
    }
}

struct HeatMapOverTimeTests {
    @Test func placesThatAreLeftOutAreMarked() {
        let steps: [[Float]] = [[0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 15]]
        func map(_ places: [Int]?) -> HeatMap {
            HeatMap.overTime(
                title: "", steps: steps, stepLabels: ["a", "b"], places: places,
                placeTitle: "slot", range: 0...15)
        }
        #expect(map(nil).rowLabels == ["0", "1", "2", "3", "4", "5"])
        #expect(map(nil).values == [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15])
        let cut = map([1, 2, 4])
        #expect(cut.rowLabels == ["⋮", "1", "2", "⋮", "4", "⋮"])
        #expect(cut[1, 0] == 1 && cut[4, 1] == 14 && cut[3, 0].isNaN && cut[0, 1].isNaN)
        #expect(map([0, 5]).rowLabels == ["0", "⋮", "5"])
        #expect(map([]).rowLabels == ["⋮"])
    }
}
