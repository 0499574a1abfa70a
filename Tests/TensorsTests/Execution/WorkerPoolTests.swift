import Foundation
import Tensors
import Testing

struct WorkerPoolTests {
    private struct Failure: Error, Equatable {
        let worker: Int
    }

    @Test func resultsComeInTheOrderOfTheWorkers() throws {
        let pool = WorkerPool(count: 4, precision: .float32)
        let results = try pool.run { worker, _ in
            // The first worker is the last to be done.
            Thread.sleep(forTimeInterval: 0.01 * Double(4 - worker))
            return worker
        }
        #expect(results == [0, 1, 2, 3])
    }

    @Test func theErrorOfTheFirstWorkerThatThrewIsThrown() {
        let pool = WorkerPool(count: 4, precision: .float32)
        #expect(throws: Failure(worker: 1)) {
            try pool.run { worker, _ in
                Thread.sleep(forTimeInterval: 0.01 * Double(4 - worker))
                if worker == 1 || worker == 3 { throw Failure(worker: worker) }
            }
        }
    }

    @Test func thePoolGoesOnAfterAnError() throws {
        let pool = WorkerPool(count: 2, precision: .float32)
        #expect(throws: Failure.self) {
            try pool.run { worker, _ in throw Failure(worker: worker) }
        }
        #expect(try pool.run { worker, _ in worker } == [0, 1])
    }

    @Test(arguments: Precision.allCases)
    func everyWorkerKeepsItsContext(precision: Precision) throws {
        let pool = WorkerPool(count: 3, precision: precision)
        func contexts() throws -> [ObjectIdentifier] {
            try pool.run { _, context in ObjectIdentifier(context) }
        }
        let first = try contexts()
        #expect(Set(first).count == 3)
        #expect(try contexts() == first)
        let precisions = try pool.run { _, context in context.precision }
        #expect(precisions == [precision, precision, precision])
    }

    @Test func severalThreadsMayUseOnePool() async throws {
        let pool = WorkerPool(count: 2, precision: .float32)
        try await withThrowingTaskGroup(of: (Int, [Int]).self) { group in
            for call in 0..<20 {
                group.addTask { (call, try pool.run { worker, _ in 10 * call + worker }) }
            }
            for try await (call, results) in group {
                #expect(results == [10 * call, 10 * call + 1])
            }
        }
    }
}
