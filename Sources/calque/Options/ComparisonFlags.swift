import ArgumentParser
import CalqueKit

/// What is compared, and by which rules: what of `ComparisonOptions` and `AblationOptions` is no key of
/// a recipe.
struct ComparisonFlags: ParsableArguments {
    /// What is compared with what.
    enum Study: String, CaseIterable, ExpressibleByArgument {
        /// Architectures, of one number of parameters.
        case architectures
        /// A Transformer, and what is left of it without one of its parts.
        case ablations
    }

    private static let defaults = ComparisonOptions()
    private static let ablationDefaults = AblationOptions()

    @Option(
        help: .value(
            "what",
            """
            Architectures, or a Transformer with models that lack one of its parts each: every box of \
            figure 1 of its paper, and every trick of training it.
            """))
    var study = Study.architectures

    @Option(
        help: .value(
            "list",
            "The architectures that take part, separated by commas: \(names(Contender.all)).",
            default: names(defaults.contenders)),
        transform: listOfContenders)
    var architectures: [Contender]?

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
            "n", "Of ablations: how often each model is trained, with other random numbers.",
            default: ablationDefaults.seeds),
        transform: wholeNumber(
            from: AblationOptions.seedCounts.lowerBound, to: AblationOptions.seedCounts.upperBound))
    var seeds: Int?

    @Option(
        help: .value(
            "n", "Beam of the test translations; 1 is greedy.", default: defaults.search.beamSize),
        transform: wholeNumber(from: 1))
    var beam = defaults.search.beamSize

    func validate() throws {
        switch study {
        case .architectures: try validateArchitectures()
        case .ablations: try validateAblations()
        }
    }

    private func validateArchitectures() throws {
        let contenders = given.contenders
        let strangers = learningRates.keys.filter { !contenders.contains($0) }
        guard strangers.isEmpty else {
            throw ValidationError(
                "--learning-rates has \(names(strangers)), which --architectures does not name.")
        }
        guard lengthLimit == nil || given.comparesPositions else {
            throw ValidationError(
                "--length-limit belongs to the comparison of transformer and transformer-learned.")
        }
        guard seeds == nil else {
            throw ValidationError("--seeds belongs to --study ablations.")
        }
    }

    private func validateAblations() throws {
        let foreign = [
            ("architectures", architectures != nil), ("parameters", parameters != nil),
            ("learning-rates", !learningRates.isEmpty), ("length-limit", lengthLimit != nil),
        ].first { $0.1 }
        if let foreign {
            throw ValidationError("--\(foreign.0) belongs to --study architectures.")
        }
    }

    /// The recipe of the study before anything is set.
    var recipe: TrainingRecipe { study == .architectures ? .comparison : .ablations }

    /// - Parameter recipe: What is the same for all.
    /// - Throws: `CalqueError` when something of it cannot be the same for all, or is left out.
    func options(_ recipe: TrainingRecipe) throws -> ComparisonOptions {
        var options = given
        options.recipe = recipe
        try options.validate()
        return options
    }

    /// The same for a study of ablations.
    func ablationOptions(_ recipe: TrainingRecipe) throws -> AblationOptions {
        var options = Self.ablationDefaults
        options.recipe = recipe
        options.seeds = seeds ?? options.seeds
        options.search.beamSize = beam
        try options.validate()
        return options
    }

    private var given: ComparisonOptions {
        var options = Self.defaults
        options.contenders = architectures ?? options.contenders
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
