import Basics
import Figures
import Foundation
public import Text

/// What cleaning left out, as one page that stands by itself.
public struct CleaningPage: Sendable {
    private let report: CleaningReport

    /// The page of a report.
    public init(_ report: CleaningReport) { self.report = report }

    /// The page, as HTML 5 without scripts; it loads nothing.
    public var html: String {
        PairPage.html(title: "Cleaned text", lead: lead, sections)
    }

    private var lead: String {
        let short = report.shortPairs
        var text = report.summary + "."
        if short.read > 0 {
            text += """
                 Of the \(short.read.grouped) short pairs, of at most four words on either side, \
                \(short.kept.grouped) were kept (\((100 * short.share).fixed(1)) %).
                """
        }
        let languages = [report.sourceLanguage, report.targetLanguage].compactMap(\.self)
        if !languages.isEmpty { text += " Languages: \(languages.joined(separator: ", "))." }
        return text
    }

    private var sections: [String] {
        [
            PairPage.section(
                "By rule", note: Self.byRuleNote, figure + CleaningTables.rules(report).html),
            report.sources.isEmpty
                ? "" : PairPage.section("By text", note: "", CleaningTables.sources(report).html),
            examples(
                "What went out", note: "Some pairs of every rule, chosen by chance.",
                count: \.first, \.examples),
            examples(
                "Short lines that went out",
                note: """
                    Rules are known to lose good short lines. If these are good, the rule is too \
                    strict.
                    """, count: \.short, \.shortExamples),
            examples(
                "Kept, near a threshold",
                note: "Within a fifth of the threshold. If these are bad, the rule is too mild.",
                count: \.nearKept, \.nearKeptExamples),
            examples(
                "Out, near a threshold",
                note: "Within a fifth of the threshold. If these are good, the rule is too strict.",
                count: \.nearRefused, \.nearRefusedExamples),
        ]
    }

    private static let byRuleNote = """
        A pair is tested by all rules, in this order, and counted under the first that refuses it. \
        “All” counts it under every rule that does; duplicates and boilerplate are looked for among \
        what is left.
        """

    private var figure: String {
        let bars = report.rules.filter { $0.first > 0 }.sorted { $0.first > $1.first }
        guard !bars.isEmpty else { return "" }
        let chart = BarChart(
            title: "Pairs that went out", labelTitle: "first rule that refused",
            valueTitle: "pairs",
            bars: bars.map { .init(label: $0.rule.rawValue, value: Double($0.first)) })
        return "<figure>\n\(chart.svg())</figure>\n"
    }

    private func examples(
        _ title: String, note: String, count: KeyPath<CleaningReport.Rule, Int>,
        _ examples: KeyPath<CleaningReport.Rule, [CleaningReport.Example]>
    ) -> String {
        let rules = report.rules.filter { !$0[keyPath: examples].isEmpty }
        guard !rules.isEmpty else { return "" }
        let parts = rules.map { rule in
            """
            <details>
            <summary>\(rule.rule.rawValue) <span>\(rule[keyPath: count].grouped) \
            \(rule[keyPath: count] == 1 ? "pair" : "pairs")\(threshold(rule))</span></summary>
            \(PairPage.table(of: rule[keyPath: examples], measure: rule.rule.unit))
            </details>
            """
        }
        return PairPage.section(title, note: note, parts.joined(separator: "\n"))
    }

    private func threshold(_ rule: CleaningReport.Rule) -> String {
        guard let threshold = rule.threshold else { return "" }
        let bound = rule.rule.bound == .atMost ? "at most" : "at least"
        return ", \(bound) \(CleaningRule.text(threshold)) \(rule.rule.unit)"
    }
}
