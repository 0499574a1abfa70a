import Figures
import Foundation
import Testing

struct CurveChartTests {
    private typealias Point = CurveChart.Point

    private func points(_ values: [Double?]) -> [Point] {
        values.enumerated().map { Point(x: Double($0), y: $1) }
    }

    private func paths(_ svg: ParsedSVG) -> [String] {
        svg.elements("path").compactMap { $0.attributes["d"] }
    }

    private func chart(
        _ values: [Double?], scale: CurveChart.Scale = .linear, name: String = "run"
    ) -> CurveChart {
        CurveChart(panels: [
            .init(title: "Loss", scale: scale, series: [.init(name: name, points: points(values))])
        ])
    }

    @Test func aLineHasAllItsPointsFromLeftToRight() throws {
        let svg = try ParsedSVG(chart([3, 2, 1, 0]).svg())
        let path = try #require(paths(svg).first)
        let places = path.dropFirst().split(separator: "L").map {
            $0.split(separator: " ").compactMap { Double($0) }
        }
        #expect(paths(svg).count == 1)
        #expect(places.count == 4)
        #expect(zip(places, places.dropFirst()).allSatisfy { $0[0] < $1[0] && $0[1] < $1[1] })
        #expect(svg.elements("circle").count == 4)
    }

    @Test(arguments: [nil, .nan, .infinity, -.infinity, 1e200] as [Double?])
    func missingValuesBreakTheLine(missing: Double?) throws {
        let svg = try ParsedSVG(chart([1, 2, missing, 3, 2, missing, 4]).svg())
        let path = try #require(paths(svg).first)
        #expect(path.count { $0 == "M" } == 2)
        #expect(path.count { $0 == "L" } == 2)
        #expect(svg.elements("circle").count == 5)
        #expect(!path.contains("nan") && !path.contains("inf"))
    }

    @Test func logarithmicAxesSpaceRatiosEvenly() throws {
        let axis = PlotAxis(
            showing: [1, 10, 100, 0, -5], scale: .logarithmic, atMost: 5, isWidened: false)
        #expect(axis.range == 1...100)
        #expect(abs(axis.fraction(of: 10) - 0.5) < 1e-12)
        #expect(axis.labels == ["1", "10", "100"])
        let svg = try ParsedSVG(chart([1, 10, 0, 100], scale: .logarithmic).svg())
        #expect(svg.elements("circle").count == 3)
    }

    @Test(
        arguments: [
            [], [5], [5, 5, 5], [0, 0], [nil, nil], [.nan], [1e-300, 0], [-1e100, 1e100],
            [1e15, 1e15 + 1],
        ] as [[Double?]])
    func oddValuesGiveDocuments(values: [Double?]) throws {
        for scale in [CurveChart.Scale.linear, .logarithmic] {
            let svg = try ParsedSVG(chart(values, scale: scale).svg())
            #expect(svg.texts().contains("Loss"))
            #expect(svg.elements.allSatisfy { !$0.attributes.values.contains("nan") })
        }
    }

    @Test func noisyLinesShowExtremesAndMean() throws {
        let noisy = (0..<50_000).map { Double?($0 == 33_333 ? 40 : Double($0 % 13)) }
        let svg = try ParsedSVG(chart(noisy).svg())
        #expect(svg.elements("path", class: "envelope").count == 1)
        #expect(svg.elements("path", class: "curve").count == 1)
        let ys = try #require(svg.elements("path", class: "envelope").first?.attributes["d"])
            .dropFirst().split(separator: "L").compactMap { Double($0.split(separator: " ")[1]) }
        let gridLines = svg.elements("line", class: "hair").compactMap {
            $0.attributes["y1"].flatMap(Double.init)
        }
        #expect(abs((ys.min() ?? 0) - (gridLines.min() ?? 0)) <= 0.5)
    }

    @Test func smoothLinesAreDrawnOnce() throws {
        let smooth = (0..<50_000).map { Double?(exp(-Double($0) / 9_000)) }
        let svg = try ParsedSVG(chart(smooth).svg())
        #expect(svg.elements("path", class: "envelope").isEmpty)
        #expect(svg.elements("path", class: "curve").count == 1)
        #expect(svg.elements("circle").isEmpty)
    }

    @Test(arguments: [(4, 2, 50_000), (6, 10, 5_000)])
    func longSeriesStaySmall(panelCount: Int, seriesCount: Int, length: Int) {
        let panels = (0..<panelCount).map { panel in
            CurveChart.Panel(
                title: "Panel \(panel)",
                series: (0..<seriesCount).map { index in
                    let values = (0..<length).map { step -> Double? in
                        step % 3 == 0 ? nil : Double((step * 7919 + index * 31) % 1009)
                    }
                    return .init(name: "series \(index)", points: points(values))
                })
        }
        #expect(CurveChart(panels: panels).svg().utf8.count < 200_000)
    }

    @Test func aSeriesHasOneColorAndOneLegendEntry() throws {
        let chart = CurveChart(
            title: "T & <U>",
            panels: [
                .init(
                    title: "Loss", unit: "nats",
                    series: [
                        .init(name: "training", points: points([1, 2])),
                        .init(name: "valid & <test>", points: points([2, 3])),
                    ]),
                .init(
                    title: "BLEU", series: [.init(name: "valid & <test>", points: points([3, 9]))]),
                .init(title: "Rate", series: [.init(points: points([3, 9]))]),
            ], horizontalTitle: "updates")
        let svg = try ParsedSVG(chart.svg())
        #expect(svg.texts().count { $0 == "valid & <test>" } == 1)
        #expect(svg.elements("line", class: "curve").count == 2)
        let classes = svg.elements("path").map(\.classes)
        #expect(
            classes == [
                ["curve", "curve-0"], ["curve", "curve-1"], ["curve", "curve-1"], ["curve"],
            ])
        #expect(svg.elements("g", class: "panel").count == 3)
        #expect(svg.texts().count { $0 == "updates" } == 2)
        #expect(svg.texts().contains("T & <U>"))
        #expect(svg.elements("tspan").map(\.text) == ["nats"])
    }

    @Test func theColourOrderDecidesColoursAndTheLegendNamesWhatIsDrawn() throws {
        var chart = chart([1, 2], name: "gru")
        chart.colorOrder = ["rnn", "lstm", "gru"]
        let svg = try ParsedSVG(chart.svg())
        #expect(svg.elements("path").map(\.classes) == [["curve", "curve-2"]])
        #expect(svg.elements("line", class: "curve").map(\.classes) == [["curve", "curve-2"]])
        #expect(svg.texts().contains("gru") && !svg.texts().contains("rnn"))
        chart.colorOrder = ["rnn"]
        #expect(try ParsedSVG(chart.svg()).elements("path", class: "curve-1").count == 1)
    }

    @Test func theLegendLeavesOutWhatCannotBeSeen() throws {
        let chart = CurveChart(panels: [
            .init(
                title: "Loss", scale: .logarithmic,
                series: [
                    .init(name: "training", points: points([1, 2])),
                    .init(name: "validation", points: []),
                    .init(name: "missing", points: points([nil, .nan, -1])),
                ])
        ])
        let svg = try ParsedSVG(chart.svg())
        #expect(svg.texts().contains("training"))
        #expect(!svg.texts().contains("validation") && !svg.texts().contains("missing"))
        #expect(svg.elements("line", class: "curve").count == 1)
    }

    @Test func aLogarithmicAxisSaysSo() throws {
        let svg = try ParsedSVG(chart([1, 2], scale: .logarithmic).svg())
        #expect(svg.elements("tspan").map(\.text) == ["logarithmic"])
        #expect(try ParsedSVG(chart([1, 2]).svg()).elements("tspan").isEmpty)
        let terminal = chart([1, 2], scale: .logarithmic).terminal(width: 60, colors: .none)
        #expect(terminal.hasPrefix("Loss (logarithmic)\n"))
    }

    @Test(arguments: [0.0, 3, 100]) func onePointMakesNoAxisAroundZero(value: Double) {
        let axis = PlotAxis(showing: [value], scale: .linear, atMost: 5, isWidened: true)
        #expect(axis.range.lowerBound >= 0 && axis.range.contains(value))
        #expect(axis.ticks.allSatisfy { $0 >= 0 } && axis.ticks.count >= 2)
    }

    @Test(arguments: [(0.5, "start"), (1.5, "end")])
    func marksStandUprightAtTheirPlace(x: Double, anchor: String) throws {
        var chart = chart([1, 2, 3])
        chart.marks = [.init(x: x, label: "here"), .init(x: 7, label: "outside")]
        let svg = try ParsedSVG(chart.svg())
        let mark = try #require(svg.elements("line", class: "mark").first)
        let dots = svg.elements("circle").compactMap { $0.attributes["cx"].flatMap(Double.init) }
        let place = try #require(mark.attributes["x1"].flatMap(Double.init))
        #expect(mark.attributes["x2"] == mark.attributes["x1"])
        #expect(abs(place - (dots[0] + x / 2 * (dots[2] - dots[0]))) < 0.2)
        #expect(svg.elements("line", class: "mark").count == 1)
        #expect(!svg.texts().contains("outside"))
        let label = svg.elements("text").first { $0.text == "here" }
        #expect(label?.attributes["text-anchor"] ?? "start" == anchor)
    }

    @Test func terminalLinesShareTheHorizontalAxis() {
        let chart = CurveChart(
            title: "Training",
            panels: [
                .init(
                    title: "Loss", unit: "nats",
                    series: [
                        .init(
                            name: "training", points: points((0...40).map { 8 - Double($0) / 8 })),
                        .init(
                            name: "validation",
                            points: [Point(x: 20, y: 7), Point(x: 30, y: nil), Point(x: 40, y: 3)]),
                    ])
            ])
        let lines = chart.terminal(width: 57, colors: .none).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines == [
                "Training", "", "Loss (nats)",
                "  training   ██▇▇▇▆▆▅▅▅▄▄▄▃▃▃▂▂▁▁  8 → 3",
                "  validation           █████    ▁  7 → 3", "",
            ])
    }
}
