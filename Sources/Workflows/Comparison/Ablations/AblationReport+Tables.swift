import Figures
import Foundation

/// The results as tables.
extension AblationReport {
    /// Both tables as plain text.
    public var text: String { resultTable.text + "\n" + differenceTable.text + "\n" }

    /// Means over the seeds, with the margins of their intervals.
    public var resultTable: ReportTable {
        let scores = results.map(\.scores)
        return ReportTable(
            "model", names: results.map(\.ablation.name),
            columns: [
                ("loss", nil, scores.map { Self.loss($0.loss) }),
                ("BLEU", nil, scores.map { Self.bleu($0.bleu) }),
                ("exactly right", nil, scores.map { Self.share($0.exactMatch) }),
                ("seeds", nil, results.map(\.seedCount)),
                (
                    "parameters", nil,
                    results.map { ReportTable.Cell(Double($0.parameterCount)) }
                ),
            ])
    }

    /// The same less that of the whole model.
    public var differenceTable: ReportTable {
        let others = results.filter { $0.differences != nil }
        let differences = others.compactMap(\.differences)
        return ReportTable(
            "less the whole model", names: others.map(\.ablation.name),
            columns: [
                ("loss", nil, differences.map { Self.loss($0.loss, isSigned: true) }),
                ("BLEU", nil, differences.map { Self.bleu($0.bleu, isSigned: true) }),
                (
                    "exactly right", nil,
                    differences.map { Self.share($0.exactMatch, isSigned: true) }
                ),
            ])
    }

    private static func loss(
        _ mean: MeanOverSeeds?, isSigned: Bool = false
    ) -> ReportTable.Cell { cell(mean, decimals: 3, isSigned: isSigned) }

    private static func bleu(
        _ mean: MeanOverSeeds?, isSigned: Bool = false
    ) -> ReportTable.Cell { cell(mean, decimals: 1, isSigned: isSigned) }

    private static func share(
        _ mean: MeanOverSeeds?, isSigned: Bool = false
    ) -> ReportTable.Cell { cell(mean, times: 100, decimals: 1, unit: " %", isSigned: isSigned) }

    /// `85.2 ± 1.3`, or `−3.1 ± 0.4` for differences.
    private static func cell(
        _ mean: MeanOverSeeds?, times factor: Double = 1, decimals: Int, unit: String = "",
        isSigned: Bool
    ) -> ReportTable.Cell {
        guard let mean else { return ReportTable.Cell(note: "–") }
        func text(_ value: Double, sign: String = "") -> String {
            String(format: "%\(sign).\(decimals)f", factor * value)
                .replacingOccurrences(of: "-", with: "−")
        }
        let margin = mean.margin.map { " ± " + text($0) } ?? ""
        return ReportTable.Cell(note: text(mean.mean, sign: isSigned ? "+" : "") + margin + unit)
    }
}

extension AblationReport.Result {
    /// How many trainings the figures are of.
    fileprivate var seedCount: ReportTable.Cell {
        let trained = runs.count { $0.divergence == nil }
        return ReportTable.Cell(
            note: trained == runs.count ? "\(trained)" : "\(trained) of \(runs.count)")
    }
}
