import ArgumentParser
import CalqueKit

/// What an update is and when training ends: the fields of `TrainingOptions`, but for schedule and
/// optimiser.
struct TrainingFlags: ParsableArguments {
    private static let defaults = TrainingOptions()

    @Option(
        help: ArgumentHelp(
            """
            Tokens of an update: the longer side of every pair, summed over all workers. (default: \
            1024 to 8192, about a hundredth of the text, and less where time is short)
            """, valueName: "tokens"),
        transform: wholeNumber(from: 1))
    var updateTokens: Int?

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
        help: "Type of products and activations. (default: the faster on this processor)"
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
            Stop after so many validations in a row with neither a higher BLEU nor a lower loss \
            than any before. (default: 10 where nothing else says when to stop)
            """, valueName: "n"),
        transform: wholeNumber(from: 1))
    var patience: Int?

    /// - Parameter patience: What ``patience(hasValidation:)`` says.
    func options(
        _ plan: TrainingPlan, schedule: LearningRateSchedule, adam: AdamOptions,
        _ keeping: CheckpointFlags, patience: Int?
    ) throws -> TrainingOptions {
        var options = try computation()
        options.updateTokens = plan.updateTokens
        options.accumulation = accumulation
        options.labelSmoothing = Float(labelSmoothing)
        options.schedule = schedule
        options.adam = adam
        options.maximumUpdates = updates
        options.maximumEpochs = epochs
        options.maximumSeconds = minutes.map { $0 * 60 }
        options.patience = patience
        options.validationInterval = plan.validationInterval
        keeping.apply(to: &options)
        return options
    }

    /// Seed, workers and precision.
    func computation() throws -> TrainingOptions {
        var options = TrainingOptions()
        options.seed = seed
        options.workers = workers.count
        options.precision = try precision.resolved()
        return options
    }

    /// How long the run may take.
    var budget: TrainingBudget {
        TrainingBudget(updates: updates, epochs: epochs, seconds: minutes.map { $0 * 60 })
    }

    /// The validations without improvement after which training ends.
    ///
    /// - Throws: `ValidationError` when nothing says when to stop.
    func patience(hasValidation: Bool) throws -> Int? {
        if hasValidation { return patience ?? (budget.isLimited ? nil : 10) }
        guard patience == nil else {
            throw ValidationError("--patience needs --validation-source and --validation-target.")
        }
        guard budget.isLimited else {
            throw ValidationError(
                "Say when to stop: give --updates, --epochs, --minutes, or validation files.")
        }
        return nil
    }
}
