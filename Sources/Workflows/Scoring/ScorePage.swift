import Basics
import Figures
import Text

/// What scoring found in a parallel text, as one page that stands by itself.
public struct ScorePage: Sendable {
    private let report: ScoreReport

    /// The page of a report.
    public init(_ report: ScoreReport) { self.report = report }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String { PairPage.html(title: "Scored text", lead: lead, sections) }

    private var lead: String {
        var text = report.summary + ". "
        text +=
            report.isDual
            ? "Scores are those of two models, one the other way round."
            : "Scores are those of one model."
        let short = report.shortPairs
        if short.read > 0 {
            text += """
                 Of the \(short.read.grouped) short pairs, of at most four words on either side, \
                \(short.kept.grouped) were kept (\((100 * short.share).fixed(1)) %).
                """
        }
        return text
    }

    private var sections: [String] {
        [
            PairPage.section("Scores", note: Self.scoresNote, figure + quantiles.html),
            PairPage.section("By text", note: "", sources.html),
            examples(
                "Kept, nearest to the threshold",
                "If these are bad, keep less.", report.nearKept),
            examples(
                "Out, nearest to the threshold",
                "If these are good, keep more.", report.nearRefused),
            examples("What went out", "Some pairs, chosen by chance.", report.examples),
            examples(
                "Short lines that went out", "Some of them, chosen by chance.",
                report.shortExamples),
        ]
    }

    private static let scoresNote = """
        From 0 to 1, the better the higher. They tell pairs of one text and the same models apart; the \
        numbers of other models are others.
        """

    private var figure: String {
        let chart = BarChart(
            title: "Pairs by score", labelTitle: "score", valueTitle: "pairs",
            bars: report.bins.map {
                .init(label: "from \($0.from.fixed(2))", value: Double($0.pairs))
            })
        return "<figure>\n\(chart.svg())</figure>\n"
    }

    private var quantiles: ReportTable {
        ReportTable(
            "Share of the pairs with a score, %",
            names: report.quantiles.map { "\((100 * $0.share).fixed(0))" },
            columns: [
                (
                    "have at most", nil,
                    report.quantiles.map { .init(note: $0.score.significant(3)) }
                )
            ])
    }

    private var sources: ReportTable {
        func column(
            _ title: String, _ text: (ScoreReport.Source) -> String
        ) -> (title: String, order: ReportTable.Order?, cells: [ReportTable.Cell]) {
            (title, nil, report.sources.map { .init(note: text($0)) })
        }
        return ReportTable(
            "Text", names: report.sources.map(\.name),
            columns: [
                column("Pairs") { $0.pairs.read.grouped },
                column("With a score") { $0.scored.grouped },
                column("Mean score") { $0.scored == 0 ? "–" : $0.meanScore.significant(3) },
                column("Kept") { $0.pairs.kept.grouped },
                column("Share") {
                    $0.pairs.read == 0 ? "–" : "\((100 * $0.pairs.share).fixed(1)) %"
                },
            ])
    }

    private func examples(
        _ title: String, _ note: String, _ examples: [CleaningReport.Example]
    ) -> String {
        examples.isEmpty
            ? ""
            : PairPage.section(title, note: note, PairPage.table(of: examples, measure: "score"))
    }
}
