import Figures

/// The results as one page that stands by itself: tables, and figures with what they show.
public struct ComparisonPage: Sendable {
    private let report: ComparisonReport

    /// The page of a comparison.
    public init(_ report: ComparisonReport) {
        self.report = report
    }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String {
        ReportPage(
            title: "Architectures side by side", lead: report.setting.summary,
            sections: sections.compactMap(\.self), papers: Self.papers
        ).html
    }

    private var sections: [ReportPage.Section?] {
        [
            section(
                "Results", report.resultTable,
                note: """
                    BLEU of the test set as sacreBLEU computes it by default. Tokens/s: target \
                    tokens of training, the median of the logged updates. Memory: weights, \
                    gradients, Adam's moments and activations of all workers in training.
                    """),
            section("Learning", figures: report.learningFigures),
            section(
                "Longer sentences", report.lengthTable, figures: report.lengthFigures,
                note: "The test sentences in groups of like length."),
            section(
                "Distant tokens", report.influenceTable, figures: report.influenceFigures,
                note: """
                    Norms of gradients, relative to those of a token with respect to itself. In \
                    brackets: the steps between tokens n apart.
                    """),
            section("The time of a step", figures: report.stepFigures),
            section(
                "Positions beyond training", report.positionsTable,
                figures: report.positionFigures),
        ]
    }

    /// A section, unless there is nothing in it.
    private func section(
        _ title: String, _ table: ReportTable? = nil, figures: [ComparisonFigure] = [],
        note: String = ""
    ) -> ReportPage.Section? {
        ReportPage.Section(
            title, note: note, figures: figures.map { ($0.chart.svg(), $0.caption) },
            table: table)
    }

    private static let papers = [
        "Hochreiter 1991, Untersuchungen zu dynamischen neuronalen Netzen",
        """
        Bengio, Simard & Frasconi 1994, Learning long-term dependencies with gradient descent is \
        difficult
        """,
        "Hochreiter & Schmidhuber 1997, Long short-term memory",
        """
        Cho, van Merriënboer, Bahdanau & Bengio 2014, On the properties of neural machine \
        translation: encoder-decoder approaches
        """,
        "Sutskever, Vinyals & Le 2014, Sequence to sequence learning with neural networks",
        """
        Bahdanau, Cho & Bengio 2015, Neural machine translation by jointly learning to align and \
        translate
        """,
        "Vaswani et al. 2017, Attention is all you need",
    ]
}

extension ComparisonReport.Setting {
    /// What each model was trained for.
    var budget: String {
        updates.map { "\($0) updates of \(updateTokens) tokens" }
            ?? "\(NumberText.short((seconds ?? 0) / 60)) minutes in updates of \(updateTokens) tokens"
    }

    /// What was the same for all, in a few sentences.
    var summary: String {
        """
        Every model has about \(NumberText.short(Double(parameterCount))) parameters, within ten \
        per cent, and was trained for \(budget) on the same \(trainingPairs) pairs with the same \
        vocabulary of \(vocabularySize) pieces, in \(precision) on \(workers) \
        \(workers == 1 ? "core" : "cores"). The test set has \(testPairs) pairs.
        """
    }
}
