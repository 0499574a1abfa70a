import ArgumentParser
import CalqueKit

/// How the weights follow the gradients: the fields of `AdamOptions`.
struct OptimizerFlags: ParsableArguments {
    private static let defaults = AdamOptions()

    @Option(
        help: ArgumentHelp("Decay of Adam's mean gradient.", valueName: "β")
            .withDefault(defaults.beta1), transform: share)
    var adamBeta1 = defaults.beta1

    @Option(
        help: ArgumentHelp("Decay of Adam's mean squared gradient.", valueName: "β")
            .withDefault(defaults.beta2), transform: share)
    var adamBeta2 = defaults.beta2

    @Option(
        help: ArgumentHelp("Added to the root of the latter.", valueName: "ε")
            .withDefault(defaults.epsilon),
        transform: positiveNumber)
    var adamEpsilon = defaults.epsilon

    @Option(
        help: ArgumentHelp(
            "Share of every matrix that an update takes away, times the learning rate (AdamW).",
            valueName: "share"
        )
        .withDefault(defaults.weightDecay),
        transform: nonNegativeNumber)
    var weightDecay = defaults.weightDecay

    @Option(
        help: ArgumentHelp(
            "Gradients of a larger norm are scaled down to it; 0 leaves them.", valueName: "norm"
        )
        .withDefault(defaults.clipNorm),
        transform: nonNegativeNumber)
    var clipNorm = defaults.clipNorm

    @Option(
        help: ArgumentHelp(
            """
            Decay of a moving average of the weights, which is validated and kept instead of them, \
            such as 0.999; 0 for none.
            """, valueName: "decay"
        )
        .withDefault(defaults.averageDecay),
        transform: share)
    var averageDecay = defaults.averageDecay

    var options: AdamOptions {
        AdamOptions(
            beta1: adamBeta1, beta2: adamBeta2, epsilon: adamEpsilon, weightDecay: weightDecay,
            clipNorm: clipNorm, averageDecay: averageDecay)
    }
}
