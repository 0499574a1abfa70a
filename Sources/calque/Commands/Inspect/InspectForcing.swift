import ArgumentParser
import CalqueKit

/// `calque inspect forcing`.
struct InspectForcing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forcing",
        abstract:
            "Show how often a model says the next token right, after the right ones and its own.",
        discussion: """
            Place by place: after the reference's tokens, as a model is trained (teacher forcing), and \
            after what it said itself, as it translates (free running, by greedy search). What is counted \
            is the reference's token at the reference's place: another translation, as good, counts as \
            wrong from where it leaves the reference.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var files: PairOptions

    @Option(help: .value("n", "Read so many pairs.", default: 500), transform: wholeNumber(from: 1))
    var limit = 500

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let pairs = try files.texts(atMost: limit)
        let translator = try model.load()
        let forcing = try await StageProgress.during { progress in
            try await translator.inspectForcing(over: pairs) { stage, done in
                progress.show(
                    stage == .forced ? "pairs predicted" : "sentences translated", done,
                    of: pairs.count)
            }
        }
        let figure = forcing.figure(model: name)
        try output.write(forcing, terminal: figure.terminal, svg: figure.svg)
    }
}
