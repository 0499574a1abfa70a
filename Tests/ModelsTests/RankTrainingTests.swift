import Basics
import Layers
import Models
import Ranks
import Tensors
import TestSupport
import Testing
import Text

/// A Transformer with dropout, on batches that belong to its workers.
struct RankTrainingTests {
    private struct Outcome: Equatable, Sendable {
        var weights: [Float] = []
        var losses: [Double] = []
        var norms: [Double] = []
    }

    private static func train(
        workers: Int, wire: WireType = .float32, on communicator: Communicator? = nil
    ) throws -> Outcome {
        let model = Transformer.random(.small { $0.dropout = 0.1 })
        let pool = WorkerPool(count: workers, precision: .float32)
        let ranks = try communicator.map {
            try RankExchange($0, for: model.parameters, on: pool, wire: wire)
        }
        let optimizer = Adam(model.parameters, AdamOptions(clipNorm: 1), share: ranks?.share)
        let update = DataParallelUpdate(optimizer, on: pool, across: ranks)
        var outcome = Outcome()
        for number in 1...5 {
            let result = try update(learningRate: 1e-2) { worker, gradients, context in
                let seed = UInt64(number * 10 + worker)
                let batch = Batch(
                    sentences([5 + worker, 3], seed: seed),
                    sentences([4, 6 + worker], seed: seed + 100), model)
                return context.backpropagate(
                    into: gradients, dropout: RandomSource(seed: 1, path: number, worker),
                    isLast: true
                ) { model.loss(of: batch, smoothing: 0.1, context) }
            }
            outcome.losses.append(result.total.meanLoss)
            outcome.norms.append(result.gradientNorm)
        }
        outcome.weights = model.parameters.weights
        return outcome
    }

    @Test(arguments: [[1, 1], [2, 2], [1, 1, 1, 1], [3, 1], [1, 2, 1]])
    func theModelIsThatOfOneRankWithAllWorkers(workers: [Int]) throws {
        let expected = try Self.train(workers: workers.reduce(0, +))
        let outcomes = onRanks(workers.count) {
            try Self.train(workers: workers[$0.rank], on: $0)
        }
        for outcome in outcomes { #expect(try outcome.get() == expected) }
    }

    @Test(arguments: [[1, 1], [2, 2]])
    func lossesByBfloat16OnTheWireAreClose(workers: [Int]) throws {
        let expected = try Self.train(workers: workers.reduce(0, +))
        let outcomes = onRanks(workers.count) {
            try Self.train(workers: workers[$0.rank], wire: .bfloat16, on: $0)
        }
        for outcome in outcomes {
            let outcome = try outcome.get()
            expect(
                outcome.losses.map { Float($0) }, expected.losses, relative: 1e-2, "losses")
        }
    }
}
