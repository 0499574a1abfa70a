public import Figures

/// A chart of the results, and what it shows.
public struct ComparisonFigure: Sendable {
    /// The picture.
    public let chart: CurveChart
    /// What it shows, and whose claim it puts to the test, as plain text.
    public let caption: String
}

extension ComparisonReport {
    /// All figures, in the order of the page's sections.
    public var figures: [ComparisonFigure] {
        [learningFigures, lengthFigures, influenceFigures, stepFigures, positionFigures]
            .flatMap { $0 }
    }

    /// How validation went with the updates; nothing where there was none.
    var learningFigures: [ComparisonFigure] {
        guard results.contains(where: { !$0.training.validations.isEmpty }) else { return [] }
        let loss = chart(
            "Validation loss", unit: "nats a token", over: "updates",
            results.map { result in
                series(result.contender, result.training.validations.map { ($0.update, $0.loss) })
            })
        let bleu = chart(
            "Validation BLEU", over: "updates",
            results.map { result in
                series(result.contender, result.training.validations.map { ($0.update, $0.bleu) })
            })
        return [
            ComparisonFigure(
                chart: loss,
                caption: """
                    Mean −log p of a target token after so many updates. All models saw the same \
                    batches in the same order.
                    """),
            ComparisonFigure(
                chart: bleu,
                caption: "BLEU of greedy translations of the validation sentences."),
        ]
    }

    /// Quality by the length of the source.
    var lengthFigures: [ComparisonFigure] {
        let qualities = results.map { ($0.contender, $0.quality) }
        return [
            ComparisonFigure(
                chart: qualityChart("BLEU", qualities) { $0.bleu },
                caption: """
                    Without attention one vector of fixed size has to hold the whole sentence. Cho \
                    et al. (2014) found that quality falls with its length, and Bahdanau et al. \
                    (2015, figure 2) that it does not with attention.
                    """),
            ComparisonFigure(
                chart: qualityChart("Exact match", unit: "%", qualities) { 100 * $0.exactMatch },
                caption: "The share of translations that are the reference, to the character."),
        ]
    }

    /// How influence falls with distance.
    var influenceFigures: [ComparisonFigure] {
        func panel(
            _ title: String, over horizontal: String,
            _ points: (Influence) -> [Influence.Point]
        ) -> CurveChart {
            chart(
                title, unit: "relative to distance 0", over: horizontal, scale: .logarithmic,
                results.map { result in
                    series(
                        result.contender,
                        points(result.influence).map {
                            ($0.distance, Self.visible($0.relativeNorm))
                        })
                })
        }
        return [
            ComparisonFigure(
                chart: panel("Encoder: ‖∂hᵢ / ∂xⱼ‖", over: "tokens between i and j", \.encoder),
                caption: """
                    How much what the encoder says of a token depends on another token so far away. \
                    Between tokens n apart lie n steps of a recurrence and 1 of self-attention \
                    (Vaswani et al. 2017, table 1); through many steps gradients vanish (Hochreiter \
                    1991; Bengio et al. 1994), through an LSTM's cell less (Hochreiter & \
                    Schmidhuber 1997).
                    """),
            ComparisonFigure(
                chart: panel("Decoder: ‖∂oₜ / ∂X‖", over: "target position t", \.decoder),
                caption: """
                    How much the prediction at a target position still depends on the source. \
                    Without attention everything comes through the decoder's first state, t steps \
                    back; attention looks at every step (Bahdanau et al. 2015).
                    """),
        ]
    }

    /// How long a step takes, by length.
    var stepFigures: [ComparisonFigure] {
        let seconds = chart(
            "Forward and backward pass", unit: "seconds", over: "tokens of a sentence",
            scale: .logarithmic, horizontalScale: .logarithmic,
            results.map { result in
                series(result.contender, result.stepTimes.map { ($0.length, $0.seconds) })
            })
        let tokens = results.first?.stepTimes.first?.tokens ?? 0
        return [
            ComparisonFigure(
                chart: seconds,
                caption: """
                    Always \(tokens) tokens a batch, on one core, in sentences of different lengths: \
                    the longer, the fewer. A recurrence makes its steps one after the other; \
                    self-attention needs one, but compares every pair of positions (Vaswani et al. \
                    2017, table 1).
                    """)
        ]
    }

    /// Positions beyond the lengths of training; nothing where they were not compared.
    var positionFigures: [ComparisonFigure] {
        guard let positions else { return [] }
        let qualities = positions.results.map { ($0.contender, $0.quality) }
        var bleu = qualityChart("BLEU", qualities) { $0.bleu }
        bleu.marks = [.init(x: Double(positions.limit), label: "longest in training")]
        return [
            ComparisonFigure(
                chart: bleu,
                caption: """
                    Both models were trained on the \(positions.trainingPairs) pairs of up to \
                    \(positions.limit) tokens alone. Vaswani et al. (2017, section 3.5) chose \
                    sinusoids since they "may allow the model to extrapolate to sequence lengths \
                    longer than the ones encountered during training"; within those lengths they \
                    found no difference (table 3, row E).
                    """)
        ]
    }
}

/// Drawing.
extension ComparisonReport {
    /// Norms below this leave the chart: what is left there is nothing.
    private static func visible(_ norm: Double) -> Double? { norm >= 1e-6 ? norm : nil }

    private func qualityChart(
        _ title: String, unit: String = "",
        _ qualities: [(Contender, TranslationQuality)],
        _ value: (TranslationQuality.Score) -> Double
    ) -> CurveChart {
        chart(
            title, unit: unit, over: "tokens of the source",
            qualities.map { contender, quality in
                CurveChart.Series(
                    name: contender.rawValue,
                    points: quality.byLength.map {
                        CurveChart.Point(x: $0.meanLength, y: value($0.score))
                    })
            })
    }

    private func series(
        _ contender: Contender, _ points: [(x: Int, y: Double?)]
    ) -> CurveChart.Series {
        CurveChart.Series(
            name: contender.rawValue,
            points: points.map { CurveChart.Point(x: Double($0.x), y: $0.y) })
    }

    private func chart(
        _ title: String, unit: String = "", over horizontal: String,
        scale: CurveChart.Scale = .linear, horizontalScale: CurveChart.Scale = .linear,
        _ series: [CurveChart.Series]
    ) -> CurveChart {
        var chart = CurveChart(
            panels: [.init(title: title, unit: unit, scale: scale, series: series)],
            horizontalTitle: horizontal, horizontalScale: horizontalScale, columns: 1)
        // A contender has its colour in all figures, and in all comparisons.
        chart.colorOrder = Contender.standard.map(\.rawValue)
        return chart
    }
}
