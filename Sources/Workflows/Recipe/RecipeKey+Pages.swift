/// The table of keys for people.
extension RecipeKey {
    /// What it means, what is allowed, and what it is unless it is given.
    public var description: String {
        let rest = [allowed, standard.map { "default: \($0)" }].compactMap(\.self)
        return "\(meaning) (\(rest.joined(separator: "; ")))"
    }

    /// The table as plain text.
    ///
    /// - Parameter width: The longest line.
    public static func text(width: Int) -> String {
        Section.allCases.map { section in
            section.rawValue.uppercased() + "\n"
                + all.filter { $0.section == section }.map { $0.text(width: width) }.joined()
        }.joined(separator: "\n")
    }

    private func text(width: Int) -> String {
        let indentation = 4
        let head = "  \(name)" + (unit.isEmpty ? "" : " <\(unit)>")
        let lines = description.lines(upTo: width - indentation)
        let rest = lines.map { String(repeating: " ", count: indentation) + $0 }
        return ([head] + rest).map { $0 + "\n" }.joined()
    }

    /// The table as a page of the documentation, in Markdown.
    public static var page: String {
        let sections = Section.allCases.map { section in
            let rows = all.filter { $0.section == section }.map { key in
                "| `\(key.name)` | \(key.allowed) | \(key.standard ?? "none") | \(key.meaning) |\n"
            }
            return """

                ## \(section.rawValue)

                | key | allowed | default | meaning |
                | --- | --- | --- | --- |

                """ + rows.joined()
        }
        return Self.pageBeginning + sections.joined()
    }

    private static let pageBeginning = """
        # Keys of a recipe

        A recipe says what a training run is: `calque train --config recipe.yaml` reads one, a run writes its own as
        `training.yaml`, `calque train --set KEY=VALUE` sets single keys, and `TrainingRecipe` is the same in Swift. A recipe
        is a YAML mapping with a line for every key that is not to have its default:

        ```yaml
        source: "train.en"
        target: "train.de"
        minutes: 30
        ```

        `calque train --keys` prints this table.

        """
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
