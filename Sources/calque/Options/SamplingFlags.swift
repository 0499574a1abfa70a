import ArgumentParser
import CalqueKit

/// How translations are drawn at random: the fields of `SearchOptions.Sampling`.
struct SamplingFlags: ParsableArguments {
    private static let defaults = SearchOptions.Sampling(seed: 1)

    @Flag(help: "Draw every token at random, from the model's distribution, instead of searching.")
    var sample = false

    @Option(
        help: ArgumentHelp(
            "Divide log-probabilities by T: below 1 favours probable tokens more, above 1 less.",
            valueName: "T"
        )
        .withDefault(defaults.temperature),
        transform: positiveNumber)
    var temperature: Double?

    @Option(
        help: ArgumentHelp(
            "Draw from the k most probable tokens. (default: from all)", valueName: "k"),
        transform: wholeNumber(from: 1))
    var topK: Int?

    @Option(
        help: ArgumentHelp(
            """
            Draw from the smallest set of most probable tokens that together have a probability of \
            at least p. (default: from all)
            """, valueName: "p"),
        transform: positiveProbability)
    var topP: Double?

    @Option(
        help: ArgumentHelp(
            "Decides, together with the number of the line, what is drawn.",
            valueName: "number"
        )
        .withDefault(defaults.seed))
    var seed: UInt64?

    func validate() throws {
        let given: [(name: String, isGiven: Bool)] = [
            ("--temperature", temperature != nil), ("--top-k", topK != nil),
            ("--top-p", topP != nil), ("--seed", seed != nil),
        ]
        if !sample, let option = given.first(where: \.isGiven) {
            throw ValidationError("\(option.name) belongs to --sample.")
        }
    }

    /// The options, if there is sampling.
    var options: SearchOptions.Sampling? {
        guard sample else { return nil }
        var sampling = Self.defaults
        sampling.temperature = temperature ?? sampling.temperature
        sampling.topK = topK
        sampling.topP = topP ?? sampling.topP
        sampling.seed = seed ?? sampling.seed
        return sampling
    }
}
