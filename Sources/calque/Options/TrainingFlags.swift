import ArgumentParser
import CalqueKit

/// What an update is and when training ends: the fields of `TrainingOptions`, but for schedule and
/// optimiser.
struct TrainingFlags: ParsableArguments {
    private static let defaults = TrainingOptions()

    @Option(
        help: ArgumentHelp(
            "Tokens of an update: the longer side of every pair, summed over all workers.",
            valueName: "tokens"
        )
        .withDefault(defaults.updateTokens),
        transform: wholeNumber(from: 1))
    var updateTokens = defaults.updateTokens

    @Option(
        help: ArgumentHelp(
            """
            Parts that a worker cuts its share of an update into: less memory, and the same update \
            but for rounding and for what dropout drops.
            """, valueName: "parts"
        )
        .withDefault(defaults.accumulation),
        transform: wholeNumber(from: 1))
    var accumulation = defaults.accumulation

    @Option(
        help: ArgumentHelp("ε of the label smoothing.", valueName: "ε")
            .withDefault(defaults.labelSmoothing.asDouble), transform: share)
    var labelSmoothing = defaults.labelSmoothing.asDouble

    @Option(
        help: "Type of products and activations. (default: the fastest that the processor supports)"
    )
    var precision: TrainingPrecision?

    @OptionGroup var workers: Workers

    @Option(help: ArgumentHelp("Decides initial weights, order of the data and dropout."))
    var seed = defaults.seed

    @Option(
        help: ArgumentHelp("Stop after so many updates.", valueName: "n"),
        transform: wholeNumber(from: 1))
    var updates: Int?

    @Option(
        help: ArgumentHelp("Stop after so many passes over the data.", valueName: "n"),
        transform: wholeNumber(from: 1))
    var epochs: Int?

    @Option(
        help: ArgumentHelp("Stop after so many minutes of training.", valueName: "minutes"),
        transform: positiveNumber)
    var minutes: Double?

    @Option(
        help: ArgumentHelp(
            """
            Stop after so many validations without improvement. (default: 10 where nothing else \
            says when to stop)
            """, valueName: "n"),
        transform: wholeNumber(from: 1))
    var patience: Int?

    /// - Parameter patience: What ``patience(hasValidation:)`` says.
    func options(
        schedule: LearningRateSchedule, adam: AdamOptions, _ keeping: CheckpointFlags,
        patience: Int?
    ) throws -> TrainingOptions {
        var options = TrainingOptions()
        options.seed = seed
        options.workers = workers.count
        options.precision = try precision.resolved()
        options.updateTokens = updateTokens
        options.accumulation = accumulation
        options.labelSmoothing = Float(labelSmoothing)
        options.schedule = schedule
        options.adam = adam
        options.maximumUpdates = updates
        options.maximumEpochs = epochs
        options.maximumSeconds = minutes.map { $0 * 60 }
        options.patience = patience
        keeping.apply(to: &options)
        return options
    }

    /// The validations without improvement after which training ends.
    ///
    /// - Throws: `ValidationError` when nothing says when to stop.
    func patience(hasValidation: Bool) throws -> Int? {
        let hasLimit = updates != nil || epochs != nil || minutes != nil
        if hasValidation { return patience ?? (hasLimit ? nil : 10) }
        guard patience == nil else {
            throw ValidationError("--patience needs --validation-source and --validation-target.")
        }
        guard hasLimit else {
            throw ValidationError(
                "Say when to stop: give --updates, --epochs, --minutes, or validation files.")
        }
        return nil
    }
}
