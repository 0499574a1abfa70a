import ArgumentParser
import CalqueKit

/// Where a network comes from and goes to, and what is shown of it.
struct TaskResultFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Evaluate a network that --output saved; with --updates, train it further.",
            valueName: "folder"))
    var load: String?

    @Option(
        help: ArgumentHelp(
            "Save checkpoints and the trained network in this folder.", valueName: "folder"))
    var output: String?

    @Flag(help: "Go on with the training in the folder of --output, with its options.")
    var resume = false

    @Option(
        help: ArgumentHelp("Test sequences of every length.", valueName: "n").withDefault(200),
        transform: wholeNumber(from: 1))
    var testSequences = 200

    @Option(
        help: ArgumentHelp(
            """
            Draw into this file, as SVG, what a Neural Turing Machine does with a sequence of the \
            first test length.
            """, valueName: "file"))
    var svg: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Throws where the folder that is read says already what is described, or where nothing is
    /// trained that could be saved.
    func check(describesNetwork: Bool, _ training: TaskTrainingFlags) throws {
        if resume {
            guard output != nil, load == nil else {
                throw ValidationError("--resume goes on in the folder of --output, without --load.")
            }
        }
        guard load != nil || resume else { return }
        guard !describesNetwork else {
            throw ValidationError(
                """
                \(resume ? "--resume" : "--load") says what task and network are; leave their \
                options out.
                """)
        }
        guard load == nil || output == nil || training.updates != nil else {
            throw ValidationError(
                "--output saves what is trained; with --load give --updates, too.")
        }
    }
}
