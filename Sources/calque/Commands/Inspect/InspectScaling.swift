import ArgumentParser
import CalqueKit

/// `calque inspect scaling`.
struct InspectScaling: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scaling",
        abstract: "Show what attention divides its scores by √d_k for.",
        discussion: """
            Queries and keys are drawn as independent standard normal numbers, so that q · k has the \
            variance d_k (section 3.2.1 of the paper, footnote 4): how spread the scores are, and how \
            near their softmax is to a choice of one key, with and without the factor. The gradient is \
            that of the weights p, by the scores that enter the softmax and by the query. No model is \
            needed.
            """)

    @Option(
        help: .value("list", "The widths d_k, separated by commas.", default: "1,2,4 … 512"),
        transform: listOfWidths)
    var widths: [Int]?

    @Option(
        help: .value("n", "How many keys a query has.", default: 16),
        transform: wholeNumber(from: 2))
    var keys = 16

    @Option(
        help: .value("n", "How many queries are drawn for each width.", default: 2000),
        transform: wholeNumber(from: 1))
    var samples = 2000

    @Option(help: "Draws the numbers.")
    var seed: UInt64 = 1

    @OptionGroup(title: "Output") var output: FigureOptions

    func run() throws {
        try output.check()
        let scores = try ScaledScores(
            widths: widths ?? ScaledScores.commonWidths, keys: keys, samples: samples, seed: seed)
        let figure = scores.figure()
        try output.write(scores, terminal: figure.terminal, svg: figure.svg)
    }
}

@Sendable private func listOfWidths(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
        try wholeNumber(from: 1)(String($0))
    }
}
