import Basics
public import Figures
import Foundation

extension InspectedEmbeddings {
    /// The pieces over two components. Distances in the picture are distances along these two.
    ///
    /// Of a whole vocabulary, those get labels that are furthest from the middle, as far as there
    /// is room; or words of choice.
    ///
    /// - Parameters:
    ///   - horizontal: The component across, from 0.
    ///   - vertical: The component upwards, from 0.
    ///   - labels: The pieces that get labels, as people read them; nil for as many as have room.
    ///   - model: What the title calls the model; empty for nothing said.
    /// - Throws: `CalqueError` that says which components there are.
    public func figure(
        horizontal: Int = 0, vertical: Int = 1, labels: Set<String>? = nil, model: String = ""
    ) throws -> ScatterPlot {
        for component in [horizontal, vertical] { try require(component) }
        let points = outermostFirst(horizontal, vertical)
        var plot = ScatterPlot(
            title: title(model), horizontalTitle: axisTitle(horizontal),
            verticalTitle: axisTitle(vertical), series: series(points, labelling: labels))
        plot.hasEqualUnits = true
        return plot
    }

    /// The pieces with their labels, those furthest from the middle first.
    private func outermostFirst(_ horizontal: Int, _ vertical: Int) -> [ScatterPlot.Point] {
        func distance(_ point: ScatterPlot.Point) -> Double {
            point.x * point.x + point.y * point.y
        }
        let points = points.map { point in
            ScatterPlot.Point(
                x: point.coordinate(horizontal), y: point.coordinate(vertical),
                label: point.piece.text)
        }
        return points.sorted { distance($0) > distance($1) }
    }

    /// One series; or the chosen pieces on top of all others, which have no labels then.
    private func series(
        _ points: [ScatterPlot.Point], labelling labels: Set<String>?
    ) -> [ScatterPlot.Series] {
        guard let labels else { return [ScatterPlot.Series(points: points)] }
        let others = points.filter { !labels.contains($0.label) }
        return [
            ScatterPlot.Series(points: others.map { ScatterPlot.Point(x: $0.x, y: $0.y) }),
            ScatterPlot.Series(points: points.filter { labels.contains($0.label) }),
        ]
    }

    private func title(_ model: String) -> String {
        let pieces = isWholeVocabulary ? "pieces" : "chosen pieces"
        return (model.isEmpty ? "" : "\(model): ")
            + "embeddings of \(points.count.grouped) \(pieces), \(table.title)"
    }

    /// Two pieces have one component; the second is zero then.
    private func require(_ component: Int) throws {
        let last = max(1, components.count - 1)
        guard (0...last).contains(component) else {
            throw CalqueError(
                "There is no component \(component): ask for one of 0 to \(last).",
                kind: .configuration)
        }
    }

    /// People count components from one.
    private func axisTitle(_ component: Int) -> String {
        let share = components.indices.contains(component) ? components[component].share : 0
        let percent = 100 * share
        let digits = percent >= 9.95 || percent == 0 ? 0 : 1
        return "component \(component + 1) (\(percent.fixed(digits)) %)"
    }
}

extension InspectedEmbeddings.Point {
    fileprivate func coordinate(_ component: Int) -> Double {
        coordinates.indices.contains(component) ? coordinates[component] : 0
    }
}

extension InspectedNeighbors {
    /// The neighbours as bars: in a terminal a small table.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func figure(model: String = "") -> BarChart {
        let whose = pieces.count > 1 ? " to the mean of \(pieces.count) pieces" : ""
        return BarChart(
            title: (model.isEmpty ? "" : "\(model): ")
                + "neighbours of \"\(word)\", \(table.title)",
            labelTitle: "piece", valueTitle: "cosine similarity\(whose)",
            bars: neighbors.map { .init(label: $0.piece.text, value: $0.similarity) })
    }
}
