import ArgumentParser
import CalqueKit

/// `calque inspect beam`.
struct InspectBeam: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beam",
        abstract: "Show how a search comes to its translations.",
        discussion: """
            The tree of hypotheses: what was kept, what fell out of the beam, what ended; with --sample \
            what was drawn. With --target: what became of that translation, and whether the search lost \
            it or the model finds it worse.
            """)

    @OptionGroup var model: ModelOptions

    @Argument(help: .value("text", "A sentence in the source language."))
    var text: String

    @Option(help: .value("text", "A translation to look for."))
    var target: String?

    @OptionGroup(title: "Search") var search: SearchFlags

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let translator = try model.load()
        let beam = try await translator.inspectBeam(
            of: text, search.options(for: translator), reference: target)
        let figure = beam.figure(model: name)
        try output.write(beam, terminal: figure.terminal, svg: figure.svg)
    }
}
