import ArgumentParser
import CalqueKit

/// What is measured and kept on the way, and what is left in the end.
struct CheckpointFlags: ParsableArguments {
    /// What the model directory holds in the end.
    enum Final: String, ExpressibleByArgument, CaseIterable {
        case best, last, average
    }

    private static let defaults = TrainingOptions()

    @Option(
        help: ArgumentHelp(
            """
            Updates between validations, or a share of the run such as 10%. After the last update \
            there is always one. (default: 10%, but at most 500 updates and with --minutes at least a \
            minute; without a limit four epochs, but 100 to 500 updates)
            """, valueName: "updates"),
        transform: runSpan(from: 1))
    var validationInterval: RunSpan?

    @Option(
        help: ArgumentHelp("Beam of the validation translations; 1 is greedy.", valueName: "n")
            .withDefault(1),
        transform: wholeNumber(from: 1))
    var validationBeam = 1

    @Option(
        help: """
            How the BLEU of a validation cuts lines into words. (default: 13a, as `calque evaluate` \
            does; char for text with hardly any spaces)
            """)
    var validationTokenize: BLEU.Tokenizer?

    @Option(
        help: ArgumentHelp("Updates between checkpoints.", valueName: "updates")
            .withDefault(defaults.checkpointInterval),
        transform: wholeNumber(from: 1))
    var checkpointInterval = defaults.checkpointInterval

    @Option(
        help: ArgumentHelp("Checkpoints kept beside the best.", valueName: "n")
            .withDefault(defaults.keptCheckpoints),
        transform: wholeNumber(from: 1))
    var keptCheckpoints = defaults.keptCheckpoints

    @Option(
        help: ArgumentHelp(
            "Updates between lines of log.jsonl, and of progress where there is no terminal.",
            valueName: "updates"
        )
        .withDefault(defaults.logInterval),
        transform: wholeNumber(from: 1))
    var logInterval = defaults.logInterval

    @Option(
        help: """
            What decides which checkpoint is the best: BLEU, and between equal scores the loss; or \
            the loss.
            """)
    var bestBy = defaults.bestBy

    @Option(
        help: """
            The model in the end: the best checkpoint (the last where there is no validation), the \
            last, or the mean of the last ones.
            """)
    var final = Final.best

    @Option(
        help: ArgumentHelp("Checkpoints of that mean.", valueName: "n")
            .withDefault(defaults.keptCheckpoints),
        transform: wholeNumber(from: 1))
    var averagedCheckpoints = defaults.keptCheckpoints

    func apply(to options: inout TrainingOptions) {
        options.checkpointInterval = checkpointInterval
        options.logInterval = logInterval
        options.bestBy = bestBy
        options.validationTokenizer = validationTokenize
        switch final {
        case .best: options.final = .best
        case .last: options.final = .last
        case .average: options.final = .average(averagedCheckpoints)
        }
        // A mean of checkpoints needs them all.
        options.keptCheckpoints = keptCheckpoints
    }
}
