import Foundation
import Layers
import Models
import Ranks
import Tensors

/// What the ranks of a run bring together and agree on. A process that trains alone agrees with itself: then
/// nothing of this does anything.
struct RankAgreement {
    /// What brings ranks together; nil where there is one process.
    let exchange: RankExchange?
    /// The workers of all ranks.
    let workers: TrainingWorkers

    /// Meets the other ranks, and takes the weights of rank 0.
    ///
    /// - Parameters:
    ///   - ranks: The ranks; nil for a lone process.
    ///   - store: The weights.
    ///   - pool: The workers of this process.
    ///   - options: How the model is trained.
    ///   - data: What it is trained on.
    /// - Throws: `CalqueError` when ranks were given different things, or one does not answer.
    init(
        _ ranks: TrainingRanks?, _ store: ParameterStore, on pool: WorkerPool,
        _ options: TrainingOptions, _ data: TrainingData
    ) throws {
        guard let ranks else {
            exchange = nil
            workers = TrainingWorkers(pool.count)
            return
        }
        var shared = options
        // Each may have as many as it has cores.
        shared.workers = 0
        try ranks.communicator.requireAgreement(on: [
            ("training text", "\(data.fingerprint) \(data.count) \(data.pairsOfEpoch)"),
            ("number of weights", "\(store.count)"), ("numbers on the wire", ranks.wire.rawValue),
            ("options", "\(shared)"),
        ])
        try ranks.communicator.broadcast(store.bytes)
        let exchange = try RankExchange(
            ranks.communicator, for: store, on: pool, wire: ranks.wire, overlaps: ranks.overlaps)
        self.exchange = exchange
        workers = TrainingWorkers(exchange.layout.workerCount, own: exchange.workers)
    }

    private var communicator: Communicator? { exchange?.communicator }

    /// The bytes that this process has sent so far; nil where it is alone.
    var sentBytes: Int? { communicator?.sentBytes }

    /// Whether this process reads and writes for all.
    var isFirst: Bool { communicator?.isFirst ?? true }

    /// What rank 0 has.
    func fromFirst<Value: Codable>(_ value: Value) throws -> Value {
        try communicator?.fromFirst(value) ?? value
    }

    /// Whether something is so on any rank.
    func isAny(_ isSo: Bool) throws -> Bool { try communicator?.isAny(isSo) ?? isSo }

    /// The losses of all workers, in their order.
    func gather(_ parts: [LossSums]) throws -> [LossSums] {
        try exchange?.gather(parts) ?? parts
    }

    /// Lines that each rank makes a part of.
    ///
    /// - Parameters:
    ///   - count: The number of all.
    ///   - make: Makes those of a range.
    /// - Returns: All lines, on all ranks.
    func lines(_ count: Int, _ make: (Range<Int>) throws -> [String]) throws -> [String] {
        guard let communicator else { return try make(0..<count) }
        let (rank, size) = (communicator.rank, communicator.size)
        let own = count * rank / size..<count * (rank + 1) / size
        let lines = own.isEmpty ? [] : try make(own)
        let all = try communicator.allGather(Array(JSONEncoder().encode(lines)))
        return try all.flatMap { try JSONDecoder().decode([String].self, from: Data($0)) }
    }

    /// Brings all of an average to all ranks.
    func allGather(_ average: ParameterVector) throws { try exchange?.allGather(average) }

    /// Brings to rank 0 what of an optimiser's state is written down and on other ranks, but for the average.
    func gatherMoments(of optimizer: Adam) throws {
        try exchange?.gather(optimizer.moment1)
        try exchange?.gather(optimizer.moment2)
    }

    /// Brings to all ranks what rank 0 has read.
    ///
    /// - Parameters:
    ///   - state: What rank 0 has read; nil where there was nothing.
    ///   - optimizer: Has the rest of what it has read.
    /// - Returns: The state.
    func restore(_ state: TrainingState?, _ optimizer: Adam) throws -> TrainingState? {
        guard let exchange else { return state }
        guard let restored = try fromFirst(state) else { return nil }
        try exchange.broadcastWeights()
        for vector in [optimizer.moment1, optimizer.moment2]
            + (optimizer.average.map { [$0] } ?? [])
        {
            try exchange.communicator.broadcast(vector.bytes(in: 0..<vector.count))
        }
        optimizer.stepCount = restored.update
        optimizer.forgetOtherShares()
        return restored
    }
}
