import Figures
import Testing

struct ScatterPlotTests {
    private typealias Point = ScatterPlot.Point

    private func number(_ element: ParsedSVG.Element, _ name: String) -> Double {
        element.attributes[name].flatMap(Double.init) ?? .nan
    }

    /// Points on a spiral, close to each other in the middle.
    private func spiral(_ count: Int) -> [Point] {
        (0..<count).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: 7)
            return Point(
                x: Double(column * column - 9), y: Double(row * row) / 3, label: "word \(place)")
        }
    }

    @Test func everyPointIsADotInItsPlace() throws {
        let plot = ScatterPlot(
            title: "T & <U>", horizontalTitle: "across <b>", verticalTitle: "up",
            series: [
                .init(points: [Point(x: 0, y: 0, label: "a"), Point(x: 2, y: 1, label: "b")]),
                .init(name: "others", points: [Point(x: 1, y: 2)]),
            ])
        let svg = try ParsedSVG(plot.svg())
        let dots = svg.elements("circle").filter { $0.groups.last == "points" }
        #expect(dots.map(\.classes) == [["point-0"], ["point-0"], ["point-1"]])
        let (xs, ys) = (dots.map { number($0, "cx") }, dots.map { number($0, "cy") })
        #expect(abs((xs[1] - xs[0]) - 2 * (xs[2] - xs[0])) < 0.2)
        #expect(abs((ys[2] - ys[0]) - 2 * (ys[1] - ys[0])) < 0.2 && ys[1] < ys[0])
        for word in ["T & <U>", "across <b>", "up", "a", "b", "others"] {
            #expect(svg.texts().contains(word))
        }
        #expect(svg.tooltips() == ["a: 0, 0", "b: 2, 1"])
    }

    @Test(arguments: [12, 60, 400]) func labelsKeepClearOfEachOther(count: Int) throws {
        let plot = ScatterPlot(series: [.init(points: spiral(count))])
        let svg = try ParsedSVG(plot.svg())
        let labels = svg.elements("text").filter { $0.text.hasPrefix("word") }
        #expect(labels.count > 10 && (count > 12 || labels.count == count))
        let size = count > 200 ? 9.0 : 11
        let boxes = labels.map { label in
            (
                left: number(label, "x"), bottom: number(label, "y"),
                width: TextWidth.pixels(label.text, fontSize: size)
            )
        }
        for (place, one) in boxes.enumerated() {
            for other in boxes[(place + 1)...] {
                let isBeside =
                    one.left + one.width <= other.left + 0.2
                    || other.left + other.width <= one.left + 0.2
                #expect(isBeside || abs(one.bottom - other.bottom) >= size)
            }
        }
        #expect(
            svg.elements("svg")[0].attributes["aria-label"]?.contains("\(labels.count) of") == true)
    }

    @Test func theFirstLabelsHavePrecedence() throws {
        let points = (0..<300).map { Point(x: 1, y: 1, label: "w\($0)") }
        let svg = try ParsedSVG(ScatterPlot(series: [.init(points: points)]).svg())
        #expect(svg.texts().contains("w0") && !svg.texts().contains("w299"))
    }

    @Test func largeCloudsAreOnePath() throws {
        let points = (0..<30_000).map {
            Point(x: Double($0 % 173), y: Double($0 % 241), label: "piece \($0)")
        }
        let text = ScatterPlot(series: [.init(points: points)]).svg()
        let svg = try ParsedSVG(text)
        #expect(svg.elements("circle").isEmpty)
        let path = try #require(svg.elements("path", class: "cloud").first?.attributes["d"])
        #expect(path.count { $0 == "M" } == 30_000)
        #expect(text.utf8.count < 600_000)
    }

    @Test func equalUnitsAreEqual() throws {
        var plot = ScatterPlot(
            series: [
                .init(points: [Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 0, y: 1)])
            ])
        plot.hasEqualUnits = true
        let dots = try ParsedSVG(plot.svg()).elements("circle")
        let across = number(dots[1], "cx") - number(dots[0], "cx")
        let up = number(dots[0], "cy") - number(dots[2], "cy")
        #expect(abs(across - 10 * up) < 2 && across > 200)
    }

    @Test(
        arguments: [
            [], [(0, 0)], [(.nan, 1)], [(.infinity, 1), (1, -.infinity)], [(1e200, 1)],
            [(3, 3), (3, 3)], [(-1e100, 1e100), (1e100, -1e100)],
        ] as [[(Double, Double)]])
    func oddPointsGiveDocuments(places: [(Double, Double)]) throws {
        for hasEqualUnits in [false, true] {
            var plot = ScatterPlot(
                series: [.init(points: places.map { Point(x: $0, y: $1, label: "x") })])
            plot.hasEqualUnits = hasEqualUnits
            let text = plot.svg()
            _ = try ParsedSVG(text)
            #expect(!text.contains("\"nan\"") && !text.contains("inf\""))
            #expect(plot.terminal(width: 60, colors: .none).hasSuffix("\n"))
        }
    }

    @Test func drawingsStayOnThePaper() throws {
        let words = (0..<80).map { place in
            Point(
                x: Double(place % 9), y: Double(place / 9), label: "a rather long label \(place)")
        }
        let svg = try ParsedSVG(ScatterPlot(title: "t", series: [.init(points: words)]).svg())
        let (width, height) = (
            number(svg.elements("svg")[0], "width"), number(svg.elements("svg")[0], "height")
        )
        for text in svg.elements("text") where text.attributes["transform"] == nil {
            let start = number(text, "x")
            #expect(start >= 0 && start <= width)
            #expect(number(text, "y") >= 0 && number(text, "y") <= height)
            if text.text.hasPrefix("a rather") {
                #expect(start + TextWidth.pixels(text.text, fontSize: 11) <= width)
            }
        }
    }

    @Test func hostileLabelsAreText() throws {
        let label = "</text><script>alert(1)</script>\u{202E}\u{1B}[2J"
        let plot = ScatterPlot(
            title: label, horizontalTitle: label,
            series: [.init(name: label, points: [Point(x: 0, y: 0, label: label)])])
        let svg = try ParsedSVG(plot.svg())
        #expect(svg.elements("script").isEmpty)
        let terminal = plot.terminal(width: 80, colors: .none)
        #expect(!terminal.contains("\u{1B}") && !terminal.unicodeScalars.contains("\u{202E}"))
    }

    @Test(arguments: TerminalColors.allCases, [20, 40, 61, 120])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let words = ["日本語", "Häuser", "👩‍👩‍👧", "a very long word indeed"]
        let points = (0..<40).map { place in
            Point(
                x: Double(place % 8) * 1000, y: Double(place / 8) / 1000, label: words[place % 4])
        }
        for hasEqualUnits in [false, true] {
            var plot = ScatterPlot(
                title: "A title that is longer than the screen is wide, as some are",
                horizontalTitle: "component 1 (12 %)", verticalTitle: "component 2 (8 %)",
                series: [.init(name: "一二三四五六七八九十一二三四五六七八九十", points: points)])
            plot.hasEqualUnits = hasEqualUnits
            let escape = try Regex("\u{1B}\\[[0-9;]*m")
            let text = plot.terminal(width: width, colors: colors).replacing(escape, with: "")
            for line in text.split(separator: "\n") {
                #expect(TextWidth.columns(String(line)) <= max(width, 40))
            }
        }
    }

    @Test func aTerminalShowsPointsAndLabels() {
        let plot = ScatterPlot(
            title: "Plot", horizontalTitle: "x", verticalTitle: "y",
            series: [
                .init(points: [
                    Point(x: 0, y: 0, label: "low"), Point(x: 10, y: 10, label: "日本"),
                ])
            ])
        let lines = plot.terminal(width: 40, colors: .none).split(separator: "\n")
        #expect(lines[0] == "Plot" && lines.last == "x across, y up")
        // The first point is in the lower left corner; the second in the upper right one, its label
        // on the side that has room.
        #expect(lines[1] == "10 ┤                        日本 ⠈")
        #expect(lines.contains { $0.hasPrefix(" 0 ┤⡀ low ") })
        #expect(lines.contains { $0.hasPrefix("   └┬") })
    }
}
