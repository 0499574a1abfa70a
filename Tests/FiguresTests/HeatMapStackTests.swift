import Figures
import Testing

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
}
