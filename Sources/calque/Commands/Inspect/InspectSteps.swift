import ArgumentParser
import CalqueKit

/// `calque inspect steps`.
struct InspectSteps: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "Show one attention step by step, with its numbers.",
        discussion: """
            A query, the keys, their products, scaled by the square root of their width, what the \
            softmax makes of them, and the values that are added with these weights (equation 1 of the \
            paper). Without a model: an example with keys of three numbers, in which the query is the \
            second key.
            """)

    @OptionGroup var model: ModelOptions

    @Argument(help: .value("text", "A sentence in the source language."))
    var text: String?

    @Option(
        help: .value(
            "text", "Take this as its translation. (default: the model's own, by greedy search)"))
    var target: String?

    @OptionGroup var place: AttentionPlaceOptions

    @Option(
        help: .value("n", "Which piece looks, from 0.", default: 0), transform: wholeNumber(from: 0)
    )
    var token: Int?

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        guard text != nil || model.model.isEmpty else {
            throw ValidationError("Give a sentence for the model to translate.")
        }
        guard text == nil else { return _ = try model.requiredSingle() }
        guard target == nil, token == nil, place.isBare else {
            throw ValidationError(
                "The example has one attention: give a model and a sentence, or leave the other options "
                    + "out.")
        }
    }

    func run() async throws {
        try output.check()
        guard let text else { return try showExample() }
        let name = try model.requiredSingle().lastPathComponent
        let steps = try await model.load().inspectSteps(
            of: text, to: target, at: place.site, layer: place.layer, head: place.head ?? 0,
            token: token ?? 0)
        let figure = steps.figure(model: name)
        try output.write(steps, terminal: figure.terminal, svg: figure.svg)
    }

    private func showExample() throws {
        let example = FuzzyDictionary.example
        let figure = example.figure(title: "A query that equals the second key")
        try output.write(example, terminal: figure.terminal, svg: figure.svg)
    }
}

/// Which attention.
struct AttentionPlaceOptions: ParsableArguments {
    @Option(
        name: .customLong("site"),
        help: .value(
            "site", "Which attention: encoder, decoder, or encoder-decoder.",
            default: AttentionSite.encoderDecoder.rawValue))
    var chosenSite: AttentionSite?

    @Option(
        help: .value("n", "The layer, from 0. (default: the last)"), transform: wholeNumber(from: 0)
    )
    var layer: Int?

    @Option(
        help: .value("n", "The head, from 0. (default: the mean of all, or 0 for steps)"),
        transform: wholeNumber(from: 0))
    var head: Int?

    /// Which of the three.
    var site: AttentionSite { chosenSite ?? .encoderDecoder }

    /// Whether nothing was chosen.
    var isBare: Bool { chosenSite == nil && layer == nil && head == nil }

    /// The layer and the head.
    var selection: AttentionSelection { AttentionSelection(layer: layer, head: head) }
}
