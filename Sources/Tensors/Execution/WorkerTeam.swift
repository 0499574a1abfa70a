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

    /// Runs a kernel that has something to do in parts. For the leader alone.
    fileprivate func run(_ kernel: (_ team: OpaquePointer) -> Void) {
        kernel(team)
        // They are there for what comes next.
        if ck_team_misses_helpers(team) { wake(self) }
    }

    /// Takes parts of the leader's jobs, until it is recalled or there have been none for a while.
    ///
    /// - Parameter recall: What it is called back by.
    /// - Returns: Whether it was recalled.
    func help(until recall: Recall) -> Bool { ck_team_help(team, recall.recall) }

    /// Says that a helper has stopped looking for parts, and is to be woken when there are some.
    func noteAbsence() { ck_team_add_absent(team) }
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
    /// Runs a kernel that has something to do in parts.
    ///
    /// - Parameter kernel: Takes those who help; nil where nobody does.
    func runInParts(_ kernel: (_ team: OpaquePointer?) -> Void) {
        if let team { team.run(kernel) } else { kernel(nil) }
    }
}
