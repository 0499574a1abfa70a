import Foundation
import Text

extension SystemsEvaluation {
    /// The scores of all lines, and whether they differ from the first system's by more than chance.
    public var scoreTable: ReportTable {
        ReportTable(
            "", names: systems.map(\.name),
            columns: metrics.indices.flatMap { metric in
                let outcomes = systems.map { $0.scores[metric] }
                let scores = (
                    title: metrics[metric].name, order: order(metrics[metric]),
                    cells: outcomes.map { outcome in
                        ReportTable.Cell(outcome.score) {
                            "\(Self.score($0)) ± \(Self.score(outcome.margin))"
                        }
                    }
                )
                let chances = (
                    title: "p", order: ReportTable.Order?.none,
                    cells: outcomes.map { ReportTable.Cell(note: Self.chance($0, outcomes[0])) }
                )
                return systems.count > 1 ? [scores, chances] : [scores]
            })
    }

    /// The scores of one metric by length.
    ///
    /// - Parameter metric: Which of ``metrics``.
    public func lengthTable(_ metric: Int) -> ReportTable {
        ReportTable(
            metrics[metric].name, names: systems.map(\.name),
            columns: lengths.map { group in
                (
                    title: "\(group.words) (\(group.lineCount))", order: order(metrics[metric]),
                    cells: group.scores.map { ReportTable.Cell($0[metric], Self.score) }
                )
            })
    }

    /// The scores of one metric by text.
    ///
    /// - Parameter metric: Which of ``metrics``.
    public func textTable(_ metric: Int) -> ReportTable {
        ReportTable(
            metrics[metric].name, names: systems.map(\.name),
            columns: texts.map { text in
                (
                    title:
                        "\(URL(fileURLWithPath: text.name).lastPathComponent) (\(text.lineCount))",
                    order: order(metrics[metric]),
                    cells: text.scores.map { ReportTable.Cell($0[metric], Self.score) }
                )
            })
    }

    /// How many lines of each system have which flaw.
    public var flawTable: ReportTable {
        let flaws = systems.map(\.flaws)
        func column(
            _ title: String, _ lines: (TranslationFlaws) -> [Int]?
        ) -> (title: String, order: ReportTable.Order?, cells: [ReportTable.Cell]) {
            (
                title: title, order: .lower,
                cells: flaws.map { flaws in
                    ReportTable.Cell(lines(flaws).map { Double($0.count) }) { "\(Int($0))" }
                }
            )
        }
        return ReportTable(
            "", names: systems.map(\.name),
            columns: [
                column("empty", \.empty), column("repeating", \.repeating),
                column("untranslated", \.untranslated),
                (
                    title: "copied words", order: nil,
                    cells: flaws.map { flaws in
                        ReportTable.Cell(flaws.copiedShare) { "\(Self.score(100 * $0)) %" }
                    }
                ),
                column("lacking numbers", \.missingNumbers),
                column("lacking placeholders", \.missingPlaceholders),
            ])
    }

    private func order(_ metric: Metric) -> ReportTable.Order {
        metric.isLowerBetter ? .lower : .higher
    }

    /// A score with two digits after the point.
    static func score(_ value: Double) -> String { String(format: "%.2f", value) }

    /// How probable such a difference is by chance; a star for less than one in 20.
    private static func chance(_ outcome: PairedTest.Outcome, _ first: PairedTest.Outcome) -> String
    {
        guard let p = outcome.p else { return "" }
        let isFound = p < 0.05 && outcome.score != first.score
        return String(format: "%.4f", p) + (isFound ? "*" : "")
    }
}

extension SystemsEvaluation.LengthGroup {
    /// Its lengths, such as `10–14`.
    var words: String { shortest == longest ? "\(shortest)" : "\(shortest)–\(longest)" }
}
