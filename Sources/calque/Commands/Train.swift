import ArgumentParser
import CalqueKit
import Foundation

/// `calque train`.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model on parallel text.",
        discussion: """
            Writes a model directory that `calque translate --model` takes, and in the same folder \
            log.jsonl, training.svg, training.yaml and checkpoints. Ctrl-C ends the run after the \
            current update; `calque train --output FOLDER --resume` goes on with it.
            """)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "A recipe in YAML; options take precedence over it.",
            valueName: "recipe.yaml"))
    var config: String?

    @OptionGroup var other: SettingOptions

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
        let settings = try text.settings + everyday.settings + other.settings()
        let existing: RunDirectory.Existing =
            resume ? .resume(exactly: !inexact) : overwrite ? .overwrite : .refuse
        let run = try TrainingRun(
            in: URL(fileURLWithPath: output, isDirectory: true), existing
        ) { try $0.apply(config: config, settings) }
        try TrainingSession(
            adviceAfterInterruption: "Go on with: calque train --output \(output) --resume"
        ).train(run)
    }
}
