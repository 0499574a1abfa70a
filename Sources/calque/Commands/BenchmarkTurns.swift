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

    @Option(help: .value("file", "Lines to translate; may be gzip."))
    var input: String

    @Option(
        help: .value("n", "The lines of the long request.", default: 100_000),
        transform: wholeNumber(from: 1))
    var lines = 100_000

    @Option(
        help: .value("n", "How often a line is translated beside it.", default: 50),
        transform: wholeNumber(from: 1))
    var `repeat` = 50

    @OptionGroup var format: ReportFormat

    func validate() throws { try model.required() }

    func run() async throws {
        let translator = try model.load()
        let benchmark = try TurnsBenchmark(
            translator, TextLines(path: input), SearchOptions(for: translator.model))
        let report = try await benchmark.run(beside: lines, times: `repeat`)
        try format.print(report, report.text)
    }
}
