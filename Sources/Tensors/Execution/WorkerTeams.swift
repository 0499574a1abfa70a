import Foundation

/// Who helps whom: the workers of a pool that have nothing to do are spread evenly over those that have
/// said that they can be helped.
///
/// No more work at once than there are cores. A helper without a core of its own would take that of
/// somebody who gets on by himself.
final class WorkerTeams: @unchecked Sendable {  // what changes is used under the lock alone
    private let lock = NSLock()
    private let cores: Int
    /// Workers without work, in the order in which they are called.
    private var idle: [(worker: Worker, team: WorkerTeam?)] = []
    /// All workers, with those that are not there yet.
    private var workerCount: Int
    private var teams: [WorkerTeam] = []

    /// Teams of workers that share some cores.
    init(workers: Int, cores: Int) {
        workerCount = workers
        self.cores = cores
    }

    /// A team for a worker that can be helped at times.
    func makeTeam() -> WorkerTeam { WorkerTeam { [weak self] in self?.wake($0) } }

    /// The team's worker begins something at which it can be helped.
    func begin(_ team: WorkerTeam) {
        lock.withLock {
            teams.append(team)
            spread()
        }
    }

    /// The team's worker is done.
    func end(_ team: WorkerTeam) {
        lock.withLock {
            teams.removeAll { $0 === team }
            spread()
        }
    }

    /// A worker has nothing to do.
    func rest(_ worker: Worker) {
        lock.withLock {
            idle.append((worker, nil))
            spread()
        }
    }

    /// A worker that rested has something to do.
    func work(_ worker: Worker) {
        lock.withLock {
            remove(worker)
            spread()
        }
    }

    /// A worker that rested is no more.
    func leave(_ worker: Worker) {
        lock.withLock {
            remove(worker)
            workerCount -= 1
        }
    }

    private func remove(_ worker: Worker) {
        guard let place = idle.firstIndex(where: { $0.worker === worker }) else { return }
        if idle.remove(at: place).team != nil { worker.help(nil) }
    }

    private func wake(_ team: WorkerTeam) {
        lock.withLock {
            for (worker, own) in idle where own === team { worker.wake() }
        }
    }

    /// Sends idle workers to teams, one each in turn, as far as there are cores.
    private func spread() {
        let busy = workerCount - idle.count
        let helpers = min(max(0, cores - busy), teams.count * WorkerTeam.mostHelpers)
        for place in idle.indices {
            let team = place < helpers ? teams[place % teams.count] : nil
            guard idle[place].team !== team else { continue }
            idle[place].team = team
            idle[place].worker.help(team)
        }
    }
}
