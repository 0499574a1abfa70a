import ArgumentParser
import CalqueKit

/// Who is compared, and by which rules: what of `ComparisonOptions` is no key of a recipe.
struct ComparisonFlags: ParsableArguments {
    private static let defaults = ComparisonOptions()

    @Option(
        help: .value(
            "list",
            "The architectures that take part, separated by commas: \(names(Contender.all)).",
            default: names(defaults.contenders)),
        transform: listOfContenders)
    var architectures = defaults.contenders

    @Option(
        help: .value(
            "n",
            """
            Trainable parameters of every model, within ten per cent: widths are chosen to fit. \
            (default: those of the Transformer of --size)
            """),
        transform: wholeNumber(from: 1))
    var parameters: Int?

    @Option(
        help: .value(
            "list", "Highest learning rates other than the defaults, such as gru=0.001,lstm=0.002."),
        transform: listOfRates)
    var learningRates: [Contender: Double] = [:]

    @Option(
        help: .value(
            "tokens",
            """
            Where sinusoidal and learned positions both take part, train both once more on pairs \
            of up to this many tokens only, and compare them on longer ones. (default: the length \
            that half of the pairs do not exceed)
            """),
        transform: wholeNumber(from: 1))
    var lengthLimit: Int?

    @Option(
        help: .value(
            "n", "Beam of the test translations; 1 is greedy.", default: defaults.search.beamSize),
        transform: wholeNumber(from: 1))
    var beam = defaults.search.beamSize

    func validate() throws {
        let strangers = learningRates.keys.filter { !architectures.contains($0) }
        guard strangers.isEmpty else {
            throw ValidationError(
                "--learning-rates has \(names(strangers)), which --architectures does not name.")
        }
        guard lengthLimit == nil || given.comparesPositions else {
            throw ValidationError(
                "--length-limit belongs to the comparison of transformer and transformer-learned.")
        }
    }

    /// - Parameter recipe: What is the same for all.
    /// - Throws: `CalqueError` when something of it cannot be the same for all, or is left out.
    func options(_ recipe: TrainingRecipe) throws -> ComparisonOptions {
        var options = given
        options.recipe = recipe
        try options.validate()
        return options
    }

    private var given: ComparisonOptions {
        var options = Self.defaults
        options.contenders = architectures
        options.parameterCount = parameters
        options.learningRates = learningRates
        options.lengthLimit = lengthLimit
        options.search.beamSize = beam
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
