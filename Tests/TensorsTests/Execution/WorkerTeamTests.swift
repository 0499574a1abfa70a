import Foundation
import Tensors
import TestSupport
import Testing

/// Workers that have nothing to do help the others.
struct WorkerTeamTests {
    private let store = ParameterStore()
    private let weight: Parameter
    private let bias: Parameter

    init() {
        weight = store.declare(
            "weight", shape: [1001, 512], initializer: .normal(standardDeviation: 0.5),
            isQuantizable: true)
        bias = store.declare(
            "bias", shape: [1001], initializer: .normal(standardDeviation: 1))
        store.initialize(seed: 1)
        store.updateComputeCopy(.int8)
    }

    private func product(_ context: Context) -> [Float] {
        context.linear(context.random(3, 512), weight: weight, bias: bias).array()
    }

    /// One worker computes beside others, some of which have work of their own that lasts.
    @Test(arguments: [(1, 0), (2, 0), (3, 0), (5, 0), (2, 1), (4, 2), (4, 3)])
    func whatTheyComputeTogetherIsTheSame(workers: Int, busy: Int) throws {
        let expected = product(Context(precision: .int8))
        let pool = WorkerPool(count: workers, precision: .int8, cores: workers)
        let end = DispatchSemaphore(value: 0)
        for worker in 1..<1 + busy { pool.enqueue(on: worker) { _ in end.wait() } }
        let done = DispatchSemaphore(value: 0)
        let failures = Count()
        pool.enqueue(on: 0) { context in
            pool.withIdleWorkers(context) {
                for _ in 0..<500 where product(context) != expected { failures.add() }
            }
            done.signal()
        }
        #expect(done.wait(timeout: .now() + 60) == .success)
        for _ in 0..<busy { end.signal() }
        #expect(failures.value == 0)
    }

    /// Every worker leads for a while, and gets work while it helps.
    @Test func helpersLeaveForWorkOfTheirOwn() throws {
        let expected = product(Context(precision: .int8))
        let pool = WorkerPool(count: 3, precision: .int8, cores: 3)
        for _ in 0..<50 {
            let results = try pool.run { worker, context in
                pool.withIdleWorkers(context) {
                    (0..<1 + 5 * worker).allSatisfy { _ in product(context) == expected }
                }
            }
            #expect(results == [true, true, true])
        }
    }

    /// They do not look for something to do for longer than an instant.
    @Test func theySleepWhileThereIsNothingToDo() throws {
        let pool = WorkerPool(count: 2, precision: .int8, cores: 2)
        func processorTime() throws -> [Double] {
            try pool.run { _, _ in
                var time = timespec()
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
                return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
            }
        }
        let done = DispatchSemaphore(value: 0)
        let before = try processorTime()
        pool.enqueue(on: 0) { context in
            pool.withIdleWorkers(context) {
                _ = product(context)
                // A leader that has nothing for its helpers.
                Thread.sleep(forTimeInterval: 0.5)
            }
            done.signal()
        }
        done.wait()
        Thread.sleep(forTimeInterval: 0.5)
        let after = try processorTime()
        #expect(after[1] - before[1] < 0.1)
    }

    private final class Count: @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        var value: Int { lock.withLock { count } }
        func add() { lock.withLock { count += 1 } }
    }
}
