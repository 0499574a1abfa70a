import Workflows

/// The table of keys for people.
extension ServiceKey {
    /// The table as plain text.
    ///
    /// - Parameter width: The longest line.
    package static func text(width: Int) -> String { table.text(width: width) }

    /// The table for a page of the documentation, in Markdown.
    package static var page: String { table.markdown(heading: "###") }

    private static var table: KeyTable {
        KeyTable(
            Section.allCases.map { section in
                (section.rawValue, all.filter { $0.section == section }.map(\.row))
            })
    }

    private var row: KeyTable.Row {
        .init(name, allowed: allowed, standard: standard, meaning: meaning)
    }
}
