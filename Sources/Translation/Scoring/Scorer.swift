import Basics
import Foundation
public import Models
public import Tensors
import Text

/// How probable a model finds a translation.
public struct PairScore: Sendable, Equatable, Codable {
    /// log P of every target token given the source and the tokens before it, the end token's last;
    /// natural logarithms.
    public let tokenLogProbabilities: [Float]

    /// log P(Y | X): the sum of ``tokenLogProbabilities``.
    public var logProbability: Double { tokenLogProbabilities.reduce(0) { $0 + Double($1) } }
    /// The number of target tokens, the end token included.
    public var tokenCount: Int { tokenLogProbabilities.count }
    /// The inverse of the geometric mean of the tokens' probabilities.
    public var perplexity: Double { exp(-logProbability / Double(tokenCount)) }
}

/// Tells how probable a model finds given translations, on all workers of a pool. Any number of
/// threads and tasks may use it at once: their batches take turns.
public struct Scorer: Sendable {
    let model: any TranslationModel
    let queue: BatchQueue
    private let limits: BatchLimits

    /// A scorer on workers that others use, too.
    ///
    /// - Parameters:
    ///   - model: The model. Its weights have to be there in the form that the pool's precision
    ///     reads (`TranslationModel.prepare`).
    ///   - pool: The workers.
    ///   - limits: How much goes into a batch; of a pair, the longer side counts.
    public init(
        _ model: any TranslationModel, on pool: WorkerPool, limits: BatchLimits = .init()
    ) {
        self.init(model, BatchQueue(on: pool), limits: limits)
    }

    init(_ model: any TranslationModel, _ queue: BatchQueue, limits: BatchLimits) {
        self.model = model
        self.queue = queue
        self.limits = limits
    }

    /// The score of every pair, in order. All tokens of a pair are predicted at once (teacher
    /// forcing).
    ///
    /// - Throws: `CalqueError` when a side of a pair is empty, longer than the model's maximum or
    ///   has a token that the model does not have, or the model's numbers are not finite.
    public func score(_ pairs: [EncodedPair]) throws -> [PairScore] { try scores(of: pairs).wait() }

    /// The same without blocking the caller's thread.
    ///
    /// - Throws: As the other form, and `CancellationError` when the task is cancelled.
    public func score(_ pairs: [EncodedPair]) async throws -> [PairScore] {
        try await scores(of: pairs).value
    }

    private func scores(of pairs: [EncodedPair]) throws -> Pending<[PairScore]> {
        for (index, pair) in pairs.enumerated() { try model.requireFitting(pair, index) }
        let work = BatchWork("scores", limits: limits, length: \EncodedPair.longerCount) {
            [model] pairs, context in
            let batch = Batch(pairs, model.specialTokens)
            let values = model.logProbabilities(of: batch, context)
            return (0..<batch.target.count).map {
                PairScore(tokenLogProbabilities: Array(values[batch.target.range(of: $0)]))
            }
        }
        return queue.submit(pairs, to: work).map { scores in
            // A token may be impossible, but then its log-probability is -infinity.
            if let index = scores.firstIndex(where: \.logProbability.isNaN) {
                throw CalqueError.notFinite("scores the pair at index \(index)")
            }
            return scores
        }
    }
}

extension Batch {
    init(_ pairs: [EncodedPair], _ tokens: SpecialTokens) {
        self.init(
            Array(pairs.indices), sources: pairs.map { $0.source[...] },
            targets: pairs.map { $0.target[...] }, tokens)
    }
}
