/// The results of a study of ablations as one page that stands by itself.
public struct AblationPage: Sendable {
    private let report: AblationReport

    /// The page of a study.
    public init(_ report: AblationReport) {
        self.report = report
    }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String {
        ReportPage(
            title: "The Transformer, one part less", lead: report.summary,
            sections: [
                ReportPage.Section(
                    "Models",
                    note: """
                        Means over the seeds, with the margins of their intervals. Loss: mean −log p \
                        of a target token of the validation text. BLEU of the test set as sacreBLEU \
                        computes it by default.
                        """, table: report.resultTable),
                ReportPage.Section(
                    "What is lost",
                    note: "Differences from the whole model with the same seed.",
                    figures: report.figures.map { ($0.chart.svg(), $0.caption) },
                    table: report.differenceTable),
            ].compactMap(\.self), papers: Self.papers
        ).html
    }

    private static let papers = [
        "Ba, Kiros & Hinton 2016, Layer normalization",
        """
        Szegedy, Vanhoucke, Ioffe, Shlens & Wojna 2016, Rethinking the inception architecture for \
        computer vision (label smoothing)
        """,
        "Vaswani et al. 2017, Attention is all you need",
        "Xiong et al. 2020, On layer normalization in the Transformer architecture",
    ]
}

extension AblationReport {
    /// What was the same for all, in a few sentences.
    fileprivate var summary: String {
        let seeds = results.first?.runs.count ?? 0
        return """
            A Transformer of size \(setting.size), with one thing taken out or exchanged at a time. Every \
            model was trained \(seeds == 1 ? "once" : "\(seeds) times") for \(setting.budget) on the same \
            \(setting.trainingPairs) pairs with the same vocabulary of \(setting.vocabularySize) pieces, \
            in \(setting.precision) on \(setting.workers) \(setting.workers == 1 ? "core" : "cores"). The \
            test set has \(setting.testPairs) pairs.
            """
    }
}
