import ArgumentParser
import CalqueKit
import Foundation

/// `calque compare`.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train architectures on the same text, and compare them.",
        discussion: """
            Trains every architecture with the same number of parameters and for the same time or \
            number of updates, translates a test set with each, and prints a table. Each model has \
            a folder of its own in the output folder. The same command, given again, goes on where \
            it stopped.

            Without --source the text is the embedded corpus of `calque demo`.
            """)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "folder"))
    var output: String

    @OptionGroup(title: "Text") var text: ComparisonTextFlags
    @OptionGroup(title: "Comparison") var comparison: ComparisonFlags
    @OptionGroup(title: "Training") var training: ComparisonTrainingOptions
    @OptionGroup var other: SettingOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let folder = ComparisonFolder(URL(fileURLWithPath: output, isDirectory: true))
        var recipe = TrainingRecipe.comparison
        try recipe.apply(
            config: nil, text.files.settings + training.settings + other.settings())
        let options = try comparison.options(recipe)
        try folder.hold { try compare(recipe, options, in: folder) }
    }

    private func compare(
        _ recipe: TrainingRecipe, _ options: ComparisonOptions, in folder: ComparisonFolder
    ) throws {
        let display = ComparisonDisplay()
        let comparison = ArchitectureComparison(
            try text.text(recipe, in: folder.url), options, in: folder
        ) { display.show($0) }
        let interruption = Interruption()
        defer { interruption.stop() }
        guard let report = try comparison.run(isCancelled: { interruption.isRequested }) else {
            StandardError.writeLine("Go on with the same command.")
            throw ExitCode(interruption.exitStatus)
        }
        if json { return try StandardOutput.write(JSONText.line(report)) }
        let tables = [report.resultTable, report.lengthTable, report.influenceTable]
        for table in tables + (report.positionsTable.map { [$0] } ?? []) {
            try StandardOutput.writeLine(table.text)
        }
        try StandardOutput.writeLine("page: \(folder.page.path)")
    }
}
