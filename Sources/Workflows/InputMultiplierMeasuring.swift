import Basics
public import Models
public import Tensors
public import Text
import Translation

/// Finds, for every matrix of a model, what the inputs of its products are best multiplied by before
/// they are rounded to eight bits, where one number has to do for all inputs, as in Marian's family.
///
/// The model translates text that it was not trained on, greedily, and reads its own translations. In
/// every batch the largest magnitude of each matrix's inputs is noted; the multiplier is
///
///     127 / (mean + 1.1 · standard deviation)
///
/// of these numbers, as Marian's tools have it. Matrices that read the same rows get the same number.
public struct InputMultiplierMeasuring: Sendable {
    private let model: any SequenceToSequenceModel
    private let tokenizer: TranslationTokenizer
    private let lines: [String]
    private let workers: Int

    /// The sentences of a batch: of few, the largest magnitudes vary much, and of many they are those of
    /// rare inputs.
    private static let batchSize = 32
    /// How many standard deviations above the mean the range ends.
    private static let deviations = 1.1

    /// A measurement; nothing is read yet.
    ///
    /// - Parameters:
    ///   - model: The model. Its weights have to be there in float32, or in eight bits alone.
    ///   - tokenizer: Its tokenizer.
    ///   - lines: Source sentences, some hundred.
    ///   - workers: The number of threads.
    public init(
        _ model: any SequenceToSequenceModel, _ tokenizer: TranslationTokenizer, lines: [String],
        workers: Int = WorkerPool.coreCount
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.lines = lines
        self.workers = workers
    }

    /// Measures.
    ///
    /// - Returns: The multipliers by the names of the matrices. Tables that no product reads have none.
    /// - Throws: `CalqueError` when no line can be read by the model, or its numbers are not finite.
    public func multipliers() throws -> [String: Float] {
        let sources = lines.map { tokenizer.encodeSource($0) }
            .filter { (2...model.maximumLength).contains($0.count) }
        guard !sources.isEmpty else {
            throw CalqueError(
                "None of the \(lines.count) lines on which inputs are to be measured has text that the "
                    + "model can read. Give some hundred lines of its source language.",
                kind: .input)
        }
        let pool = WorkerPool(
            count: workers, precision: model.parameters.isQuantizedOnly ? .int8 : .float32)
        return try multipliers(of: batches(of: sources, pool), pool)
    }

    /// The sentences with their translations.
    private func batches(
        of sources: [[Int32]], _ pool: WorkerPool
    ) throws -> [Batch] {
        let special = model.specialTokens
        let targets = try TokenTranslator(model, on: pool).translate(sources, .greedy).map {
            ($0.first?.tokens ?? []).prefix(model.maximumLength - 1) + [special.end]
        }
        return stride(from: 0, to: sources.count, by: Self.batchSize).map { start in
            let pairs = Array(start..<min(start + Self.batchSize, sources.count))
            // Filler is nobody's input.
            return Batch(
                pairs, sources: pairs.map { sources[$0][...] }, targets: pairs.map { targets[$0] },
                special, rowMultiple: 1)
        }
    }

    private func multipliers(
        of batches: [Batch], _ pool: WorkerPool
    ) throws -> [String: Float] {
        let matrices = model.parameters.entries.filter(\.isQuantizable)
        let workers = pool.count
        let maxima = try pool.run { [model] worker, context in
            stride(from: worker, to: batches.count, by: workers).map { index in
                let ranges = InputRanges()
                context.withInputRanges(ranges) {
                    _ = model.logProbabilities(of: batches[index], context)
                }
                return matrices.map { ranges[$0.parameter] }
            }
        }.joined()
        let pairs = matrices.enumerated().compactMap { place, matrix in
            Self.multiplier(of: maxima.compactMap { $0[place] }).map { (matrix.name, $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The multiplier for inputs with these maxima; nil where there were no inputs, 1 where all were
    /// zeros.
    static func multiplier(of maxima: [Float]) -> Float? {
        guard !maxima.isEmpty else { return nil }
        // Sorted, so that the number of workers changes no sum.
        let numbers = maxima.map(Double.init).sorted()
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let range = mean + deviations * variance.squareRoot()
        return range > 0 ? Float(127 / range) : 1
    }
}
