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
        help: ArgumentHelp("Updates between validations.", valueName: "updates")
            .withDefault(defaults.validationInterval),
        transform: wholeNumber(from: 1))
    var validationInterval = defaults.validationInterval

    @Option(
        help: ArgumentHelp("Beam of the validation translations; 1 is greedy.", valueName: "n")
            .withDefault(1),
        transform: wholeNumber(from: 1))
    var validationBeam = 1

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

    @Option(help: "What decides which checkpoint is the best.")
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
        options.validationInterval = validationInterval
        options.checkpointInterval = checkpointInterval
        options.logInterval = logInterval
        options.bestBy = bestBy
        switch final {
        case .best: options.final = .best
        case .last: options.final = .last
        case .average: options.final = .average(averagedCheckpoints)
        }
        // A mean of checkpoints needs them all.
        options.keptCheckpoints = keptCheckpoints
    }
}
