import ArgumentParser
import CalqueKit

/// `calque inspect contrast`.
struct InspectContrast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contrast",
        abstract: "Show which source words make a model prefer one translation to another.",
        discussion: """
            Two translations of a sentence, such as with il and with elle: the difference of their \
            log-probabilities, by gradient times input and by leaving out each source word.
            """)

    @OptionGroup var model: ModelOptions

    @Argument(help: .value("text", "A sentence in the source language."))
    var text: String

    @Argument(help: .value("first", "A translation."))
    var first: String

    @Argument(help: .value("second", "Another one."))
    var second: String

    @Flag(help: "Show shares of the whole instead of nats.")
    var shares = false

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let contrast = try await model.load().inspectContrast(
            of: text, between: first, and: second)
        let figure = contrast.figure(normalised: shares, model: name)
        try output.write(contrast, terminal: figure.terminal, svg: figure.svg)
    }
}
