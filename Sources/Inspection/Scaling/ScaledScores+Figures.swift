public import Figures

extension ScaledScores {
    /// What becomes of the scores and their softmax with the width of queries and keys, with and without
    /// the factor.
    public func figure() -> CurveChart {
        CurveChart(
            title: "Dot products of random queries and keys, and their softmax over \(keys) keys",
            panels: [
                panel("Variance of the scores", .logarithmic) { $0.variance },
                panel("Entropy of the weights", unit: "nats, mean") { $0.entropy },
                panel("Largest weight", unit: "mean") { $0.largestWeight },
                panel("‖∂p/∂score‖", unit: "mean") { $0.gradient.mean },
                panel("‖∂p/∂score‖", unit: "median", .logarithmic) { $0.gradient.median },
                panel("‖∂p/∂q‖", unit: "median", .logarithmic) { $0.queryGradient.median },
            ], horizontalTitle: "d_k, numbers of a query and a key",
            horizontalScale: .logarithmic)
    }

    private func panel(
        _ title: String, unit: String = "", _ scale: CurveChart.Scale = .linear,
        _ value: (Scores) -> Double
    ) -> CurveChart.Panel {
        let widths = widths.sorted { $0.width < $1.width }
        func series(_ name: String, _ scores: (Width) -> Scores) -> CurveChart.Series {
            CurveChart.Series(
                name: name,
                points: widths.map { .init(x: Double($0.width), y: value(scores($0))) })
        }
        return CurveChart.Panel(
            title: title, unit: unit, scale: scale,
            series: [
                series("q · k", \.unscaled), series("q · k / √d_k", \.scaled),
            ])
    }
}
