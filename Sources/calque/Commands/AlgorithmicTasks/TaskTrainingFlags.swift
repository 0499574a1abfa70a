import ArgumentParser
import CalqueKit

/// How a network is trained on a task: the fields of `TaskTrainingOptions`. Nothing is set that was not
/// given, so that a training goes on with what it was begun with.
struct TaskTrainingFlags: ParsableArguments {
    private static let defaults = TaskTrainingOptions()

    @Option(
        help: .value(
            "n", "Updates to train for; with --load, none unless it is given.",
            default: defaults.updates),
        transform: wholeNumber(from: 1))
    var updates: Int?

    @Option(
        help: .value("n", "Sequences in an update, all of one length.", default: defaults.batch),
        transform: wholeNumber(from: 1, to: 1 << 20))
    var batch: Int?

    @Option(
        help: .value(
            "rate", "The highest learning rate; half a cosine leads down to a tenth of it.",
            default: defaults.learningRate),
        transform: positiveNumber)
    var learningRate: Double?

    @Option(
        help: .value("n", "Updates until the highest learning rate.", default: defaults.warmUp),
        transform: wholeNumber(from: 0))
    var warmUp: Int?

    @Option(
        help: .value(
            "norm", "Scale gradients of a larger norm down to this one; 0 leaves them as they are.",
            default: defaults.adam.clipNorm),
        transform: nonNegativeNumber)
    var clipNorm: Double?

    @Option(help: "Decides initial weights and examples. (default: \(defaults.seed))")
    var seed: UInt64?

    @Option(
        help: .value(
            "n", "Updates between checkpoints in the folder of --output.",
            default: defaults.checkpointInterval),
        transform: wholeNumber(from: 1, to: 1 << 20))
    var checkpointInterval: Int?

    @OptionGroup var workers: Workers

    @Option(
        help: .value(
            "n", "Updates between lines of progress where there is no terminal.", default: 500),
        transform: wholeNumber(from: 1))
    var logInterval = 500

    /// Takes over what was given.
    func apply(to options: inout TaskTrainingOptions) {
        options.seed = seed ?? options.seed
        options.updates = updates ?? options.updates
        options.batch = batch ?? options.batch
        options.learningRate = learningRate ?? options.learningRate
        options.warmUp = warmUp ?? options.warmUp
        options.adam.clipNorm = clipNorm ?? options.adam.clipNorm
        options.checkpointInterval = checkpointInterval ?? options.checkpointInterval
    }
}

/// Where a network comes from and goes to, and what is shown of it.
struct TaskResultFlags: ParsableArguments {
    @Option(
        help: .value(
            "folder", "Evaluate a network that --output saved; with --updates, train it further."))
    var load: String?

    @Option(help: .value("folder", "Save checkpoints and the trained network in this folder."))
    var output: String?

    @Flag(help: "Go on with the training in the folder of --output, with its options.")
    var resume = false

    @Option(
        help: .value("n", "Test sequences of every length.", default: 200),
        transform: wholeNumber(from: 1))
    var testSequences = 200

    @Option(
        help: .value(
            "file",
            """
            Draw into this file, as SVG, what a Neural Turing Machine does with a sequence of the \
            first test length.
            """))
    var svg: String?

    @OptionGroup var format: ReportFormat
}
