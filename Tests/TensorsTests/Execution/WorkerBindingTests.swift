import Foundation
import Tensors
import Testing

/// Binding is one thing for the process: these tests take turns.
@Suite(.serialized) struct WorkerBindingTests {
    private final class Said: @unchecked Sendable {
        private let lock = NSLock()
        private var sentences: [String] = []

        func append(_ sentence: String) { lock.withLock { sentences.append(sentence) } }
        var all: [String] { lock.withLock { sentences } }
    }

    @Test(arguments: [
        ["OMP_PROC_BIND": "TRUE"], ["OMP_PROC_BIND": "spread"], ["GOMP_CPU_AFFINITY": "0-3"],
        ["KMP_AFFINITY": "compact"], ["OMPI_COMM_WORLD_LOCAL_SIZE": "2"],
        ["MPI_LOCALNRANKS": "4"], ["SLURM_STEP_TASKS_PER_NODE": "2(x3)"],
    ])
    func whereOthersBindNothingIsBound(environment: [String: String]) {
        let said = Said()
        WorkerBinding.begin(environment: environment, say: said.append)
        defer { WorkerBinding.end() }
        #expect(said.all.count == 1)
        #expect(cores(of: 1).allSatisfy { $0 == CoreOrder().cores.sorted() })
    }

    @Test(arguments: [
        [:], ["OMP_PROC_BIND": "false"], ["OMP_PROC_BIND": ""], ["KMP_AFFINITY": "none"],
        ["OMPI_COMM_WORLD_LOCAL_SIZE": "1"], ["SLURM_STEP_TASKS_PER_NODE": "1(x8)"],
        ["OMP_NUM_THREADS": "4"],
    ])
    func nothingSpeaksAgainstIt(environment: [String: String]) {
        #expect(WorkerBinding.obstacle(in: environment) == nil)
    }

    /// The cores that the workers of a new pool may run on.
    private func cores(of count: Int) -> [[Int32]] {
        let pool = WorkerPool(count: count, precision: .float32)
        return (try? pool.run { _, _ in CoreOrder().cores.sorted() }) ?? []
    }

    #if os(Linux)
        @Test func everyWorkerStaysOnACoreOfItsOwn() {
            let all = CoreOrder().cores
            WorkerBinding.begin(environment: [:]) { _ in }
            defer { WorkerBinding.end() }
            #expect(cores(of: all.count) == all.map { [$0] })
            // The thread that asked for it may run where it could.
            #expect(CoreOrder().cores == all)
        }

        @Test func moreWorkersThanCoresAreMoved() {
            let said = Said()
            let all = CoreOrder().cores
            WorkerBinding.begin(environment: [:], say: said.append)
            defer { WorkerBinding.end() }
            let count = all.count + 1
            #expect(cores(of: count) == Array(repeating: all.sorted(), count: count))
            _ = cores(of: count)
            #expect(said.all.count == 1)
        }

        /// Whoever a worker tells of its result may start threads, which may run where it may.
        @Test func whatAWorkerSetsOffRunsAnywhere() throws {
            WorkerBinding.begin(environment: [:]) { _ in }
            defer { WorkerBinding.end() }
            let all = CoreOrder().cores.sorted()
            let pool = WorkerPool(count: 1, precision: .float32)
            let found = try pool.run { _, context in
                (context.unbound { CoreOrder().cores.sorted() }, CoreOrder().cores.count)
            }
            #expect(found[0].0 == all && found[0].1 == 1)
        }
    #endif
}
