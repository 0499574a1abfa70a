import ArgumentParser
import CalqueKit
import Foundation

/// `calque benchmark decoding`.
struct BenchmarkDecoding: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decoding",
        abstract: "Measure translation.",
        discussion: """
            Prints source words and target tokens a second (of the best translation, end tokens \
            not counted) over the search alone; with --text it includes the tokenizers. With \
            --batch 1 sentences are translated one after the other, in eight bits by all workers \
            together, else by one, and the median time of a sentence is printed, too. The share \
            of the arithmetic limit is the time that the products with weights alone would take, \
            at the rate of products measured in the same run, over the time taken.
            """)

    private static let defaults = DecodingSettings()
    private static let limits = BatchLimits()

    @OptionGroup var model: ModelOptions

    @Option(help: .value("file", "Source sentences, one a line; may be gzip."))
    var input: String

    @Option(
        help: .value("n", "Translate only the first n sentences."), transform: wholeNumber(from: 1))
    var limit: Int?

    @Option(
        help: .value(
            "n", "Hypotheses kept for every sentence; 1 is greedy search.", default: defaults.beam),
        transform: wholeNumber(from: 1))
    var beam = defaults.beam

    @Option(
        help: .value(
            "n",
            "Sentences in a batch. (default: as for translate: \(limits.sentences), or "
                + "\(limits.sentencesWithShortlist) with a shortlist)"),
        transform: wholeNumber(from: 1))
    var batch: Int?

    @Option(
        help: .value(
            "tokens", "Make every translation this many tokens long; untrained models need that."),
        transform: wholeNumber(from: 1))
    var fixedLength: Int?

    @Option(
        help: .value(
            "tokens", "Cut the text into sentences of this many tokens, end token included."),
        transform: wholeNumber(from: 2))
    var sourceLength: Int?

    @Option(
        help: .value(
            "n", "How often everything is translated; the shortest time counts.",
            default: defaults.repeats),
        transform: wholeNumber(from: 1))
    var `repeat` = defaults.repeats

    @Flag(help: "Search among all target tokens, also where the model has a shortlist.")
    var noShortlist = false

    @Flag(help: "Translate from text to text, tokenizers included.")
    var text = false

    @OptionGroup var format: ReportFormat

    func validate() throws {
        try model.required()
        guard !text || sourceLength == nil else {
            throw ValidationError(
                "--text goes with the lines of the input, and --source-length cuts them anew.")
        }
    }

    func run() throws {
        var settings = Self.defaults
        settings.beam = beam
        settings.batch = batch
        settings.repeats = `repeat`
        settings.limit = limit
        settings.fixedLength = fixedLength
        settings.sourceLength = sourceLength
        settings.usesShortlist = !noShortlist
        settings.isOfText = text
        let speed = try DecodingSpeed.measure(text: input, settings) { try model.load() }
        try format.print(speed, speed.text)
    }
}
