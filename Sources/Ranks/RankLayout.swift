/// How many workers every rank has. All workers of all ranks have one order: those of rank 0, those
/// of rank 1, and so on.
public struct RankLayout: Equatable, Sendable {
    /// The number of workers by rank.
    public let workers: [Int]

    /// A layout.
    ///
    /// - Parameter workers: The number of workers by rank, none of them 0.
    public init(workers: [Int]) {
        precondition(
            !workers.isEmpty && workers.allSatisfy { $0 > 0 }, "ranks of \(workers) workers")
        self.workers = workers
    }

    /// The number of ranks.
    public var size: Int { workers.count }

    /// The number of all workers.
    public var workerCount: Int { workers.reduce(0, +) }

    /// The workers of a rank among all.
    ///
    /// - Parameter rank: The rank.
    public func workers(of rank: Int) -> Range<Int> {
        let first = workers[..<rank].reduce(0, +)
        return first..<first + workers[rank]
    }
}
