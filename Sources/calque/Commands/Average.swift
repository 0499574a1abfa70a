import ArgumentParser
import CalqueKit
import Foundation

/// `calque average`.
struct Average: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Average the weights of checkpoints of one run.")

    @Option(help: .value("folder", "The model directory to write."))
    var output: String

    @Option(
        name: .customLong("run"),
        help: .value("folder", "Average the last checkpoints of this training run."))
    var runFolder: String?

    @Option(
        help: .value("n", "How many of them.", default: 5), transform: wholeNumber(from: 1))
    var last = 5

    @Flag(help: "Replace a model that --output holds already.")
    var overwrite = false

    @Argument(help: .value("checkpoint", "Model directories to average."))
    var checkpoints: [String] = []

    func validate() throws {
        guard (runFolder != nil) != !checkpoints.isEmpty else {
            throw ValidationError("Give checkpoints, or --run with --last.")
        }
    }

    func run() throws {
        let directory = ModelDirectory(output.fileURL)
        // Before the work, not after it.
        try directory.requireFree(isReplacing: overwrite)
        let folders = try runFolder.map(lastCheckpoints) ?? checkpoints.map(\.fileURL)
        let mean = try ModelAverage.load(folders.map(ModelDirectory.init), precision: .float32)
        let tokenizer = try ModelDirectory(folders[0]).loadTokenizer()
        try directory.write(mean, tokenizer: tokenizer, isReplacing: overwrite)
        for folder in folders { StandardError.writeLine("averaged \(folder.path)") }
    }

    /// The run's newest checkpoints, in order.
    private func lastCheckpoints(of run: String) throws -> [URL] {
        let checkpoints = RunDirectory.checkpointFolders(of: run.fileURL)
        guard checkpoints.count >= last else {
            throw CalqueError(
                """
                \(run) has \(checkpoints.count) checkpoints to average, not \(last). Give a training \
                run, or a smaller --last.
                """, kind: .configuration)
        }
        return checkpoints.suffix(last)
    }
}
