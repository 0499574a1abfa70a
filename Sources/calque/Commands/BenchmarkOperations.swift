import ArgumentParser
import CalqueKit

/// `calque benchmark operations`.
struct BenchmarkOperations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations",
        abstract: "Measure single operations.",
        discussion: """
            Each operation runs on all workers at once, forwards, with the shapes of a training \
            batch. Its rate is printed next to this machine's limit, which is measured in the same \
            run: with products of large matrices for operations that calculate, with copies of \
            large blocks for operations that move memory. The products of all number types come \
            first, with a remark if the default on this processor is not the fastest.
            """)

    /// The precisions that a model can be trained in.
    enum TrainingPrecision: String, CaseIterable, ExpressibleByArgument {
        case float32, bfloat16
    }

    @Option(help: "Named size of the model whose shapes are measured.")
    var size = ModelSize.base

    @Option(
        help: .value("rows", "Rows of a worker's batch.", default: 2048),
        transform: wholeNumber(from: 32))
    var rows = 2048

    @Option(
        help: "Number type of products and activations. (default: the faster on this processor)"
    )
    var precision: TrainingPrecision?

    @OptionGroup var workers: Workers

    @Flag(help: "Print JSON, an object a line.")
    var json = false

    func run() throws {
        let precision = precision.flatMap { Precision(rawValue: $0.rawValue) }
        try OperationBench.measure(size, rows: rows, precision, workers: workers.count) {
            try StandardOutput.write(json ? JSONText.line($0) : $0.text(advising: advice))
        }
    }

    /// The options that choose a faster type than the default.
    private func advice(_ faster: Precision) -> String {
        "Give --set precision=\(faster.rawValue) to train and --type \(faster.rawValue) to translate."
    }
}
