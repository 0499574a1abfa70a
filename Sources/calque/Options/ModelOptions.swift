import ArgumentParser
import CalqueKit
import Foundation

/// A model directory, or several, and the precision they run in.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A folder that `calque train --output` wrote, or a Marian model from the Hugging Face \
            hub. Several models form an ensemble, which predicts with the mean of their \
            probabilities.
            """, valueName: "folder"))
    var model: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Number type of the products; int8 rounds weights and activations to eight bits. \
            (default: int8 for a model in eight bits, else the faster of bfloat16 and float32 on \
            this processor)
            """))
    var type: Precision?

    @OptionGroup var workers: Workers

    /// Throws a usage error when no model is given.
    @discardableResult
    func required() throws -> [ModelDirectory] {
        guard !model.isEmpty else {
            throw ValidationError("Missing expected argument '--model <folder>'")
        }
        return model.map { ModelDirectory(URL(fileURLWithPath: $0, isDirectory: true)) }
    }

    /// Throws a usage error unless one model is given.
    @discardableResult
    func requiredSingle() throws -> ModelDirectory {
        let directories = try required()
        guard directories.count == 1 else {
            throw ValidationError("This command takes one --model.")
        }
        return directories[0]
    }

    /// The type asked for, or what the models are best run in.
    func precision(of directories: [ModelDirectory]) throws -> Precision {
        try type?.resolved() ?? ModelDirectory.preferredPrecision(of: directories)
    }

    /// What the directories hold, ready to run.
    func load() throws -> Translator {
        let directories = try required()
        return try Translator(
            ensemble: directories.map(\.url), workers: workers.count,
            precision: precision(of: directories))
    }
}
