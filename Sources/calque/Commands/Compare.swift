import ArgumentParser
import CalqueKit
import Foundation

/// `calque compare`.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train models on the same text, and compare them.",
        discussion: """
            Trains every architecture with the same number of parameters and for the same time or \
            number of updates, translates a test set with each, and prints a table. Each model has \
            a folder of its own in the output folder. The same command, given again, goes on where \
            it stopped.

            With --study ablations, it trains a Transformer and others that lack one of its parts \
            each, several times, and prints what is lost.

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
        var recipe = comparison.recipe
        try recipe.apply(text.files.settings + training.settings + other.settings())
        switch comparison.study {
        case .architectures:
            let options = try comparison.options(recipe)
            try folder.hold { try compare(recipe, options, in: folder) }
        case .ablations:
            let options = try comparison.ablationOptions(recipe)
            try folder.hold { try study(recipe, options, in: folder) }
        }
    }

    private func compare(
        _ recipe: TrainingRecipe, _ options: ComparisonOptions, in folder: ComparisonFolder
    ) throws {
        let comparison = ArchitectureComparison(
            try text.text(recipe, in: folder.url), options, in: folder, report: display.show)
        let report = try guarded { try comparison.run(isCancelled: $0) }
        try format.print(report, report.text + "page: \(folder.page.path)\n")
    }

    private func study(
        _ recipe: TrainingRecipe, _ options: AblationOptions, in folder: ComparisonFolder
    ) throws {
        let study = AblationStudy(
            try text.text(recipe, in: folder.url), options, in: folder, report: display.show)
        let report = try guarded { try study.run(isCancelled: $0) }
        try format.print(
            report,
            report.text + "figure: \(folder.ablationFigure.path)\n"
                + "page: \(folder.ablationPage.path)\n")
    }

    private var display: TrainingDisplay { TrainingDisplay(logInterval: 100, showsSamples: false) }

    private func guarded<Report>(
        _ run: (@escaping () -> Bool) throws -> Report?
    ) throws -> Report {
        try Interruption.guarding(advice: "Go on with the same command.", run)
    }
}
