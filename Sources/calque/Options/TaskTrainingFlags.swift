import ArgumentParser
import CalqueKit

/// How a network is trained on a task: the fields of `TaskTrainingOptions`.
struct TaskTrainingFlags: ParsableArguments {
    private static let defaults = TaskTrainingOptions()

    @Option(
        help: ArgumentHelp(
            "Updates; with --load only where given.", valueName: "n"
        )
        .withDefault(defaults.updates), transform: wholeNumber(from: 1))
    var updates: Int?

    @Option(
        help: ArgumentHelp("Sequences of an update, all of one length.", valueName: "n")
            .withDefault(defaults.batch), transform: wholeNumber(from: 1, to: 1 << 20))
    var batch = defaults.batch

    @Option(
        help: ArgumentHelp(
            "The largest learning rate, from which half a cosine leads down to a tenth.",
            valueName: "rate"
        )
        .withDefault(defaults.learningRate), transform: positiveNumber)
    var learningRate = defaults.learningRate

    @Option(
        help: ArgumentHelp("Updates until the largest learning rate.", valueName: "n")
            .withDefault(defaults.warmUp), transform: wholeNumber(from: 0))
    var warmUp = defaults.warmUp

    @Option(
        help: ArgumentHelp(
            "Gradients of a larger norm are scaled down to it; 0 leaves them.", valueName: "norm"
        )
        .withDefault(defaults.adam.clipNorm), transform: nonNegativeNumber)
    var clipNorm = defaults.adam.clipNorm

    @Option(help: "Decides initial weights and examples.")
    var seed = defaults.seed

    @OptionGroup var workers: Workers

    @Option(
        help: ArgumentHelp(
            "Updates between lines of progress where there is no terminal.", valueName: "n"
        )
        .withDefault(500), transform: wholeNumber(from: 1))
    var logInterval = 500

    /// The options of a training.
    var options: TaskTrainingOptions {
        var options = TaskTrainingOptions()
        options.seed = seed
        options.updates = updates ?? options.updates
        options.batch = batch
        options.learningRate = learningRate
        options.warmUp = warmUp
        options.adam.clipNorm = clipNorm
        return options
    }
}
