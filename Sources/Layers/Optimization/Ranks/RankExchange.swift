public import Ranks
public import Tensors

/// The type of the numbers that ranks send each other.
public enum WireType: String, Sendable, CaseIterable, Codable {
    /// As they are: N ranks of one worker come to the weights of one rank of N workers, bit for bit.
    case float32
    /// Half of the bytes. The gradients of each rank are rounded once, and so is what a step changes in
    /// the weights; sums, moments and the weights themselves are float32.
    case bfloat16
}

/// What several ranks do for one update of a model: they add up gradients, and each takes the
/// optimiser's step for its share of the weights (Rajbhandari et al. 2020, ZeRO's first stage), which then
/// come together.
///
/// Worker k of all workers has the part of the weights that it would have if all were on one rank.
/// Moments and average are on the rank of its worker alone.
public final class RankExchange {
    /// The ranks.
    public let communicator: Communicator
    /// The workers of all ranks.
    public let layout: RankLayout
    /// Whether gradients are sent while others are still computed.
    let overlaps: Bool
    let store: ParameterStore
    let pool: WorkerPool
    /// The parts of all workers.
    private let ranges: [Range<Int>]
    /// The shares of all ranks.
    private let shares: [Range<Int>]
    let summation: any GradientSummation
    private let changes: WeightChanges?

    /// An exchange of the ranks that a communicator has.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - store: The weights, which are the same on all ranks.
    ///   - pool: The workers of this rank.
    ///   - wire: The type of the numbers on their way.
    ///   - overlaps: Whether gradients are sent while others are still computed, where this rank has at
    ///     most eight workers. It changes no number, and other ranks need not do the same.
    /// - Throws: `CalqueError` when a rank does not answer.
    public convenience init(
        _ communicator: Communicator, for store: ParameterStore, on pool: WorkerPool,
        wire: WireType = .float32, overlaps: Bool = true
    ) throws {
        // One mebibyte where there are few ranks. A sum is under way on all of them when there are
        // many pieces for each.
        let length = max(1 << 20 / communicator.size, 1 << 15)
        try self.init(
            communicator, for: store, on: pool, wire: wire, overlaps: overlaps,
            pieceLength: min(length, 1 << 18))
    }

    /// - Parameter pieceLength: The numbers of a message.
    package init(
        _ communicator: Communicator, for store: ParameterStore, on pool: WorkerPool,
        wire: WireType, overlaps: Bool = true, pieceLength: Int
    ) throws {
        self.communicator = communicator
        self.store = store
        self.pool = pool
        // Of more workers one thread would not add the gradients up before they are done: it would only
        // take the core from one of them, for whom all others wait.
        self.overlaps = overlaps && pool.count <= 8
        let workers = try communicator.allGather(
            [Double(pool.count)], counts: Array(repeating: 1, count: communicator.size))
        let layout = RankLayout(workers: workers.map { Int($0) })
        self.layout = layout
        let ranges = store.equalRanges(for: layout.workerCount)
        self.ranges = ranges
        let shares = (0..<layout.size).map { rank in
            let workers = layout.workers(of: rank)
            return ranges[workers.lowerBound].lowerBound..<ranges[workers.upperBound - 1].upperBound
        }
        self.shares = shares
        let parts = SumParts(
            communicator: communicator, shares: shares, pieceLength: pieceLength, store: store)
        let addsInOrder = layout.workers.dropFirst().allSatisfy { $0 == 1 }
        summation =
            wire == .float32 && !addsInOrder
            ? SumAlongRanks(parts) : SumOfRankSums(parts, wire: wire)
        changes = wire == .bfloat16 ? WeightChanges(of: store) : nil
    }

    /// The numbers of this rank's workers among all.
    public var workers: Range<Int> { layout.workers(of: communicator.rank) }

    /// The weights that this rank takes the optimiser's step for.
    public var share: Range<Int> { shares[communicator.rank] }

    /// The losses of all workers, in their order.
    ///
    /// - Parameter parts: Those of this rank's.
    /// - Throws: `CalqueError` when a rank does not answer.
    package func gather<Total: LossTotal>(_ parts: [Total]) throws -> [Total] {
        let length = Total().numbers.count
        let numbers = try communicator.allGather(
            parts.flatMap(\.numbers), counts: layout.workers.map { $0 * length })
        return stride(from: 0, to: numbers.count, by: length).map {
            Total(numbers: Array(numbers[$0..<$0 + length]))
        }
    }

    /// What ``compute(_:_:)`` has added up: this rank's share of the sum, and the norm of all of it.
    ///
    /// - Throws: `CalqueError` when a rank does not answer.
    func gradientSum() throws -> GradientSum {
        let total = summation.total
        let own = Array(ranges[workers])
        let squares = try pool.run { worker, _ in total.add([], in: own[worker]) }
        let all = try communicator.allGather(squares, counts: layout.workers)
        return GradientSum(total: total, norm: all.reduce(0, +).squareRoot(), ranges: own)
    }

    /// Does something that sends and receives, and after an error never gives memory back: messages may be
    /// under way that are read from it or written to it, until the process ends.
    ///
    /// - Parameters:
    ///   - owner: What owns the memory, beside this exchange.
    ///   - body: Sends and receives.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func keepingMemory<Result>(
        of owner: AnyObject? = nil, _ body: () throws -> Result
    ) rethrows -> Result {
        do {
            return try body()
        } catch {
            for object in [self, owner] { _ = object.map(Unmanaged.passRetained) }
            throw error
        }
    }

    /// Keeps what has to be known of the weights before a step.
    func keepWeights() { changes?.keep(share) }

    /// Brings the weights that each rank has taken the step for to all.
    ///
    /// - Throws: `CalqueError` when a rank does not answer.
    func bringWeightsTogether() throws {
        let everything = store.equalRanges(for: pool.count)
        guard let changes else {
            try allGather(store.bytes, "the weights")
            try pool.run { [store, share] worker, _ in
                for part in everything[worker].without(share) { store.updateBfloat16Copy(in: part) }
            }
            return
        }
        let own = Array(ranges[workers])
        try pool.run { worker, _ in changes.round(in: own[worker]) }
        try communicator.allGather(
            changes.bytes, shares: shares.map { $0.scaled(by: 2) }, "the weights")
        try pool.run { [store] worker, _ in
            changes.add(in: everything[worker])
            store.updateBfloat16Copy(in: everything[worker])
        }
    }

    /// Brings the weights of rank 0 to all.
    ///
    /// - Throws: `CalqueError` when a rank does not answer.
    public func broadcastWeights() throws {
        try keepingMemory { try communicator.broadcast(store.bytes) }
    }

    /// Brings all shares of a vector to all ranks: of the average, say, before a validation.
    ///
    /// - Parameter vector: The numbers, of which each rank has its share.
    /// - Throws: `CalqueError` when a rank does not answer.
    public func allGather(_ vector: ParameterVector) throws {
        try keepingMemory(of: vector) {
            try allGather(vector.bytes(in: 0..<vector.count), "the average")
        }
    }

    /// Brings all shares of a vector to rank 0, which writes them down.
    ///
    /// - Parameter vector: The numbers, of which each rank has its share.
    /// - Throws: `CalqueError` when a rank does not answer.
    public func gather(_ vector: ParameterVector) throws {
        try keepingMemory(of: vector) {
            try communicator.gather(
                vector.bytes(in: 0..<vector.count), shares: shares.map { $0.scaled(by: 4) },
                "the optimiser's state")
        }
    }

    private func allGather(_ bytes: UnsafeMutableRawBufferPointer, _ what: String) throws {
        try communicator.allGather(bytes, shares: shares.map { $0.scaled(by: 4) }, what)
    }
}

extension Range<Int> {
    /// The bytes of numbers.
    ///
    /// - Parameter length: The bytes of one.
    func scaled(by length: Int) -> Range<Int> { lowerBound * length..<upperBound * length }

    /// What of the range lies before and behind another.
    func without(_ other: Range<Int>) -> [Range<Int>] {
        [
            clamped(to: Int.min..<other.lowerBound), clamped(to: other.upperBound..<Int.max),
        ].filter { !$0.isEmpty }
    }
}
