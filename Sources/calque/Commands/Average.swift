import ArgumentParser
import CalqueKit
import Foundation

/// `calque average`.
struct Average: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Average the weights of checkpoints of one run.")

    @Option(help: ArgumentHelp("The model directory to write.", valueName: "folder"))
    var output: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Average the last checkpoints of this training run.", valueName: "folder"))
    var runFolder: String?

    @Option(
        help: ArgumentHelp("How many of them.", valueName: "n")
            .withDefault(5), transform: wholeNumber(from: 1))
    var last = 5

    @Flag(help: "Replace a model that --output holds already.")
    var overwrite = false

    @Argument(help: ArgumentHelp("Model directories to average.", valueName: "checkpoint"))
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
        let folder = run.fileURL.appendingPathComponent("checkpoints")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        // The names have the numbers of updates, all with the same number of digits.
        let updates = names.filter { $0.hasPrefix("update-") && !$0.contains(".") }.sorted()
        guard updates.count >= last else {
            throw CalqueError(
                """
                \(run) has \(updates.count) checkpoints to average, not \(last). Give a training \
                run, or a smaller --last.
                """, kind: .configuration)
        }
        return updates.suffix(last).map { folder.appendingPathComponent($0) }
    }
}
