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

    /// The curves as a page that needs nothing else.
    ///
    /// - Parameter isRunning: Whether more is to come: the page then reads itself anew now and then, so
    ///   that somebody who has it open sees the curves grow.
    func page(isRunning: Bool) -> String {
        let refresh = isRunning ? "\n<meta http-equiv=\"refresh\" content=\"10\">" : ""
        // Not every update is in the log, and the last has a validation.
        let last = max(updates.last?.update ?? 0, validations.last?.update ?? 0)
        let update = last > 0 ? "update \(last)" : "no update yet"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">\(refresh)
            <title>Training: \(update)</title>
            <style>
            :root { color-scheme: light dark; }
            body { margin: 0; background: #ffffff; color: #626b77; font: 14px/1.5 sans-serif; }
            main { max-width: 1200px; margin: 0 auto; padding: 8px; }
            svg { width: 100%; height: auto; }
            p { margin: 0 20px; }
            @media (prefers-color-scheme: dark) { body { background: #14171c; color: #98a1ad; } }
            </style>
            </head>
            <body>
            <main>
            \(svg())
            <p>\(isRunning ? "Training goes on; last seen at \(update)." : "Ended at \(update).")</p>
            </main>
            </body>
            </html>

            """
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
