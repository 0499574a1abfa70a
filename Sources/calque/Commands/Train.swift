import ArgumentParser
import CalqueKit
import Foundation

/// `calque train`.
struct Train: ParsableCommand, RunsAcrossRanks {
    static let configuration = CommandConfiguration(
        abstract: "Train a model on parallel text.",
        discussion: """
            Writes a model directory, with log, curves and checkpoints in it. Ctrl-C ends the run; \
            --resume goes on with it. Text options may be repeated, and mixed.
            """)

    @Option(help: .value("folder", "The folder to write."))
    var output: String?

    @Option(help: .value("recipe.yaml", "A recipe in YAML; options take precedence over it."))
    var config: String?

    @OptionGroup var other: SettingOptions

    @Flag(help: "Clean the text first: see cleaning in --keys.")
    var clean = false

    @Flag(help: "Print all keys of a recipe and what they mean.")
    var keys = false

    @Flag(help: "Go on with the run in the folder, with its recipe.")
    var resume = false

    @Flag(help: "With --resume: allow another number of workers.")
    var inexact = false

    @Flag(help: "Delete the run in the folder and begin anew.")
    var overwrite = false

    @OptionGroup(title: "Text") var text: TextOptions
    @OptionGroup(title: "Run") var everyday: RunOptions

    func validate() throws {
        guard !(resume && overwrite) else {
            throw ValidationError("Give --resume or --overwrite, not both.")
        }
        guard !inexact || resume else { throw ValidationError("--inexact belongs to --resume.") }
    }

    func run() throws {
        if keys { return try StandardOutput.write(RecipeKey.text(width: 80)) }
        guard let output else {
            throw ValidationError("Missing expected argument '--output <folder>'")
        }
        try RankProcess.run(self) { communicator in
            guard let communicator, !communicator.isFirst else {
                return try train(into: output, across: communicator)
            }
            try Self.takePart(communicator)
        }
    }

    /// Trains on rank 0's word, on a rank that says and writes nothing.
    private static func takePart(_ communicator: Communicator) throws {
        try Interruption.guardingOnceBegun(advice: nil) { begin, isRequested in
            let result = try TrainingRun.takePart(
                across: communicator, begin: begin, isCancelled: isRequested)
            return result.reason == .interrupted ? nil : ()
        }
    }

    private func train(into output: String, across communicator: Communicator?) throws {
        let settings = try text.settings + everyday.settings + other.settings()
        let existing: RunDirectory.Existing =
            resume ? .resume(exactly: !inexact) : overwrite ? .overwrite : .refuse
        let folder = output.folderURL
        let staged = try config.flatMap { try StagedRecipe.read($0.fileURL) }
        if staged != nil || (config == nil && resume && StagedTraining.isBegun(in: folder)) {
            if communicator != nil { throw RankProcess.refusal(of: "A recipe with stages") }
            return try runStages(staged, settings, existing, output)
        }
        try StagedTraining.requireNone(in: folder)
        let run = try TrainingRun(in: folder, existing) {
            if let config { try $0.apply(contentsOf: config.fileURL) }
            try $0.apply(settings)
            if clean, $0.text.cleaning == nil { $0.text.cleaning = CleaningRules() }
        }
        let display = TrainingDisplay(logInterval: run.recipe.checkpoints.logInterval)
        let advice = "Go on with: calque train --output \(output) --resume"
        try Interruption.guardingOnceBegun(advice: advice) { begin, isRequested in
            let result = try run.train(
                across: communicator,
                report: { event in
                    // From here on there are files.
                    if case .preparing(.text, _) = event { begin() }
                    display.show(event)
                }, isCancelled: isRequested)
            return result.reason == .interrupted ? nil : ()
        }
    }

    private func runStages(
        _ recipe: StagedRecipe?, _ settings: [RecipeSetting],
        _ existing: RunDirectory.Existing, _ output: String
    ) throws {
        let training = try StagedTraining(in: output.folderURL, existing) {
            if let recipe { $0 = recipe }
            try $0.apply(settings)
            if clean, !$0.common.contains(where: { $0.name == "cleaning" && !$0.value.isEmpty }) {
                try $0.apply([RecipeSetting(name: "cleaning", value: "standard")])
            }
        }
        let display = StagedTrainingDisplay()
        let advice = "Go on with: calque train --output \(output) --resume"
        try Interruption.guarding(advice: advice) { isRequested in
            try training.train(report: display.show, isCancelled: isRequested) ? () : nil
        }
    }
}
