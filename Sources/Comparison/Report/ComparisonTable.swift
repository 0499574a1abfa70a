import Figures

/// The results as rows of text, for terminal and page.
public struct ComparisonTable: Sendable {
    /// What the columns are.
    public let header: [String]
    /// A row for every contender, its name first.
    public let rows: [[String]]

    /// The main results.
    public init(_ report: ComparisonReport) {
        header = [
            "architecture", "parameters", "width", "BLEU", "exact match", "training tokens/s",
        ]
        rows = report.results.map { result in
            [
                result.contender.rawValue, NumberText.short(Double(result.parameterCount)),
                "\(result.width)", NumberText.short(result.quality.overall.bleu),
                NumberText.short(100 * result.quality.overall.exactMatch) + " %",
                result.training.tokensPerSecond.map(NumberText.short) ?? "–",
            ]
        }
    }

    /// The table in characters: names to the left, numbers to the right.
    public var text: String {
        let lines = [header] + rows
        let widths = header.indices.map { column in
            lines.map { TextWidth.columns($0[column]) }.max() ?? 0
        }
        return lines.map { line in
            let cells = line.indices.map { column in
                TextWidth.fitted(
                    line[column], toColumns: widths[column], alignedRight: column > 0)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
