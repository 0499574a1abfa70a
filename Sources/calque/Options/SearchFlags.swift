import ArgumentParser
import CalqueKit

/// How translations are searched for: the fields of `SearchOptions`.
struct SearchFlags: ParsableArguments {
    private static let defaults = SearchOptions()

    @Option(
        help: ArgumentHelp("Hypotheses kept of every sentence; 1 is greedy search.", valueName: "n")
            .withDefault(defaults.beamSize),
        transform: wholeNumber(from: 1))
    var beam = defaults.beamSize

    @Option(
        help: ArgumentHelp(
            """
            Exponent α of the length penalty ((5 + length) / 6)^α, by which log-probabilities are \
            divided; 0 compares them as they are.
            """, valueName: "α"
        )
        .withDefault(defaults.lengthPenalty.exponent),
        transform: anyNumber)
    var lengthPenalty = defaults.lengthPenalty.exponent

    @Option(
        help: ArgumentHelp(
            "Longest translation: this times the tokens of the source, plus the offset.",
            valueName: "ratio"
        )
        .withDefault(defaults.maximumLengthRatio),
        transform: nonNegativeNumber)
    var maximumLengthRatio = defaults.maximumLengthRatio

    @Option(
        help: ArgumentHelp("Tokens of the longest translation besides.", valueName: "tokens")
            .withDefault(defaults.maximumLengthOffset),
        transform: wholeNumber(from: 0))
    var maximumLengthOffset = defaults.maximumLengthOffset

    @Option(
        help: ArgumentHelp("Tokens before which no translation ends.", valueName: "tokens")
            .withDefault(defaults.minimumLength),
        transform: wholeNumber(from: 0))
    var minimumLength = defaults.minimumLength

    @Option(help: "When the search is done with a sentence.")
    var stopping = defaults.stoppingRule

    /// The options.
    func options(nBest: Int = 1) -> SearchOptions {
        var options = SearchOptions()
        options.beamSize = beam
        options.nBest = nBest
        options.lengthPenalty = .googleNMT(exponent: lengthPenalty)
        options.maximumLengthRatio = maximumLengthRatio
        options.maximumLengthOffset = maximumLengthOffset
        options.minimumLength = minimumLength
        options.stoppingRule = stopping
        return options
    }
}
