import Figures
import Foundation

/// The curves of a run as a chart, from its log.
struct TrainingCurves {
    private let updates: [UpdateReport]
    private let validations: [ValidationReport]

    init(_ history: TrainingHistory) {
        updates = history.updates
        validations = history.validations
    }

    func svg() -> String {
        var panels = [
            panel("Loss", unit: "−log p, nats a token", training: \.loss, validation: \.loss),
            panel(
                "Accuracy", unit: "share of tokens", training: \.accuracy, validation: \.accuracy),
        ]
        if validations.contains(where: { $0.bleu != nil }) {
            panels.append(panel("BLEU", unit: "validation", validation: \.bleu))
        }
        panels.append(panel("Learning rate", training: \.learningRate))
        panels.append(panel("Gradient norm", scale: .logarithmic, training: \.gradientNorm))
        panels.append(panel("Speed", unit: "target tokens a second", training: \.tokensPerSecond))
        return CurveChart(title: "Training", panels: panels, horizontalTitle: "update").svg()
    }

    private func panel(
        _ title: String, unit: String = "", scale: CurveChart.Scale = .linear,
        training: ((UpdateReport) -> Double)? = nil,
        validation: ((ValidationReport) -> Double?)? = nil
    ) -> CurveChart.Panel {
        var series: [CurveChart.Series] = []
        if let training {
            let points = updates.map { CurveChart.Point(x: Double($0.update), y: training($0)) }
            series.append(.init(name: "training", points: points))
        }
        if let validation {
            let points = validations.map {
                CurveChart.Point(x: Double($0.update), y: validation($0))
            }
            series.append(.init(name: "validation", points: points))
        }
        return .init(title: title, unit: unit, scale: scale, series: series)
    }
}
