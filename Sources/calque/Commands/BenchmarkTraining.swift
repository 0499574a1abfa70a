import ArgumentParser
import CalqueKit
import Foundation

/// `calque benchmark training`.
struct BenchmarkTraining: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training",
        abstract: "Measure updates of a model.",
        discussion: """
            Prints target tokens a second (end tokens counted, padding does not exist) over whole \
            updates: batching, forward and backward pass, optimiser. The share of the arithmetic \
            limit is the time that the matrix products alone would take, at the rate of products \
            measured in the same run, over the time taken.
            """)

    @Option(help: ArgumentHelp("Source sentences.", valueName: "file"))
    var source: String

    @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
    var target: String

    @Option(help: ArgumentHelp("SentencePiece model for both sides.", valueName: "file"))
    var tokenizer: String

    @Option(
        help: ArgumentHelp("Tokens of an update, over all workers.", valueName: "tokens")
            .withDefault(4096),
        transform: wholeNumber(from: 1))
    var tokens = 4096

    @Option(
        help: ArgumentHelp("Updates that are measured.", valueName: "n")
            .withDefault(8),
        transform: wholeNumber(from: 1))
    var steps = 8

    @Option(
        help: ArgumentHelp("Updates before them.", valueName: "n")
            .withDefault(2), transform: wholeNumber(from: 0))
    var warmup = 2

    @Option(
        help: "Type of products and activations. (default: the faster on this processor)"
    )
    var precision: TrainingPrecision?

    @OptionGroup var workers: Workers
    @OptionGroup(title: "Model") var architecture: ArchitectureFlags

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let report = try measure()
        try StandardOutput.write(json ? JSONText.line(report) : report.text)
    }

    private func measure() throws -> TrainingSpeed {
        let precision = try precision.resolved()
        let spm = try SentencePieceModel.load(tokenizer.fileURL)
        let tokenizer = try TranslationTokenizer(
            sourceModel: spm, targetModel: spm, vocabulary: Vocabulary(models: [spm]))
        let text = ParallelCorpus(source: source.fileURL, target: target.fileURL)
        let corpus = try text.encoded(with: tokenizer).corpus
        let configuration = try architecture.configuration(
            tokenizer, size: .small, dropout: 0.1)
        var options = TrainingOptions()
        options.workers = workers.count
        options.precision = precision
        options.updateTokens = tokens
        let model = configuration.makeModel(seed: options.seed)
        let updates = try TrainingBenchmark(model, corpus: corpus, options: options)
            .run(steps: steps, warmUp: warmup)
        let peakMemory = PeakMemory.bytes
        let pool = WorkerPool(count: workers.count, precision: precision)
        return TrainingSpeed(
            architecture: architecture.architecture.rawValue,
            size: (architecture.size ?? .small).rawValue,
            precision: precision.rawValue, workers: workers.count,
            batchTokens: tokens, parameters: model.parameters.trainableCount,
            updates: updates.count, seconds: updates.reduce(0) { $0 + $1.seconds },
            tokens: updates.reduce(0) { $0 + $1.tokens },
            operations: updates.flatMap(\.batches).reduce(0) {
                $0 + 3 * configuration.productOperations(of: $1)
            },
            productRate: try ProductRate.measure(on: pool, precision), peakMemory: peakMemory)
    }
}
