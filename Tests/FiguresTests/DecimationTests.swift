import Figures
import Testing

struct DecimationTests {
    private func line(_ heights: [Double?]) -> [Decimation.Place] {
        heights.enumerated().map { index, y in
            Decimation.Place(x: Double(index) / Double(heights.count - 1), y: y)
        }
    }

    @Test func shortLinesStayAsTheyAre() {
        let short = line([0, nil, 1, 0.5])
        #expect(Decimation.extremes(of: short, columnCount: 2) == short)
    }

    @Test func everyPeakIsKept() {
        var heights = [Double?](repeating: 0.5, count: 100_000)
        heights[12_345] = 1
        heights[67_890] = 0
        let reduced = Decimation.extremes(of: line(heights), columnCount: 100)
        #expect(reduced.count <= 202)
        #expect(reduced.contains(line(heights)[12_345]))
        #expect(reduced.contains(line(heights)[67_890]))
        #expect(zip(reduced, reduced.dropFirst()).allSatisfy { $0.x <= $1.x })
    }

    @Test func endsAreKept() {
        let heights = (0..<1000).map { Double(($0 * 7919) % 1000) / 1000 }
        let full = line(heights)
        let reduced = Decimation.extremes(of: full, columnCount: 10)
        #expect(reduced.first == full.first && reduced.last == full.last)
    }

    @Test func aGapAsWideAsAStripBreaksTheLine() {
        var heights = (0..<1000).map { Double?(Double($0 % 7)) }
        for index in 400..<500 { heights[index] = nil }
        heights[700] = nil
        let runs = Decimation.runs(of: Decimation.extremes(of: line(heights), columnCount: 20))
        #expect(runs.count == 2)
        #expect(runs[0].allSatisfy { $0.x < 0.401 } && runs[1].allSatisfy { $0.x > 0.499 })
    }

    @Test func meansAreThoseOfTheStrips() {
        let means = Decimation.means(of: line([0, 1, 2, nil, 4, 6, nil, nil]), columnCount: 4)
        #expect(means.map(\.y) == [0.5, 2, 5, nil])
    }

    @Test func aNoisyLineTravelsFar() {
        let smooth = line((0...100).map { Double($0) / 100 })
        let noisy = line((0...100).map { Double($0 % 2) })
        #expect(abs(Decimation.travel(of: smooth) - 1) < 1e-9)
        #expect(Decimation.travel(of: noisy) == 100)
    }
}
