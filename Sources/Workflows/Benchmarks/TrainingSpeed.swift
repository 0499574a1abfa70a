import Basics
package import Foundation
import Models
import Tensors
import Text
import Training

/// What `calque benchmark training` prints.
package struct TrainingSpeed: Encodable {
    let system = "calque"
    let architecture: String
    let size: String
    let precision: String
    let workers: Int
    let batchTokens: Int
    let parameters: Int
    /// Target tokens a second.
    let tokensPerSecond: Double
    /// Wall-clock seconds of an update, the mean.
    let secondsPerUpdate: Double
    /// Floating-point operations a second of products that do nothing else, all workers together.
    let productRate: Double
    /// The time that the updates' products would take at that rate, over the time that the updates
    /// took.
    let shareOfArithmeticLimit: Double
    /// Seconds of an update in which gradients are added up, the mean.
    let sumSeconds: Double
    /// Bytes that are read and written for it: the gradients of all workers, and the sum.
    let sumBytes: Int
    /// Seconds of an update in which the optimiser takes its step, the mean.
    let stepSeconds: Double
    /// The most memory the process had, in bytes.
    let peakMemoryBytes: Int
    /// The same without the pages of files, in bytes.
    let anonymousMemoryBytes: Int
    /// What training was expected to take of that.
    let expectedMemoryBytes: Int

    private enum CodingKeys: String, CodingKey {
        case system, architecture, size, precision, workers, parameters
        case batchTokens = "batch_tokens"
        case tokensPerSecond = "tokens_per_second"
        case secondsPerUpdate = "seconds_per_update"
        case productRate = "product_operations_per_second"
        case shareOfArithmeticLimit = "share_of_arithmetic_limit"
        case sumSeconds = "sum_seconds_per_update"
        case sumBytes = "sum_bytes_per_update"
        case stepSeconds = "step_seconds_per_update"
        case peakMemoryBytes = "peak_memory_bytes"
        case anonymousMemoryBytes = "anonymous_memory_bytes"
        case expectedMemoryBytes = "expected_memory_bytes"
    }

    /// - Parameters:
    ///   - block: The length of the weights in numbers, gaps for alignment included.
    ///   - updates: Those that were measured.
    ///   - operations: The floating-point operations of their products.
    private init(
        architecture: String, size: String, precision: String, workers: Int, batchTokens: Int,
        parameters: Int, block: Int, updates: [TrainingBenchmark.Update], operations: Double,
        productRate: Double, memory: (peak: Int, anonymous: Int, expected: Int)
    ) {
        let seconds = updates.reduce(0) { $0 + $1.seconds }
        let count = Double(updates.count)
        self.architecture = architecture
        self.size = size
        self.precision = precision
        self.workers = workers
        self.batchTokens = batchTokens
        self.parameters = parameters
        self.productRate = productRate
        tokensPerSecond = Double(updates.reduce(0) { $0 + $1.tokens }) / seconds
        secondsPerUpdate = seconds / count
        sumSeconds = updates.reduce(0) { $0 + $1.times.sum } / count
        sumBytes = (workers + 1) * block * MemoryLayout<Float>.stride
        stepSeconds = updates.reduce(0) { $0 + $1.times.step } / count
        shareOfArithmeticLimit = operations / productRate / seconds
        peakMemoryBytes = memory.peak
        anonymousMemoryBytes = memory.anonymous
        expectedMemoryBytes = memory.expected
    }

    /// Measures updates of a recipe's model.
    ///
    /// - Parameters:
    ///   - source: The file of source sentences.
    ///   - target: The file of their translations. What the recipe's filters leave of both is gone
    ///     through as often as needed.
    ///   - tokenizer: A SentencePiece model for both sides.
    ///   - steps: The updates that are measured.
    ///   - warmUp: The updates before them.
    package static func measure(
        _ recipe: TrainingRecipe, source: URL, target: URL, tokenizer: URL, steps: Int, warmUp: Int
    ) throws -> TrainingSpeed {
        let pieces = try SentencePieceModel.load(tokenizer)
        let tokenizer = try TranslationTokenizer(
            sourceModel: pieces, targetModel: pieces, vocabulary: Vocabulary(models: [pieces]))
        let (corpus, _) = try ParallelCorpus(source: source, target: target)
            .encoded(with: tokenizer, filters: recipe.filters)
        let configuration = try recipe.configuration(EmbeddingConfiguration(tokenizer))
        let options = recipe.trainingOptions(width: configuration.width)
        let model = configuration.makeModel(seed: options.seed)
        let updates = try TrainingBenchmark(model, data: TrainingData(corpus), options: options)
            .run(updates: steps, warmUp: warmUp)
        let memory = (
            PeakMemory.bytes, PeakMemory.anonymousBytes,
            TrainingMemory(estimating: configuration, options).total
        )
        let pool = WorkerPool(count: options.workers, precision: options.precision)
        return TrainingSpeed(
            architecture: recipe.model.architecture.rawValue,
            size: (recipe.model.size ?? .small).rawValue, precision: options.precision.rawValue,
            workers: options.workers, batchTokens: options.updateTokens,
            parameters: model.parameters.trainableCount, block: model.parameters.count,
            updates: updates,
            operations: updates.flatMap(\.batches).reduce(0) {
                $0 + 3 * configuration.productOperations(of: $1)
            },
            productRate: try ProductRate.measure(on: pool, options.precision),
            memory: memory)
    }

    /// The same for people.
    package var text: String {
        """
        \(architecture), \(size), \(parameters.grouped) parameters, \(precision), \(workers) workers, \
        \(batchTokens) tokens an update
          \(tokensPerSecond.abbreviated) target tokens/s (\((secondsPerUpdate * 1000).fixed(1)) ms \
        an update)
          \((shareOfArithmeticLimit * 100).fixed(1)) % of the arithmetic limit (products: \
        \(productRate.abbreviated)FLOP/s)
          \(share(sumSeconds)) % of an update adds gradients up (\
        \(Double(sumBytes).abbreviated)B), \(share(stepSeconds)) % is the optimiser's
          \(Double(peakMemoryBytes).abbreviated)B of memory at most, \
        \(Double(expectedMemoryBytes).abbreviated)B expected

        """
    }

    /// Of an update, in per cent.
    private func share(_ seconds: Double) -> String { (100 * seconds / secondsPerUpdate).fixed(1) }
}
