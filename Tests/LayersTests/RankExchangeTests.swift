import Basics
import Layers
import Ranks
import Tensors
import TestSupport
import Testing

/// What a training of a few weights came to.
private struct Outcome: Equatable, Sendable {
    var weights: [Float] = []
    var average: [Float] = []
    var moment: [Float] = []
    var norms: [Double] = []
    var losses: [Double] = []
}

/// Some weights, and updates of them whose gradients follow from the weights, the number of the update and
/// the number of the worker.
private final class SmallTraining {
    let store = ParameterStore()
    private let parameters: [Parameter]

    init() {
        parameters = [
            store.declare("matrix", shape: [90, 130], initializer: .xavierUniform),
            store.declare("vector", shape: [133], initializer: .normal(standardDeviation: 1)),
            store.declare("constant", shape: [3], initializer: .constant(4), isTrainable: false),
            store.declare("second", shape: [50, 70], initializer: .xavierUniform),
        ]
        store.freeze(parameters[3][rows: 2..<3])
        store.initialize(seed: 1)
    }

    /// Trains, on this rank's part of all workers.
    ///
    /// - Parameter exchange: Makes what brings ranks together; nil where there is one.
    func train(
        workers: Int, _ options: AdamOptions,
        exchange: ((ParameterStore, WorkerPool) throws -> RankExchange)? = nil
    ) throws -> Outcome {
        let pool = WorkerPool(count: workers, precision: .float32)
        let ranks = try exchange?(store, pool)
        let adam = Adam(store, options, share: ranks?.share)
        let update = DataParallelUpdate(adam, on: pool, across: ranks)
        var outcome = Outcome()
        for number in 1...4 {
            let result = try update(learningRate: 0.01) { [parameters] worker, gradient, _ in
                Self.addGradients(of: parameters, number, worker, to: gradient)
            }
            outcome.norms.append(result.gradientNorm)
            outcome.losses.append(result.total.loss)
        }
        try ranks?.allGather(adam.moment1)
        if let average = adam.average { try ranks?.allGather(average) }
        outcome.weights = parameters.flatMap { Array($0.values) }
        outcome.moment = parameters.flatMap { Array(adam.moment1[$0]) }
        outcome.average =
            adam.average.map { average in
                parameters.flatMap { Array(average[$0]) }
            } ?? []
        return outcome
    }

    private static func addGradients(
        of parameters: [Parameter], _ update: Int, _ worker: Int, to gradient: ParameterVector
    ) -> BitLossSums {
        var random = RandomSource(seed: 3, path: update, worker)
        var sums = BitLossSums()
        for parameter in parameters {
            for (index, weight) in parameter.values.enumerated() {
                let number = random.nextNormal()
                gradient[parameter][index] += weight + number
                sums.loss += Double(number)
            }
        }
        sums.bits = 10 + worker
        return sums
    }
}

struct RankExchangeTests {
    private static let options = AdamOptions(weightDecay: 0.01, clipNorm: 0.5, averageDecay: 0.9)

    private static func train(
        _ workers: [Int], _ options: AdamOptions = Self.options, wire: WireType = .float32,
        pieceLength: Int = 1000, deadline: Duration = .seconds(60)
    ) -> [Result<Outcome, any Error>] {
        onRanks(workers.count, deadline: deadline) { communicator in
            try SmallTraining().train(workers: workers[communicator.rank], options) {
                try RankExchange(
                    communicator, for: $0, on: $1, wire: wire, pieceLength: pieceLength)
            }
        }
    }

    @Test(arguments: [
        [1, 1], [2, 2], [1, 3], [3, 1], [1, 1, 1, 1], [1, 2, 1], [2, 1, 1], [4], [5, 3],
    ])
    func whereWorkersAreChangesNoBit(workers: [Int]) throws {
        let expected = try SmallTraining().train(workers: workers.reduce(0, +), Self.options)
        for outcome in Self.train(workers) { #expect(try outcome.get() == expected) }
    }

    @Test(arguments: [16, 4800, 1 << 18], [[1, 1, 1], [2, 2]])
    func pieceLengthsChangeNoBit(pieceLength: Int, workers: [Int]) throws {
        let expected = try SmallTraining().train(workers: workers.reduce(0, +), AdamOptions())
        for outcome in Self.train(workers, AdamOptions(), pieceLength: pieceLength) {
            #expect(try outcome.get() == expected)
        }
    }

    @Test(arguments: [[1, 1], [2, 2], [2, 1, 1]])
    func bfloat16OnTheWireIsCloseAndTheSameOnAllRanks(workers: [Int]) throws {
        let expected = try SmallTraining().train(workers: workers.reduce(0, +), Self.options)
        let outcomes = try Self.train(workers, wire: .bfloat16).map { try $0.get() }
        expect(outcomes[0].weights, expected.weights, relative: 1e-2, "weights")
        #expect(outcomes[0].weights != expected.weights)
        for outcome in outcomes { #expect(outcome.weights == outcomes[0].weights) }
    }

    /// P weights, of R ranks: P for the sum that walks along them, and its share of the owners'; or the
    /// R − 1 of R that others own. Then R − 1 shares of the weights. Rank 0 sends the sum first.
    @Test(arguments: [
        ([2, 2], WireType.float32, 1 + 0.5), ([1, 1], .float32, 0.5 + 0.5),
        ([1, 1], .bfloat16, 0.25 + 0.25), ([2, 2], .bfloat16, 0.25 + 0.25),
        ([1, 1, 1, 1], .float32, 0.75 + 0.75),
    ])
    func anUpdateSendsAsManyBytesAsItHasTo(
        workers: [Int], wire: WireType, expected: Double
    ) throws {
        let outcomes = onRanks(workers.count) { communicator in
            let training = SmallTraining()
            _ = try training.train(workers: workers[communicator.rank], AdamOptions()) {
                try RankExchange(communicator, for: $0, on: $1, wire: wire)
            }
            // One moment was brought together after the four updates.
            let moment = Double(workers.count - 1) / Double(workers.count)
            let vectors = Double(communicator.sentBytes) / Double(4 * training.store.count)
            return (vectors - moment) / 4
        }
        #expect(abs(try outcomes[0].get() - expected) < 0.05)
    }

    private static func begin(
        _ communicator: Communicator
    ) throws -> (adam: Adam, exchange: RankExchange, training: SmallTraining) {
        let training = SmallTraining()
        let pool = WorkerPool(count: 1, precision: .float32)
        let exchange = try RankExchange(communicator, for: training.store, on: pool)
        let adam = Adam(training.store, options, share: exchange.share)
        return (adam, exchange, training)
    }

    @Test func theStateOfAllSharesIsWrittenByRank0AndReadByAll() throws {
        let folder = try TemporaryFolder()
        let outcomes = onRanks(3) { communicator in
            let (saved, exchange, _) = try Self.begin(communicator)
            for vector in [saved.moment1, saved.moment2, try #require(saved.average)] {
                for index in exchange.share { vector.values[index] = Float(index) }
                try exchange.gather(vector)
            }
            if communicator.rank == 0 { try saved.save(to: folder.url) }
            try communicator.meet()
            let (loaded, _, training) = try Self.begin(communicator)
            try loaded.load(from: folder.url, steps: 1)
            loaded.forgetOtherShares()
            let parameters = training.store.entries.map(\.parameter)
            return exchange.share.allSatisfy { index in
                let isOfParameter = parameters.contains {
                    ($0.offset..<$0.offset + $0.count).contains(index)
                }
                return !isOfParameter || loaded.moment2.values[index] == Float(index)
            }
        }
        for outcome in outcomes { #expect(try outcome.get()) }
    }

    @Test(arguments: [WireType.float32, .bfloat16], [1, 2])
    func aRankThatEndsAmidAnUpdateEndsTheOthers(wire: WireType, workers: Int) throws {
        let start = ContinuousClock.now
        let outcomes = onRanks(3, deadline: .seconds(1)) { communicator in
            try SmallTraining().train(workers: workers, AdamOptions()) { store, pool in
                let exchange = try RankExchange(
                    communicator, for: store, on: pool, wire: wire, pieceLength: 1000)
                if communicator.rank == 1 { throw Stopped() }
                return exchange
            }
        }
        for rank in [0, 2] {
            let message = try message { _ = try outcomes[rank].get() }
            #expect(message.contains("from rank 1 on "))
        }
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test func aLossThatIsNoNumberIsSeenByAllRanks() throws {
        let outcomes = onRanks(2) { communicator in
            let store = SmallTraining().store
            let pool = WorkerPool(count: 1, precision: .float32)
            let exchange = try RankExchange(communicator, for: store, on: pool)
            let update = DataParallelUpdate(
                Adam(store, AdamOptions(), share: exchange.share), on: pool, across: exchange)
            return try update(learningRate: 1) { worker, _, _ in
                var sums = BitLossSums()
                sums.loss = worker == 1 ? .nan : 1
                return sums
            }.isFinite
        }
        for outcome in outcomes { #expect(try outcome.get() == false) }
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: WireType.allCases)
    func theCopyForProductsFollowsTheWeightsOfAllRanks(wire: WireType) throws {
        let outcomes = onRanks(2) { communicator in
            let training = SmallTraining()
            training.store.updateComputeCopy(.bfloat16)
            _ = try training.train(workers: 1, AdamOptions()) {
                try RankExchange(communicator, for: $0, on: $1, wire: wire, pieceLength: 1000)
            }
            let matrix = try #require(training.store["matrix"])
            let context = Context(precision: .bfloat16)
            let identity = context.tensor(
                (0..<130 * 130).map { $0 / 130 == $0 % 130 ? 1 : 0 }, 130, 130)
            let written = context.linear(identity, weight: matrix, bias: nil).array()
            training.store.updateComputeCopy(.bfloat16)
            return written == context.linear(identity, weight: matrix, bias: nil).array()
        }
        for outcome in outcomes { #expect(try outcome.get()) }
    }
}

private struct Stopped: Error {}
