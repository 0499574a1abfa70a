import ArgumentParser
import CalqueKit

/// `calque inspect memory`.
struct InspectMemory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Show where a Neural Turing Machine writes to and reads from its memory.",
        discussion: """
            A column is a step: a piece of the source that is read, then a piece of the translation \
            that is predicted. A row is a slot of the memory; slots that a head never dwells on are \
            left out. JSON has all of them.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pair: InspectedPairOptions
    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let memory = try await model.load().inspectMemory(of: pair.text, to: pair.target)
        let figure = memory.figure(model: name)
        try output.write(memory, terminal: figure.terminal, svg: figure.svg)
    }
}
