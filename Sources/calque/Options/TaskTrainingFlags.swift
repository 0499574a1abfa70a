import ArgumentParser
import CalqueKit

/// How a network is trained on a task: the fields of `TaskTrainingOptions`. Nothing is set that was not
/// given, so that a training goes on with what it was begun with.
struct TaskTrainingFlags: ParsableArguments {
    static let defaults = TaskTrainingOptions()

    @Option(
        help: ArgumentHelp(
            "Updates to train for; with --load, none unless it is given.", valueName: "n"
        )
        .withDefault(defaults.updates), transform: wholeNumber(from: 1))
    var updates: Int?

    @Option(
        help: ArgumentHelp("Sequences in an update, all of one length.", valueName: "n")
            .withDefault(defaults.batch), transform: wholeNumber(from: 1, to: 1 << 20))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            "The highest learning rate; half a cosine leads down to a tenth of it.",
            valueName: "rate"
        )
        .withDefault(defaults.learningRate), transform: positiveNumber)
    var learningRate: Double?

    @Option(
        help: ArgumentHelp("Updates until the highest learning rate.", valueName: "n")
            .withDefault(defaults.warmUp), transform: wholeNumber(from: 0))
    var warmUp: Int?

    @Option(
        help: ArgumentHelp(
            "Scale gradients of a larger norm down to this one; 0 leaves them as they are.",
            valueName: "norm"
        )
        .withDefault(defaults.adam.clipNorm), transform: nonNegativeNumber)
    var clipNorm: Double?

    @Option(
        help: ArgumentHelp("Decides initial weights and examples.").withDefault(defaults.seed))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Updates between checkpoints in the folder of --output.", valueName: "n"
        )
        .withDefault(defaults.checkpointInterval), transform: wholeNumber(from: 1, to: 1 << 20))
    var checkpointInterval: Int?

    @OptionGroup var workers: Workers

    @Option(
        help: ArgumentHelp(
            "Updates between lines of progress where there is no terminal.", valueName: "n"
        )
        .withDefault(500), transform: wholeNumber(from: 1))
    var logInterval = 500

    /// The options of a training.
    ///
    /// - Parameter begun: Those that it was begun with; what is given goes before.
    func options(_ begun: TaskTrainingOptions = Self.defaults) -> TaskTrainingOptions {
        var options = begun
        options.seed = seed ?? options.seed
        options.updates = updates ?? options.updates
        options.batch = batch ?? options.batch
        options.learningRate = learningRate ?? options.learningRate
        options.warmUp = warmUp ?? options.warmUp
        options.adam.clipNorm = clipNorm ?? options.adam.clipNorm
        options.checkpointInterval = checkpointInterval ?? options.checkpointInterval
        return options
    }
}
