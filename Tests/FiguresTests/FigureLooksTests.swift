import Figures
import Foundation
import Testing

struct FigureLooksTests {
    private struct Looks: Decodable {
        struct Paper: Decodable {
            let rules: [String]
            let levels: [String]
            let diverging: [String]
            let series: [String]
            let reference: String
        }

        let type: [String]
        let light: Paper
        let dark: Paper
    }

    private func looks(seriesCount: Int) throws -> Looks {
        let json = try JSONEncoder().encode(FigureLooks(seriesCount: seriesCount))
        return try JSONDecoder().decode(Looks.self, from: json)
    }

    @Test func aFigureHasTheSameLooks() throws {
        let looks = try looks(seriesCount: 2)
        let svg = HeatMap(rowLabels: ["a"], columnLabels: ["b"], values: [1], range: 0...1).svg()
        for rule in looks.type + looks.light.rules + looks.dark.rules {
            #expect(svg.contains(rule))
        }
        for (paper, colors) in zip(ColorRamp.Paper.allCases, [looks.light, looks.dark]) {
            #expect(colors.levels.count == ColorRamp.levelCount)
            #expect(Set(colors.diverging).count == ColorRamp.levelCount)
            #expect(
                colors.diverging.first
                    == ColorRamp.diverging.color(level: 0, on: paper).hexadecimal)
            #expect(
                colors.levels.last
                    == ColorRamp.sequential.color(level: ColorRamp.levelCount - 1, on: paper)
                    .hexadecimal)
        }
    }

    @Test(arguments: [1, 6, 8, 16])
    func everySeriesHasAColorOfItsOwn(count: Int) throws {
        let looks = try looks(seriesCount: count)
        for paper in [looks.light, looks.dark] {
            #expect(paper.series.count == count && Set(paper.series).count == count)
        }
    }
}
