import ArgumentParser
import CalqueKit

/// Who is compared, and by which rules: the fields of `ComparisonOptions`.
struct ComparisonFlags: ParsableArguments {
    private static let defaults = ComparisonOptions()
    private static let defaultUpdates = 2000

    @Option(
        help: ArgumentHelp(
            "Who takes part, with commas between: \(names(Contender.all)).", valueName: "list"
        )
        .withDefault(names(defaults.contenders)),
        transform: listOfContenders)
    var architectures = defaults.contenders

    @Option(help: "Size of the Transformer, whose number of parameters all get.")
    var size = defaults.size

    @Option(
        help: ArgumentHelp(
            """
            Trainable parameters of every model, within ten per cent: widths are chosen for it. \
            (default: those of the Transformer of that size)
            """, valueName: "n"),
        transform: wholeNumber(from: 1))
    var parameters: Int?

    @Option(
        help: ArgumentHelp("Updates of every model.", valueName: "n").withDefault(defaultUpdates),
        transform: wholeNumber(from: 1))
    var updates: Int?

    @Option(
        help: ArgumentHelp("Instead: minutes of training of every model.", valueName: "minutes"),
        transform: positiveNumber)
    var minutes: Double?

    @Option(
        help: ArgumentHelp(
            """
            Highest learning rates other than the defaults, such as gru=0.001,lstm=0.002.
            """, valueName: "list"),
        transform: listOfRates)
    var learningRates: [Contender: Double] = [:]

    @Option(
        help: ArgumentHelp(
            "Tokens of an update: the longer side of every pair, summed over all workers.",
            valueName: "tokens"
        )
        .withDefault(defaults.updateTokens),
        transform: wholeNumber(from: 1))
    var updateTokens = defaults.updateTokens

    @Option(
        help: ArgumentHelp("Dropout of all models.", valueName: "p")
            .withDefault(defaults.dropout.asDouble),
        transform: share)
    var dropout = defaults.dropout.asDouble

    @Option(
        help: ArgumentHelp("ε of the label smoothing.", valueName: "ε")
            .withDefault(defaults.labelSmoothing.asDouble), transform: share)
    var labelSmoothing = defaults.labelSmoothing.asDouble

    @Option(
        help: ArgumentHelp(
            "The most tokens of a sentence, end token included.", valueName: "tokens"
        )
        .withDefault(defaults.maximumLength),
        transform: wholeNumber(from: 2))
    var maximumLength = defaults.maximumLength

    @Option(
        help: ArgumentHelp(
            """
            Where sinusoidal and learned positions both take part, both are also trained on pairs \
            of up to so many tokens alone, and compared beyond. (default: what half of the pairs \
            do not exceed)
            """, valueName: "tokens"),
        transform: wholeNumber(from: 1))
    var lengthLimit: Int?

    @Option(
        help: ArgumentHelp("Beam of the test translations; 1 is greedy.", valueName: "n")
            .withDefault(defaults.search.beamSize),
        transform: wholeNumber(from: 1))
    var beam = defaults.search.beamSize

    @Option(
        help: "Type of products and activations. (default: the faster on this processor)"
    )
    var precision: TrainingPrecision?

    @Option(help: ArgumentHelp("Decides initial weights, order of the data and dropout."))
    var seed = defaults.seed

    func validate() throws {
        guard updates == nil || minutes == nil else {
            throw ValidationError("Give --updates or --minutes, not both.")
        }
        let strangers = learningRates.keys.filter { !architectures.contains($0) }
        guard strangers.isEmpty else {
            throw ValidationError(
                "--learning-rates has \(names(strangers)), and --architectures has not.")
        }
        guard lengthLimit == nil || comparesPositions else {
            throw ValidationError(
                "--length-limit belongs to the comparison of transformer and transformer-learned.")
        }
    }

    private var comparesPositions: Bool {
        var options = ComparisonOptions()
        options.contenders = architectures
        return options.comparesPositions
    }

    func options(workers: Int) throws -> ComparisonOptions {
        var options = ComparisonOptions()
        options.contenders = architectures
        options.size = size
        options.parameterCount = parameters
        options.budget =
            minutes.map { .seconds(60 * $0) } ?? .updates(updates ?? Self.defaultUpdates)
        options.learningRates = learningRates
        options.updateTokens = updateTokens
        options.dropout = Float(dropout)
        options.labelSmoothing = Float(labelSmoothing)
        options.maximumLength = maximumLength
        options.lengthLimit = lengthLimit
        options.search.beamSize = beam
        options.precision = try precision.resolved()
        options.seed = seed
        options.workers = workers
        return options
    }
}

private func names(_ contenders: [Contender]) -> String {
    contenders.map(\.rawValue).joined(separator: ",")
}

@Sendable private func contender(_ name: Substring) throws -> Contender {
    guard let contender = Contender(rawValue: String(name)) else {
        throw ValidationError("Give names of \(names(Contender.all)).")
    }
    return contender
}

@Sendable private func listOfContenders(_ text: String) throws -> [Contender] {
    let list = try text.split(separator: ",").map(contender)
    guard !list.isEmpty, Set(list).count == list.count else {
        throw ValidationError("Give every name once.")
    }
    return list
}

@Sendable private func listOfRates(_ text: String) throws -> [Contender: Double] {
    var rates: [Contender: Double] = [:]
    for part in text.split(separator: ",") {
        let sides = part.split(separator: "=")
        guard sides.count == 2 else {
            throw ValidationError("Give names and rates, such as gru=0.001,lstm=0.002.")
        }
        rates[try contender(sides[0])] = try positiveNumber(String(sides[1]))
    }
    return rates
}
