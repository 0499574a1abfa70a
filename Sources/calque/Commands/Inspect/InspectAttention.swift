import ArgumentParser
import CalqueKit

/// `calque inspect attention`.
struct InspectAttention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attention",
        abstract: "Show what a model looks at while it translates.",
        discussion: """
            A row is what looks, a column what is looked at: source words at source words in the \
            encoder, words of the translation at those before them in the decoder, and at the source \
            between encoder and decoder. JSON has all layers and heads of all three.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pair: InspectedPairOptions

    @OptionGroup var place: AttentionPlaceOptions

    @Flag(help: "Draw all layers and heads at a glance; needs --svg or --png.")
    var overview = false

    @Flag(help: "Show the pieces that the model reads instead of whole words.")
    var pieces = false

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        try model.requiredSingle()
        guard !overview || (place.layer == nil && place.head == nil && output.draws) else {
            throw ValidationError(
                "--overview has all layers and heads, in a picture: give --svg or --png, and leave "
                    + "--layer and --head out.")
        }
    }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let attention = try await model.load().inspectAttention(of: pair.text, to: pair.target)
        let unit: TextUnit = pieces ? .pieces : .words
        let site = place.site
        let figure = try attention.figure(of: site, place.selection, by: unit, model: name)
        let picture = try overview ? attention.overview(of: site, by: unit, model: name).svg() : nil
        try output.write(attention, terminal: figure.terminal, svg: { picture ?? figure.svg() })
    }
}

/// A sentence, and a translation of it.
struct InspectedPairOptions: ParsableArguments {
    @Argument(help: .value("text", "A sentence in the source language."))
    var text: String

    @Option(
        help: .value(
            "text", "Take this as its translation. (default: the model's own, by greedy search)"))
    var target: String?
}
