internal import CKernels

/// A worker and those that help it: they do parts of its operations, for which the worker does not
/// have to wake or wait for any of them (`ck_team`).
///
/// What is done in parts has the same bits however many do them.
final class WorkerTeam: @unchecked Sendable {  // a leader alone calls what only it may
    private let team: OpaquePointer
    /// Wakes the helpers that have gone for lack of work.
    private let wake: @Sendable (WorkerTeam) -> Void

    /// A team without helpers.
    ///
    /// - Parameter wake: Called where there is work again for helpers that have gone.
    init(wake: @escaping @Sendable (WorkerTeam) -> Void) {
        guard let team = ck_team_create() else { preconditionFailure("no memory for a team") }
        self.team = team
        self.wake = wake
    }

    deinit { ck_team_destroy(team) }

    /// The most helpers.
    static var mostHelpers: Int { CK_TEAM_SEATS }

    /// The parts to cut a job into for those who are there now. They come and go.
    var partCount: Int { Int(ck_team_parts(team)) }

    /// The team, for a kernel that does its parts itself. For the leader alone.
    func forKernel() -> OpaquePointer {
        if ck_team_take_absent(team) > 0 { wake(self) }
        return team
    }

    /// Does all parts of a job, each once, on whatever members are free. For the leader alone.
    ///
    /// - Parameters:
    ///   - parts: The number of parts.
    ///   - leader: The leader's context.
    ///   - body: Does one part. It runs on several threads at once, in the context of each.
    func run(
        _ parts: Int, leader: Context, _ body: (_ part: Int, _ context: Context) -> Void
    ) {
        let team = forKernel()
        withoutActuallyEscaping(body) { body in
            var job = Job(body: body)
            withUnsafeMutablePointer(to: &job) { job in
                ck_team_run(
                    team,
                    { job, part, member in
                        guard let job, let member else { return }
                        let context = Unmanaged<Context>.fromOpaque(member).takeUnretainedValue()
                        job.assumingMemoryBound(to: Job.self).pointee.body(Int(part), context)
                    }, job, Int64(parts), Unmanaged.passUnretained(leader).toOpaque())
            }
        }
    }

    /// Takes parts of the leader's jobs, until it is recalled or there have been none for a while.
    ///
    /// - Parameters:
    ///   - recall: What it is called back by.
    ///   - context: The helper's context.
    /// - Returns: Whether it was recalled.
    func help(until recall: Recall, _ context: Context) -> Bool {
        ck_team_help(team, recall.recall, Unmanaged.passUnretained(context).toOpaque())
    }

    /// Says that a helper has stopped looking for parts, and is to be woken when there are some.
    func noteAbsence() { ck_team_add_absent(team) }

    private struct Job {
        let body: (_ part: Int, _ context: Context) -> Void
    }
}

/// What a helper is called back by, at any moment and from any thread.
final class Recall: @unchecked Sendable {
    fileprivate let recall: OpaquePointer

    init() {
        guard let recall = ck_recall_create() else { preconditionFailure("no memory for a recall") }
        self.recall = recall
    }

    deinit { ck_recall_destroy(recall) }

    /// Calls the helper back, or lets it help again.
    func set(_ isRaised: Bool) { ck_recall_set(recall, isRaised) }
}

extension Context {
    /// Does all parts of an operation, each once: beside other workers, where there are some that help.
    ///
    /// - Parameters:
    ///   - parts: The number of parts. What the operation computes may not depend on it.
    ///   - body: Does one part, in the context of whoever does it. Parts run at once.
    func inParts(_ parts: Int, _ body: (_ part: Int, _ context: Context) -> Void) {
        if let team, parts > 1 { return team.run(parts, leader: self, body) }
        for part in 0..<parts { body(part, self) }
    }
}
