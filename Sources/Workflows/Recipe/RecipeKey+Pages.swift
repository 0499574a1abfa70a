/// The table of keys for people.
extension RecipeKey {
    /// What it means, what is allowed, and what it is unless it is given.
    public var description: String { row.description }

    /// The table as plain text.
    ///
    /// - Parameter width: The longest line.
    public static func text(width: Int) -> String { table.text(width: width) }

    /// The table as a page of the documentation, in Markdown.
    public static var page: String { pageBeginning + table.markdown(heading: "##") }

    private static var table: KeyTable {
        KeyTable(
            Section.allCases.map { section in
                (section.rawValue, all.filter { $0.section == section }.map(\.row))
            })
    }

    private var row: KeyTable.Row {
        .init(name, unit: unit, allowed: allowed, standard: standard, meaning: meaning)
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

        `calque train --keys` prints this table. A recipe may have `stages`, too: [Stages.md](Stages.md).


        """
}
