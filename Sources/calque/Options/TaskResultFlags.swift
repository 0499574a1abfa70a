import ArgumentParser
import CalqueKit

/// Where a network comes from and goes to, and what is told about it.
struct TaskResultFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Evaluate, or with --updates train on, the network that --output wrote there.",
            valueName: "folder"))
    var load: String?

    @Option(help: ArgumentHelp("Save the trained network in this folder.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp("Sequences to try at every length.", valueName: "n").withDefault(200),
        transform: wholeNumber(from: 1))
    var testSequences = 200

    @Option(
        help: ArgumentHelp(
            """
            Draw what a Neural Turing Machine does with a sequence of the first test length in this \
            file.
            """, valueName: "file"))
    var svg: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Throws where the folder that is loaded says already what is described, or where nothing is
    /// trained that could be saved.
    func check(describesNetwork: Bool, _ training: TaskTrainingFlags) throws {
        guard load != nil else { return }
        guard !describesNetwork else {
            throw ValidationError("--load says task and network; leave their options out.")
        }
        guard output == nil || training.updates != nil else {
            throw ValidationError(
                "--output saves what is trained; with --load give --updates, too.")
        }
    }
}
