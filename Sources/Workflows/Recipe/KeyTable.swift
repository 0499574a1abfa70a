/// Keys that people set, by sections: a table for the terminal and for a page of the documentation.
package struct KeyTable {
    /// A key.
    package struct Row {
        let name: String
        let unit: String
        let allowed: String
        let standard: String?
        let meaning: String

        /// A key.
        ///
        /// - Parameters:
        ///   - name: Its name.
        ///   - unit: What a value is called or counted in; empty for nothing.
        ///   - allowed: What is allowed.
        ///   - standard: What it is unless it is given; nil for nothing.
        ///   - meaning: What it means: a sentence.
        package init(
            _ name: String, unit: String = "", allowed: String, standard: String?, meaning: String
        ) {
            self.name = name
            self.unit = unit
            self.allowed = allowed
            self.standard = standard
            self.meaning = meaning
        }

        /// What it means, what is allowed, and what it is unless it is given.
        var description: String {
            let rest = [allowed, standard.map { "default: \($0)" }].compactMap(\.self)
            return "\(meaning) (\(rest.joined(separator: "; ")))"
        }
    }

    private let sections: [(name: String, rows: [Row])]

    /// A table.
    ///
    /// - Parameter sections: Keys under the names of what they are about.
    package init(_ sections: [(name: String, rows: [Row])]) { self.sections = sections }

    /// The table as plain text.
    ///
    /// - Parameter width: The longest line.
    package func text(width: Int) -> String {
        sections.map { section in
            section.name.uppercased() + "\n"
                + section.rows.map { Self.text($0, width: width) }.joined()
        }.joined(separator: "\n")
    }

    private static func text(_ row: Row, width: Int) -> String {
        let indentation = 4
        let head = "  \(row.name)" + (row.unit.isEmpty ? "" : " <\(row.unit)>")
        let rest = row.description.lines(upTo: width - indentation)
            .map { String(repeating: " ", count: indentation) + $0 }
        return ([head] + rest).map { $0 + "\n" }.joined()
    }

    /// The table in Markdown.
    ///
    /// - Parameter heading: What begins the heading of a section: `##`.
    package func markdown(heading: String) -> String {
        sections.map { section in
            let rows = section.rows.map { row in
                "| `\(row.name)` | \(row.allowed) | \(row.standard ?? "none") | \(row.meaning) |\n"
            }
            return """
                \(heading) \(section.name)

                | key | allowed | default | meaning |
                | --- | --- | --- | --- |

                """ + rows.joined()
        }.joined(separator: "\n")
    }
}

extension String {
    /// The text in lines, broken at spaces.
    fileprivate func lines(upTo width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
