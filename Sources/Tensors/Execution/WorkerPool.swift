package import Dispatch
import Foundation

/// Threads that each own a context: the unit of parallelism is a worker with its share of the data.
///
/// Where there is too little for all of them, such as one sentence to translate, those that have
/// nothing to do may help with parts of the others' operations: see
/// `withIdleWorkers`.
///
/// The workers wait between calls of `run`, so that their memory, compiled products and caches stay
/// with them.
public final class WorkerPool: Sendable {
    /// The number of workers.
    public var count: Int { workers.count }
    /// The type of the workers' products.
    public let precision: Precision
    private let workers: [Worker]
    private let teams: WorkerTeams

    /// The cores that this process may use: fewer than the machine has where affinity (`taskset`) or
    /// a container's quota says so.
    public static var coreCount: Int { AvailableCores().count }

    /// Starts workers.
    public init(count: Int = WorkerPool.coreCount, precision: Precision) {
        self.precision = precision
        (workers, teams) = Self.start(count, precision, cores: Self.coreCount)
    }

    /// Starts workers.
    ///
    /// - Parameters:
    ///   - count: The number of workers.
    ///   - precision: The type of their products.
    ///   - cores: The most workers that may be at work, or helping, at once.
    package init(count: Int, precision: Precision, cores: Int) {
        self.precision = precision
        (workers, teams) = Self.start(count, precision, cores: cores)
    }

    private static func start(
        _ count: Int, _ precision: Precision, cores: Int
    ) -> ([Worker], WorkerTeams) {
        precondition(count > 0, "a pool of \(count) workers")
        let teams = WorkerTeams(workers: count, cores: cores)
        let workers = WorkerBinding.places(for: count).enumerated().map { index, place in
            Worker(index: index, precision: precision, place: place, in: teams)
        }
        return (workers, teams)
    }

    deinit {
        for worker in workers { worker.stop() }
    }

    /// Runs `body` on every worker at once and waits for all.
    ///
    /// - Returns: The results by worker.
    /// - Throws: The error of the first worker (by number) that threw.
    @discardableResult
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (_ worker: Int, _ context: Context) throws -> Result
    ) throws -> [Result] {
        try start(body).results()
    }

    /// Runs `body` on every worker at once, and does not wait for them.
    ///
    /// - Returns: What to wait for.
    package func start<Result: Sendable>(
        _ body: @escaping @Sendable (_ worker: Int, _ context: Context) throws -> Result
    ) -> PoolRun<Result> {
        let results = Results<Result>(count: count)
        return PoolRun(group: start(body, results), collected: results)
    }

    /// Runs `body` on every worker at once; the caller's thread is free meanwhile.
    ///
    /// - Returns: The results by worker.
    /// - Throws: The error of the first worker (by number) that threw.
    @discardableResult
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (_ worker: Int, _ context: Context) throws -> Result
    ) async throws -> [Result] {
        let results = Results<Result>(count: count)
        await withCheckedContinuation { continuation in
            start(body, results).notify(queue: .global()) { continuation.resume() }
        }
        return try results.take()
    }

    /// Hands a worker something to do after what it has been given before, and does not wait for it.
    public func enqueue(on worker: Int, _ work: @escaping @Sendable (Context) -> Void) {
        workers[worker].enqueue(work)
    }

    /// Runs `body` with the workers that have nothing to do meanwhile: they do parts of its products in
    /// eight bits, each over some columns. What it computes is the same, bit for bit, however many there
    /// are. Products in floating point stay whole: in which order oneDNN adds depends on their shape.
    ///
    /// - Parameters:
    ///   - context: The context of the worker that this is called on.
    ///   - body: What is to be done in the context.
    package func withIdleWorkers<Result>(
        _ context: Context, _ body: () throws -> Result
    ) rethrows -> Result {
        guard count > 1, precision == .int8, context.team == nil else { return try body() }
        let team = context.ownTeam ?? teams.makeTeam()
        context.ownTeam = team
        context.team = team
        teams.begin(team)
        defer {
            context.team = nil
            teams.end(team)
        }
        return try body()
    }

    private func start<Result: Sendable>(
        _ body: @escaping @Sendable (_ worker: Int, _ context: Context) throws -> Result,
        _ results: Results<Result>
    ) -> DispatchGroup {
        let group = DispatchGroup()
        for (index, worker) in workers.enumerated() {
            group.enter()
            worker.enqueue { context in
                results.set(index, Swift.Result { try body(index, context) })
                context.unbound { group.leave() }
            }
        }
        return group
    }
}

/// What all workers of a pool are doing.
package struct PoolRun<Value: Sendable> {
    fileprivate let group: DispatchGroup
    fileprivate let collected: Results<Value>

    /// Waits for all workers, but not for longer than a time.
    ///
    /// - Parameter time: Nil for as long as it takes.
    /// - Returns: Whether all are done.
    @discardableResult
    package func wait(atMost time: DispatchTimeInterval? = nil) -> Bool {
        group.wait(timeout: time.map { .now() + $0 } ?? .distantFuture) == .success
    }

    /// Waits for all workers.
    ///
    /// - Returns: The results by worker.
    /// - Throws: The error of the first worker (by number) that threw.
    package func results() throws -> [Value] {
        wait()
        return try collected.take()
    }
}

/// What workers hand in, by number.
private final class Results<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<Value, any Error>?]

    init(count: Int) {
        values = Array(repeating: nil, count: count)
    }

    func set(_ index: Int, _ value: Result<Value, any Error>) {
        lock.withLock { values[index] = value }
    }

    func take() throws -> [Value] {
        try lock.withLock { try values.compactMap { try $0?.get() } }
    }
}
