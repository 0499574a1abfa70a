extension ServiceKey {
    /// The table as plain text.
    package static var text: String {
        Section.allCases.map { section in
            section.rawValue.uppercased() + "\n"
                + all.filter { $0.section == section }.map { key in
                    "  \(key.name)\n    \(key.meaning) (\(key.allowed); default: \(key.standard))\n"
                }.joined()
        }.joined(separator: "\n")
    }

    /// The table for a page of the documentation, in Markdown.
    package static var page: String {
        Section.allCases.map { section in
            let rows = all.filter { $0.section == section }.map { key in
                "| `\(key.name)` | \(key.allowed) | \(key.standard) | \(key.meaning) |\n"
            }
            return """
                ### \(section.rawValue)

                | key | allowed | default | meaning |
                | --- | --- | --- | --- |

                """ + rows.joined()
        }.joined(separator: "\n")
    }
}
