import Basics
import Models
import Tensors
import Translation

/// Translates sentences for their time.
struct DecodingBenchmark {
    /// What was measured.
    struct Run {
        let sentences: Int
        let tokens: Int
        /// Of all sentences, the quickest time of several.
        let seconds: Double
        /// Multiplications and additions of the products with weights.
        let operations: Double
        /// Median seconds of a sentence, when they were translated one by one.
        let medianLatency: Double?
    }

    private let sources: [[Int32]]
    private let options: SearchOptions
    private let isOneByOne: Bool
    private let translator: TokenTranslator
    private let pool: WorkerPool

    /// - Parameters:
    ///   - model: The model, whose workers are those of the pool.
    ///   - batch: Sentences of a batch; 1 for one after the other on one worker.
    init(
        _ model: any TranslationModel, on pool: WorkerPool, _ sources: [[Int32]],
        _ options: SearchOptions, batch: Int
    ) {
        self.sources = sources
        self.options = options
        isOneByOne = batch == 1
        self.pool = pool
        let limits = BatchLimits(tokens: batch * model.maximumLength, sentences: batch)
        translator = TokenTranslator(model, on: pool, limits: limits)
    }

    /// Translates all sentences several times, after some that do not count.
    func run(times: Int) throws -> Run {
        _ = try translator.translate(Array(sources.prefix(isOneByOne ? 4 : 128)), options)
        let operationsBefore = try operations()
        let runs = try (0..<times).map { _ in try isOneByOne ? oneByOne() : allAtOnce() }
        let operations = try self.operations() - operationsBefore
        let quickest = runs.min { $0.seconds < $1.seconds } ?? runs[0]
        return Run(
            sentences: sources.count, tokens: quickest.tokens, seconds: quickest.seconds,
            operations: Double(operations) / Double(times), medianLatency: quickest.medianLatency)
    }

    private func operations() throws -> Int {
        try pool.run { $1.weightOperations }.reduce(0, +)
    }

    private func allAtOnce() throws -> (seconds: Double, tokens: Int, medianLatency: Double?) {
        let start = ContinuousClock.now
        let results = try translator.translate(sources, options)
        let seconds = start.duration(to: .now).seconds
        return (seconds, results.reduce(0) { $0 + $1[0].tokens.count }, nil)
    }

    private func oneByOne() throws -> (seconds: Double, tokens: Int, medianLatency: Double?) {
        var tokens = 0
        let latencies = try sources.map { source in
            let start = ContinuousClock.now
            tokens += try translator.translate([source], options)[0][0].tokens.count
            return start.duration(to: .now).seconds
        }
        return (latencies.reduce(0, +), tokens, latencies.sorted()[latencies.count / 2])
    }
}
