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

    @Option(help: "Named size of the model whose shapes are measured.")
    var size = ModelSize.base

    @Option(
        help: ArgumentHelp("Rows of a worker's batch.", valueName: "rows").withDefault(2048),
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
        let precision = try precision.resolved()
        let pool = WorkerPool(count: workers.count, precision: precision)
        let bench = OperationBench(size: size, rows: rows, precision: precision, pool: pool)
        let rates = try PrecisionRates.measure(workers: workers.count)
        let limits = MachineLimits(
            operations: rates.rates[precision] ?? 0, bytes: try MemoryRate.measure(on: pool))
        try StandardOutput.write(
            json ? JSONText.line(rates) : rates.text + advice(rates) + limits.text)
        for operation in OperationBench.operations {
            let speed = OperationSpeed(
                operation: operation.name, seconds: try bench.seconds(of: operation),
                work: operation.work(bench.shape), workers: workers.count, limits)
            try StandardOutput.write(json ? JSONText.line(speed) : speed.text)
        }
    }

    /// The options that choose a faster type than the default.
    private func advice(_ rates: PrecisionRates) -> String {
        guard let faster = rates.faster?.rawValue else { return "" }
        return "Give --set precision=\(faster) to train and --type \(faster) to translate.\n"
    }
}
