import Basics
import Foundation
import Layers
import Ranks
import Tensors
import TestSupport
import Testing

/// Weights in layers, whose gradients a backward pass computes from the last to the first.
private final class LayeredTraining {
    /// What a share does besides.
    struct Share: Sendable {
        /// Says that layers are complete.
        var marks = true
        /// How often gradients are added.
        var batches = 1
        /// Is done before the first layer's gradients are there; the worker is its number among all.
        var beforeFirst: @Sendable (_ worker: Int, _ update: Int) throws -> Void = { _, _ in }
        /// The loss of a worker in an update.
        var loss: @Sendable (_ worker: Int, _ update: Int) -> Double = { _, _ in 1 }
    }

    let store = ParameterStore()
    private let layers: [(place: Int, weights: Parameter)]

    init() {
        layers = (0..<6).map { [store] in
            let place = store.count
            return (
                place,
                store.declare("layer \($0)", shape: [20, 30 + $0], initializer: .xavierUniform)
            )
        }
        for layer in [0, 4] { store.freeze(layers[layer].weights[rows: 3..<5]) }
        store.initialize(seed: 1)
    }

    /// Trains on one rank of several, or alone.
    ///
    /// - Returns: The weights, and the norms of the gradients.
    func train(
        workers: Int, updates: Int = 3, wire: WireType = .float32, overlaps: Bool = true,
        share: Share, _ communicator: Communicator? = nil
    ) throws -> [Float] {
        let pool = WorkerPool(count: workers, precision: .float32)
        let ranks = try communicator.map {
            try RankExchange(
                $0, for: store, on: pool, wire: wire, overlaps: overlaps, pieceLength: 100)
        }
        let adam = Adam(store, AdamOptions(clipNorm: 0.5), share: ranks?.share)
        let update = DataParallelUpdate(adam, on: pool, across: ranks)
        var norms: [Float] = []
        for number in 1...updates {
            let outcome = try update(learningRate: 0.01) {
                [layers] worker, gradient, context -> BitLossSums in
                for batch in 1...share.batches {
                    try Self.backpropagate(
                        layers, into: gradient, context, share, worker, number, batch)
                }
                var sums = BitLossSums()
                sums.loss = share.loss(worker, number)
                sums.bits = 7
                return sums
            }
            norms.append(outcome.isFinite ? Float(outcome.gradientNorm) : -1)
        }
        return norms + layers.flatMap { Array($0.weights.values) }
    }

    private static func backpropagate(
        _ layers: [(place: Int, weights: Parameter)], into gradient: ParameterVector,
        _ context: Context, _ share: Share, _ worker: Int, _ update: Int, _ batch: Int
    ) throws {
        var problem: (any Error)?
        context.backpropagate(into: gradient, dropout: nil, isLast: batch == share.batches) {
            for (index, layer) in layers.enumerated() {
                if share.marks { context.markParameters(from: layer.place) }
                context.tape?.recordEnd { _ in
                    if index == 0 {
                        do { try share.beforeFirst(worker, update) } catch { problem = error }
                    }
                    var random = RandomSource(seed: 5, path: update, worker, batch, index)
                    // No two workers take the same time.
                    usleep(UInt32(random.nextUniform() * 900))
                    for (number, weight) in layer.weights.values.enumerated() {
                        gradient[layer.weights][number] += weight + random.nextNormal()
                    }
                }
            }
        }
        if let problem { throw problem }
    }

    /// Trains on ranks that are threads.
    static func onRanks(
        _ workers: [Int], updates: Int = 3, wire: WireType = .float32, overlaps: Bool = true,
        watch: MessageWatch? = nil, share: Share
    ) -> [Result<[Float], any Error>] {
        TestSupport.onRanks(workers.count, watch: watch) { communicator in
            do {
                return try LayeredTraining().train(
                    workers: workers[communicator.rank], updates: updates, wire: wire,
                    overlaps: overlaps, share: share, communicator)
            } catch {
                communicator.announce(error)
                throw error
            }
        }
    }
}

struct OverlappedSumTests {
    private typealias Share = LayeredTraining.Share

    @Test(arguments: [[1, 1], [2, 2], [1, 2, 1], [1, 1, 1, 1], [9, 1]])
    func aSumThatBeginsEarlyIsTheSameToTheBit(workers: [Int]) throws {
        let share = Share(batches: 2)
        let expected = try LayeredTraining().train(workers: workers.reduce(0, +), share: share)
        for outcome in LayeredTraining.onRanks(workers, share: share) {
            #expect(try outcome.get() == expected)
        }
    }

    @Test(arguments: [[1, 1], [2, 2], [1, 2, 1]])
    func roundedNumbersAreThoseOfASumThatBeginsLate(workers: [Int]) throws {
        let late = LayeredTraining.onRanks(
            workers, wire: .bfloat16, share: Share(marks: false, batches: 2))
        let early = LayeredTraining.onRanks(workers, wire: .bfloat16, share: Share(batches: 2))
        for (late, early) in zip(late, early) { #expect(try early.get() == late.get()) }
    }

    @Test func nothingIsSentEarlyWhereThatIsNotWanted() throws {
        let (watch, hasLooked) = (MessageWatch(), DispatchSemaphore(value: 0))
        let share = Share(beforeFirst: { worker, _ in
            // No worker is done before the first has looked.
            guard worker == 0 else { return hasLooked.wait() }
            defer { hasLooked.signal() }
            if watch.wait(for: .partialSums, atMost: 0.1) { throw SomethingSent() }
        })
        let outcomes = LayeredTraining.onRanks(
            [1, 1], updates: 1, overlaps: false, watch: watch, share: share)
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    /// The share of rank 1, to which rank 0 sends its part, has three of six layers.
    @Test(arguments: [[1, 1], [2, 2]], WireType.allCases)
    func theLastLayersAreSentBeforeTheFirstIsComputed(workers: [Int], wire: WireType) throws {
        let watch = MessageWatch()
        let share = Share(beforeFirst: { _, _ in
            if !watch.wait(for: .partialSums, 12) { throw NothingSent() }
        })
        let outcomes = LayeredTraining.onRanks(
            workers, updates: 1, wire: wire, watch: watch, share: share)
        for outcome in outcomes { #expect(throws: Never.self) { try outcome.get() } }
    }

    @Test(arguments: [[1, 1], [2, 2], [1, 1, 1]], WireType.allCases)
    func anErrorAmidASumEndsAllRanksWithItsSentence(workers: [Int], wire: WireType) throws {
        let start = ContinuousClock.now
        let (watch, busy) = (MessageWatch(), BusyWorkers())
        let last = workers.reduce(0, +) - 1
        let share = Share(beforeFirst: { worker, update in
            guard update == 2 else { return }
            busy.enter()
            defer { busy.leave() }
            guard watch.wait(for: .partialSums) else { throw NothingSent() }
            if worker == last { throw CalqueError("The disk is full.", kind: .system) }
            usleep(100_000)
        })
        let outcomes = LayeredTraining.onRanks(workers, wire: wire, watch: watch, share: share)
        // The workers of no rank go on.
        #expect(busy.count == 0)
        for outcome in outcomes {
            let message = try message { _ = try outcome.get() }
            #expect(message.contains("The disk is full."), "\(message)")
        }
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test(arguments: [[1, 1], [2, 2]])
    func aSumOfALossThatIsNoNumberLeavesNoMessages(workers: [Int]) throws {
        let share = Share(loss: { $0 == 1 && $1 == 2 ? .infinity : 1 })
        let expected = try LayeredTraining().train(workers: workers.reduce(0, +), share: share)
        #expect(expected[1] == -1 && expected[2] > 0)
        for outcome in LayeredTraining.onRanks(workers, share: share) {
            #expect(try outcome.get() == expected)
        }
    }
}

private struct NothingSent: Error {}
private struct SomethingSent: Error {}

/// Counts workers who are amid a share.
private final class BusyWorkers: @unchecked Sendable {
    private let lock = NSLock()
    private var number = 0

    var count: Int { lock.withLock { number } }
    func enter() { lock.withLock { number += 1 } }
    func leave() { lock.withLock { number -= 1 } }
}
