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

    private let count: Int
    private let isOneByOne: Bool
    private let pool: WorkerPool
    /// Translates the sentences of a range, and tells the tokens of the translations.
    private let translate: (Range<Int>) throws -> Int

    /// Translates tokens: the search alone.
    ///
    /// - Parameters:
    ///   - model: The model, whose workers are those of the pool.
    ///   - batch: Sentences of a batch; 1 for one after the other.
    init(
        _ model: any TranslationModel, on pool: WorkerPool, _ sources: [[Int32]],
        _ options: SearchOptions, batch: Int
    ) {
        let translator = TokenTranslator(
            model, on: pool, limits: Self.limits(model, batch: batch))
        self.init(count: sources.count, on: pool, batch: batch) { range in
            try translator.translate(Array(sources[range]), options)
                .reduce(0) { $0 + $1[0].tokens.count }
        }
    }

    /// Translates lines of text, as whoever has a translator does.
    ///
    /// - Parameter batch: Sentences of a batch; 1 for one line after the other.
    init(_ translator: Translator, _ lines: [String], _ options: SearchOptions, batch: Int) {
        let own = Translator(
            translator.model, translator.tokenizer, on: translator.pool,
            limits: Self.limits(translator.model, batch: batch))
        self.init(count: lines.count, on: translator.pool, batch: batch) { range in
            try own.translate(Array(lines[range]), options)
                .reduce(0) { $0 + $1.alternatives[0].tokens.count }
        }
    }

    private init(
        count: Int, on pool: WorkerPool, batch: Int,
        _ translate: @escaping (Range<Int>) throws -> Int
    ) {
        self.count = count
        self.pool = pool
        self.translate = translate
        isOneByOne = batch == 1
    }

    private static func limits(_ model: any TranslationModel, batch: Int) -> BatchLimits {
        BatchLimits(
            tokens: batch * model.maximumLength, sentences: batch, sentencesWithShortlist: batch)
    }

    /// Translates all sentences several times, after some that do not count.
    func run(times: Int) throws -> Run {
        _ = try translate(0..<min(isOneByOne ? 4 : 128, count))
        let operationsBefore = try operations()
        let runs = try (0..<times).map { _ in try isOneByOne ? oneByOne() : allAtOnce() }
        let operations = try self.operations() - operationsBefore
        let quickest = runs.min { $0.seconds < $1.seconds } ?? runs[0]
        return Run(
            sentences: count, tokens: quickest.tokens, seconds: quickest.seconds,
            operations: Double(operations) / Double(times), medianLatency: quickest.medianLatency)
    }

    private func operations() throws -> Int {
        try pool.run { $1.weightOperations }.reduce(0, +)
    }

    private func allAtOnce() throws -> (seconds: Double, tokens: Int, medianLatency: Double?) {
        let start = ContinuousClock.now
        let tokens = try translate(0..<count)
        return (start.duration(to: .now).seconds, tokens, nil)
    }

    private func oneByOne() throws -> (seconds: Double, tokens: Int, medianLatency: Double?) {
        var tokens = 0
        let latencies = try (0..<count).map { sentence in
            let start = ContinuousClock.now
            tokens += try translate(sentence..<sentence + 1)
            return start.duration(to: .now).seconds
        }
        return (latencies.reduce(0, +), tokens, latencies.sorted()[latencies.count / 2])
    }
}
