import ArgumentParser
import CalqueKit

/// How translations are searched for: the fields of `SearchOptions`, but for sampling. What is not
/// given is as the model's directory says, and else the default.
struct SearchFlags: ParsableArguments {
    private static let defaults = SearchOptions()

    @Option(
        help: ArgumentHelp(
            """
            Hypotheses kept for every sentence; 1 is greedy search. (default: the model's \
            num_beams, else 4; 1 with --sample)
            """, valueName: "n"),
        transform: wholeNumber(from: 1))
    var beam: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Exponent α of the length penalty, by which log-probabilities are divided, from -2 to \
            10; 0 compares them as they are. (default: 0.6 for gnmt, 1 for average)
            """, valueName: "α"),
        transform: anyNumber)
    var lengthPenalty: Double?

    @Option(
        help: ArgumentHelp(
            """
            The length penalty: gnmt is ((5 + length) / 6)^α; average is length^α, which for an α \
            of 1 compares the tokens' average log-probabilities. (default: average with the \
            model's length_penalty, if it has one, else gnmt)
            """, valueName: "form"))
    var lengthPenaltyForm: LengthPenaltyForm?

    @Option(
        help: ArgumentHelp(
            "The most tokens of a translation, as a multiple of those of its source.",
            valueName: "ratio"
        )
        .withDefault(defaults.maximumLengthRatio),
        transform: nonNegativeNumber)
    var maximumLengthRatio: Double?

    @Option(
        help: ArgumentHelp("Tokens added to this maximum.", valueName: "tokens")
            .withDefault(defaults.maximumLengthOffset),
        transform: wholeNumber(from: 0))
    var maximumLengthOffset: Int?

    @Option(
        help: ArgumentHelp("The fewest tokens of a translation.", valueName: "tokens")
            .withDefault(defaults.minimumLength),
        transform: wholeNumber(from: 0))
    var minimumLength = defaults.minimumLength

    @Option(
        help: """
            When the search for a translation ends. exact: no better one can follow. \
            currentLength: none that ended now would be better. beamFilled: as many have ended as \
            the beam is wide. (default: what the model's early_stopping says, else exact)
            """)
    var stopping: StoppingRule?

    @Option(
        help: ArgumentHelp(
            """
            Multiply by θ the log-probabilities of tokens that the translation has already: above \
            1 they become less likely, and 1 is off. (default: the model's repetition_penalty, \
            else 1)
            """, valueName: "θ"
        ),
        transform: positiveNumber)
    var repetitionPenalty: Double?

    @Option(
        help: ArgumentHelp(
            """
            Never write the same n tokens in succession twice. (default: the model's \
            no_repeat_ngram_size, else off)
            """, valueName: "n"),
        transform: wholeNumber(from: 1))
    var noRepeatNgram: Int?

    @Option(
        help: ArgumentHelp(
            """
            Lower the scores of translations that looked too little at some source token, by β \
            times the logarithm of their attention to it; 0 is off.
            """, valueName: "β"
        )
        .withDefault(defaults.coveragePenalty),
        transform: nonNegativeNumber)
    var coveragePenalty = defaults.coveragePenalty

    @Option(
        help: ArgumentHelp(
            """
            Never write this piece of the target vocabulary, in which a space stands for the mark \
            of a word's beginning; may be given several times.
            """, valueName: "piece"))
    var suppress: [String] = []

    @Flag(
        help: """
            Let the search choose <unk>, which leaves nothing in the text, where the model finds \
            it most probable.
            """)
    var allowUnknown = false

    @Flag(
        help: """
            Search among all target tokens, also where the model has a shortlist of those that a \
            sentence may have.
            """)
    var noShortlist = false

    @OptionGroup var sampling: SamplingFlags

    /// The options.
    ///
    /// - Parameter translator: Its model's directory may say how to search, and its tokenizer knows
    ///   the ids of pieces.
    /// - Throws: `CalqueError` when a piece that is to be suppressed does not exist.
    func options(for translator: Translator, nBest: Int = 1) throws -> SearchOptions {
        var options = SearchOptions(for: translator.model)
        options.sampling = sampling.options
        options.beamSize = beam ?? (options.sampling == nil ? options.beamSize : 1)
        options.nBest = nBest
        if lengthPenalty != nil || lengthPenaltyForm != nil {
            options.lengthPenalty = (lengthPenaltyForm ?? .gnmt).penalty(exponent: lengthPenalty)
        }
        if maximumLengthRatio != nil || maximumLengthOffset != nil { options.maximumLength = nil }
        options.maximumLengthRatio = maximumLengthRatio ?? options.maximumLengthRatio
        options.maximumLengthOffset = maximumLengthOffset ?? options.maximumLengthOffset
        options.minimumLength = minimumLength
        options.stoppingRule = stopping ?? options.stoppingRule
        options.repetitionPenalty = repetitionPenalty ?? options.repetitionPenalty
        options.noRepeatNGramSize = noRepeatNgram ?? options.noRepeatNGramSize
        options.coveragePenalty = coveragePenalty
        options.allowsUnknown = allowUnknown
        options.usesShortlist = !noShortlist
        options.suppressedTokens = Set(
            try suppress.map { try id(ofPiece: $0, translator.tokenizer.target.vocabulary) })
        return options
    }

    private func id(ofPiece text: String, _ vocabulary: Vocabulary) throws -> Int32 {
        let piece = text.replacing(" ", with: SentencePieceModel.space)
        guard let id = vocabulary.id(of: piece) else {
            throw CalqueError(
                """
                The target vocabulary has no piece "\(piece)" to suppress. `calque translate \
                --json` shows the pieces of translations.
                """, kind: .configuration)
        }
        return id
    }
}

/// The formulas of `LengthPenalty`, by name.
enum LengthPenaltyForm: String, ExpressibleByArgument, CaseIterable {
    case gnmt, average

    /// The penalty with an exponent, or with the customary one.
    func penalty(exponent: Double?) -> LengthPenalty {
        switch self {
        case .gnmt: .googleNMT(exponent: exponent ?? SearchOptions().lengthPenalty.exponent)
        case .average: .average(exponent: exponent ?? 1)
        }
    }
}
