import Basics
public import Figures

extension InspectedForcing {
    /// The shares of right tokens by place, and how many sentences they are of: towards the end there are
    /// few.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func figure(model: String = "") -> CurveChart {
        let subject =
            "The right next token of \(sentences.grouped) translations: \(percent(forced)) with teacher "
            + "forcing, \(percent(free)) free running"
        return CurveChart(
            title: model.isEmpty ? subject : "\(model): \(subject)",
            panels: [
                CurveChart.Panel(
                    title: "Right tokens", unit: "% of the sentences",
                    series: [
                        series("teacher forcing") { 100 * $0.forced },
                        series("free running") { 100 * $0.free },
                    ]),
                CurveChart.Panel(
                    title: "Sentences", unit: "with such a place",
                    series: [series("") { Double($0.sentences) }]),
            ], horizontalTitle: "place in the translation, from 0")
    }

    private func series(_ name: String, _ value: (Place) -> Double) -> CurveChart.Series {
        CurveChart.Series(
            name: name, points: places.map { .init(x: Double($0.place), y: value($0)) })
    }

    private func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
}
