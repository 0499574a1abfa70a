public import Text

/// The table of rules for people.
extension CleaningRule {
    /// The table as plain text.
    ///
    /// - Parameter width: The longest line.
    public static func text(width: Int) -> String { table.text(width: width) }

    /// The table in Markdown, for a page of the documentation.
    package static var markdown: String { table.markdown(heading: "##") }

    private static var table: KeyTable {
        KeyTable([
            (
                "Rules",
                allCases.filter(\.isOptional).map { rule in
                    let bound = rule.bound == .atMost ? "at most" : "at least"
                    return .init(
                        rule.rawValue, unit: rule.unit, allowed: rule.allowed,
                        standard: "\(bound) \(CleaningRule.text(rule.standard))",
                        meaning: rule.meaning)
                }
            )
        ])
    }
}
