internal import CKernels
import Foundation

/// Keeps every worker on a core of its own, so that the system moves none away from what its caches and the
/// memory near its core hold.
///
/// It is for machines that do nothing else, of several processors above all, and off unless somebody asks for
/// it: a worker that has to wait for another program on its core holds all others up at the end of every
/// update, where without this the system would move it. It is one thing for the whole process, as cores are:
/// worker 0 of every pool is on the first core.
package enum WorkerBinding {
    private struct State {
        var cores: [Int32] = []
        var say: (@Sendable (String) -> Void)?
    }

    private static let lock = NSLock()
    // Used under the lock alone.
    nonisolated(unsafe) private static var state = State()

    /// Binds the workers of all pools that are made from now on, unless others bind.
    ///
    /// - Parameters:
    ///   - environment: The environment of the process.
    ///   - say: Takes a sentence, if there is a reason why workers are not bound; on any thread.
    package static func begin(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        say: @escaping @Sendable (String) -> Void
    ) {
        if let reason = obstacle(in: environment) { return say(reason) }
        let cores = CoreOrder().cores
        guard !cores.isEmpty else {
            return say("Workers are not bound to cores: this system cannot do it.")
        }
        lock.withLock { state = State(cores: cores, say: say) }
    }

    /// Binds no workers of pools that are made from now on.
    package static func end() { lock.withLock { state = State() } }

    /// Where the workers of a pool stay, by number.
    ///
    /// - Returns: Nil for each that may run anywhere: workers that share cores are better moved.
    static func places(for count: Int) -> [WorkerPlace?] {
        let state = lock.withLock { self.state }
        guard !state.cores.isEmpty else { return Array(repeating: nil, count: count) }
        guard count <= state.cores.count else {
            state.say?(
                """
                Workers are not bound to cores: there are \(count) workers, and \(state.cores.count) cores.
                """)
            lock.withLock { self.state.say = nil }
            return Array(repeating: nil, count: count)
        }
        return (0..<count).map { WorkerPlace(core: state.cores[$0], all: state.cores) }
    }
}

extension WorkerBinding {
    /// Variables by which OpenMP's libraries bind, and values of them that say that they do not.
    private static let variables = [
        "OMP_PROC_BIND": ["false", "0"], "GOMP_CPU_AFFINITY": [],
        "KMP_AFFINITY": ["none", "disabled"],
    ]
    /// Where launchers tell how many processes they have started on this machine.
    private static let counts = [
        "OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_STEP_TASKS_PER_NODE",
    ]

    /// Why not to bind: somebody else does, or several processes would take the same cores.
    package static func obstacle(in environment: [String: String]) -> String? {
        for (name, off) in variables.sorted(by: { $0.key < $1.key }) {
            guard let value = environment[name]?.lowercased(), !value.isEmpty,
                !off.contains(value)
            else { continue }
            return "Workers are not bound to cores: \(name) is set, and says where threads run."
        }
        for name in counts {
            // Slurm writes such as `2(x3)`.
            let digits = environment[name]?.prefix { $0.isNumber } ?? ""
            guard let count = Int(digits), count > 1 else { continue }
            return """
                Workers are not bound to cores: \(count) processes share this machine. Let what started them \
                bind each to cores of its own.
                """
        }
        return nil
    }
}

/// The core of a worker.
struct WorkerPlace: Sendable {
    let core: Int32
    /// Where the process may run.
    let all: [Int32]

    /// Keeps the calling thread there.
    func hold() {
        withUnsafePointer(to: core) { _ = ck_run_on_cores($0, 1) }
    }

    /// Lets the calling thread run anywhere.
    func release() { ck_run_on_cores(all, Int32(all.count)) }
}
