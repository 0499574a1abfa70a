import ArgumentParser
import CalqueKit
import Foundation

/// How many cores to use.
struct Workers: ParsableArguments {
    @Option(
        name: [.long, .customLong("threads")],
        help: .value("n", "Threads, each with its share of the work. (default: one per core)"),
        transform: wholeNumber(from: 1, to: 1024))
    var workers: Int?

    @OptionGroup var binding: Binding

    var count: Int { workers ?? WorkerPool.coreCount }
}

/// A folder of a model, or several, and the precision they run in.
struct ModelOptions: ParsableArguments {
    @Option(
        help: .value(
            "folder",
            """
            A folder that `calque train --output` wrote, a Marian model from the Hugging Face hub, \
            or a model of Firefox's or Bergamot's. Where a command takes several, they form an \
            ensemble, which predicts with the mean of their probabilities.
            """))
    var model: [String] = []

    @Option(
        help: """
            Number type of the products; int8 rounds weights and activations to eight bits. \
            (default: int8 for a model in eight bits, else the faster of bfloat16 and float32 on \
            this processor)
            """)
    var type: Precision?

    @Option(
        help: """
            How int8 rounds what its products read: every row over its own range, or by the model's \
            multipliers, as Firefox does.
            """)
    var inputRounding = InputRounding.rows

    @OptionGroup var workers: Workers

    /// Throws a usage error when no model is given.
    @discardableResult
    func required() throws -> [URL] {
        guard !model.isEmpty else {
            throw ValidationError("Missing expected argument '--model <folder>'")
        }
        return model.map(\.folderURL)
    }

    /// Throws a usage error unless one model is given.
    @discardableResult
    func requiredSingle() throws -> URL {
        let folders = try required()
        guard folders.count == 1 else {
            throw ValidationError("This command takes one --model.")
        }
        return folders[0]
    }

    /// What the folders hold, ready to run.
    ///
    /// - Parameter communicator: The processes that all load it, and have to have the same; those of one machine
    ///   share its cores. Nil for one process.
    func load(across communicator: Communicator? = nil) throws -> Translator {
        let folders = try required()
        let cores = try communicator.map { try RankCores(of: $0).counts[$0.rank] }
        let translator = try Translator(
            ensemble: folders, workers: workers.workers ?? cores ?? WorkerPool.coreCount,
            precision: type,
            inputs: inputRounding)
        try communicator?.requireAgreement(onModelsIn: folders)
        return translator
    }
}
