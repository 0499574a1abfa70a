public import Figures

/// A chart of a study of ablations, and what it shows.
public struct AblationFigure: Sendable {
    /// The picture.
    public let chart: IntervalChart
    /// What it shows, as plain text.
    public let caption: String
}

extension AblationReport {
    /// What every ablation does to BLEU: what `ablations.svg` shows.
    public var bleuFigure: AblationFigure {
        figure(
            "BLEU without a part", "BLEU less that of the whole model", \.bleu,
            caption: "BLEU of the test translations")
    }

    /// All figures, in the order of the page.
    public var figures: [AblationFigure] {
        [
            bleuFigure,
            figure(
                "Exactly right without a part", "percentage points less the whole model",
                \.exactMatch, times: 100,
                caption: "The share of test translations that are the reference, to the character"),
            figure(
                "Loss without a part", "nats a token more than the whole model", \.loss,
                caption: """
                    Mean −log p of a target token of the validation text, each predicted from the \
                    right ones before it. Without the mask the decoder sees what it is to predict, so \
                    that its loss says nothing of what it can translate
                    """),
        ]
    }

    private func figure(
        _ title: String, _ axis: String, _ score: (Scores) -> MeanOverSeeds?,
        times factor: Double = 1, caption: String
    ) -> AblationFigure {
        let rows = results.compactMap { result in
            result.differences.map { differences in
                let mean = score(differences)
                let value = mean.map { factor * $0.mean } ?? .nan
                return IntervalChart.Row(
                    label: result.ablation.name, value: value,
                    lower: mean?.lower.map { factor * $0 } ?? value,
                    upper: mean?.upper.map { factor * $0 } ?? value)
            }
        }
        let seeds = results.first?.runs.count ?? 0
        let interval =
            seeds > 1
            ? """
            the mean over \(seeds) seeds, and the interval in which that over all seeds lies with a \
            confidence of 95 %
            """ : "with one seed"
        return AblationFigure(
            chart: IntervalChart(title: title, rows: rows, horizontalTitle: axis),
            caption: "\(caption), less that of the whole model: \(interval).")
    }
}
