import ArgumentParser
import CalqueKit

/// `calque benchmark turns`.
struct BenchmarkTurns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turns",
        abstract: "Measure how those who translate at the same time share the workers.",
        discussion: """
            Prints how many lines a second are translated as one request and as a request for each \
            line, and how long one line takes beside a request of many lines, compared with a batch.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Lines to translate; may be gzip.", valueName: "file"))
    var input: String

    @Option(
        help: ArgumentHelp("The lines of the long request.", valueName: "n").withDefault(100_000),
        transform: wholeNumber(from: 1))
    var lines = 100_000

    @Option(
        help: ArgumentHelp("How often a line is translated beside it.", valueName: "n")
            .withDefault(50), transform: wholeNumber(from: 1))
    var `repeat` = 50

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try model.required() }

    func run() async throws {
        let translator = try model.load()
        let reader = try LineReader(path: input, invalidText: .skip)
        var text: [String] = []
        while let line = try reader.next() { text.append(try reader.text(of: line)) }
        guard !text.isEmpty else {
            throw CalqueError("\(input) has no lines. Name another file.", kind: .input)
        }
        let report = try await TurnsBenchmark(
            translator, text, SearchOptions(for: translator.model)
        ).run(beside: lines, times: `repeat`)
        try StandardOutput.write(json ? JSONText.line(report) : report.text)
    }
}
