import Basics
import Text

/// The tables of a report of cleaning.
enum CleaningTables {
    /// What every rule did.
    static func rules(_ report: CleaningReport) -> ReportTable {
        let rules = report.rules
        func column(
            _ title: String, _ text: (CleaningReport.Rule) -> String
        ) -> (title: String, order: ReportTable.Order?, cells: [ReportTable.Cell]) {
            (title, nil, rules.map { .init(note: text($0)) })
        }
        return ReportTable(
            "Rule", names: rules.map(\.rule.rawValue),
            columns: [
                column("Threshold") { rule in
                    guard let threshold = rule.threshold else { return "–" }
                    let sign = rule.rule.bound == .atMost ? "≤" : "≥"
                    return "\(sign) \(CleaningRule.text(threshold)) \(rule.rule.unit)"
                },
                column("Out") { $0.first.grouped },
                column("Share") { share($0.first, of: report.pairs.read) },
                column("All") { $0.all.grouped },
                column("Short") { $0.short.grouped },
                column("Near, kept") { $0.nearKept.grouped },
                column("Near, out") { $0.nearRefused.grouped },
            ])
    }

    /// What became of every text.
    static func sources(_ report: CleaningReport) -> ReportTable {
        let sources = report.sources
        func most(_ source: CleaningReport.Source) -> String {
            let sorted = CleaningRule.allCases.compactMap { rule in
                source.refused[rule].map { (rule: rule, count: $0) }
            }.sorted { $0.count > $1.count }
            return sorted.prefix(3).map { "\($0.rule.rawValue) \($0.count.grouped)" }
                .joined(separator: ", ")
        }
        return ReportTable(
            "Text", names: sources.map(\.name),
            columns: [
                ("Pairs", nil, sources.map { .init(note: $0.pairs.read.grouped) }),
                ("Kept", nil, sources.map { .init(note: $0.pairs.kept.grouped) }),
                (
                    "Share", nil,
                    sources.map { .init(note: share($0.pairs.kept, of: $0.pairs.read)) }
                ),
                ("Most went out by", nil, sources.map { .init(note: most($0)) }),
            ])
    }

    private static func share(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "–" : "\((100 * Double(part) / Double(whole)).fixed(2)) %"
    }
}
