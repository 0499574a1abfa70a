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

    @Option(help: .value("folder", "The folder to write."))
    var output: String

    @OptionGroup(title: "Text") var text: ComparisonTextFlags
    @OptionGroup(title: "Comparison") var comparison: ComparisonFlags
    @OptionGroup(title: "Training") var training: ComparisonTrainingOptions
    @OptionGroup var other: SettingOptions
    @OptionGroup var format: ReportFormat

    func run() throws {
        let folder = ComparisonFolder(output.folderURL)
        var recipe = TrainingRecipe.comparison
        try recipe.apply(text.files.settings + training.settings + other.settings())
        let options = try comparison.options(recipe)
        try folder.hold { try compare(recipe, options, in: folder) }
    }

    private func compare(
        _ recipe: TrainingRecipe, _ options: ComparisonOptions, in folder: ComparisonFolder
    ) throws {
        let display = TrainingDisplay(logInterval: 100, showsSamples: false)
        let comparison = ArchitectureComparison(
            try text.text(recipe, in: folder.url), options, in: folder, report: display.show)
        let report = try Interruption.guarding(advice: "Go on with the same command.") {
            try comparison.run(isCancelled: $0)
        }
        try format.print(report, report.text + "page: \(folder.page.path)\n")
    }
}
