package import Dispatch
import Foundation

/// Threads that each own a context: the unit of parallelism is a worker with its share of the data,
/// never a part of an operation.
///
/// The workers wait between calls of `run`, so that their memory, compiled products and caches stay
/// with them.
public final class WorkerPool: Sendable {
    /// The number of workers.
    public var count: Int { workers.count }
    /// The type of the workers' products.
    public let precision: Precision
    private let workers: [Worker]

    /// The cores that this process may use: fewer than the machine has where affinity (`taskset`) or
    /// a container's quota says so.
    public static var coreCount: Int { AvailableCores().count }

    /// Starts workers.
    public init(count: Int = WorkerPool.coreCount, precision: Precision) {
        precondition(count > 0, "a pool of \(count) workers")
        self.precision = precision
        workers = (0..<count).map { Worker(index: $0, precision: precision) }
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

    private func start<Result: Sendable>(
        _ body: @escaping @Sendable (_ worker: Int, _ context: Context) throws -> Result,
        _ results: Results<Result>
    ) -> DispatchGroup {
        let group = DispatchGroup()
        for (index, worker) in workers.enumerated() {
            group.enter()
            worker.enqueue { context in
                results.set(index, Swift.Result { try body(index, context) })
                group.leave()
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

/// A thread with a context and a queue of work.
private final class Worker: @unchecked Sendable {
    private let condition = NSCondition()
    private var queue: [@Sendable (Context) -> Void] = []
    private var isStopped = false

    init(index: Int, precision: Precision) {
        let thread = Thread { [self] in
            let context = Context(precision: precision)
            while let work = next() { work(context) }
        }
        thread.name = "worker \(index)"
        thread.stackSize = 8 << 20
        thread.start()
    }

    func enqueue(_ work: @escaping @Sendable (Context) -> Void) {
        condition.withLock {
            queue.append(work)
            condition.signal()
        }
    }

    func stop() {
        condition.withLock {
            isStopped = true
            condition.signal()
        }
    }

    private func next() -> (@Sendable (Context) -> Void)? {
        condition.withLock {
            while queue.isEmpty && !isStopped { condition.wait() }
            return queue.isEmpty ? nil : queue.removeFirst()
        }
    }
}
