import ArgumentParser
import CalqueKit
import Foundation

/// A model directory and the precision it runs in.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What `calque train --output` wrote, or a Marian model of the Hugging Face hub.",
            valueName: "folder"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            """
            Type of the products; int8 rounds weights and activations to eight bits. (default: int8 \
            for a model in eight bits, else the faster of the others on this processor)
            """))
    var type: Precision?

    @OptionGroup var workers: Workers

    /// Throws a usage error when no model is given.
    @discardableResult
    func required() throws -> ModelDirectory {
        guard let model else {
            throw ValidationError("Missing expected argument '--model <folder>'")
        }
        return ModelDirectory(URL(fileURLWithPath: model, isDirectory: true))
    }

    /// What the directory holds, ready to run.
    func load() throws -> LoadedModel {
        let directory = try required()
        let precision = try type.map { try $0.resolved() } ?? directory.preferredPrecision()
        return LoadedModel(
            model: try directory.loadModel(precision: precision),
            tokenizer: try directory.loadTokenizer(),
            pool: WorkerPool(count: workers.count, precision: precision))
    }
}

/// A model, its tokenizer, and workers to run it.
struct LoadedModel {
    let model: any SequenceToSequenceModel
    let tokenizer: TranslationTokenizer
    let pool: WorkerPool

    var translator: Translator { Translator(model, tokenizer, on: pool) }
}
