import Foundation

/// A thread with a context and a queue of work, which helps another one where it is told to while it has
/// none.
final class Worker: @unchecked Sendable {  // what changes is used under the condition's lock alone
    private let condition = NSCondition()
    private var queue: [@Sendable (Context) -> Void] = []
    private var isStopped = false
    /// Whom it is to help while it has no work.
    private var post: Post?
    private var postCount = 0
    /// Whether it waits there to be woken.
    private var isResting = false
    /// Brings it back from helping.
    private let recall = Recall()

    /// A team that it is sent to, and what tells this from other times.
    private struct Post {
        let team: WorkerTeam
        let number: Int
    }

    private enum Task {
        case work(@Sendable (Context) -> Void)
        case help(Post)
    }

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - index: Its number.
    ///   - precision: The type of its products.
    ///   - place: The core that it stays on; nil for any.
    ///   - teams: Says whom it is to help.
    init(index: Int, precision: Precision, place: WorkerPlace?, in teams: WorkerTeams) {
        let thread = Thread { [self] in
            // Before there is memory, which lies near the core that first touches it.
            place?.hold()
            let context = Context(precision: precision)
            context.place = place
            run(context, in: teams)
        }
        thread.name = "worker \(index)"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func run(_ context: Context, in teams: WorkerTeams) {
        teams.rest(self)
        var hasRested = true
        while let task = next() {
            switch task {
            case .work(let work):
                if hasRested { teams.work(self) }
                work(context)
                hasRested = !hasWork
                if hasRested { teams.rest(self) }
            case .help(let post):
                let isRecalled = post.team.help(until: recall)
                if !isRecalled { rest(at: post) }
            }
        }
        teams.leave(self)
    }

    /// Hands it something to do after what it has.
    func enqueue(_ work: @escaping @Sendable (Context) -> Void) {
        change { queue.append(work) }
    }

    /// Ends the thread after what it has to do.
    func stop() {
        change { isStopped = true }
    }

    /// Sends it to a team, where it rests until it is woken, or away from the one that it helps.
    func help(_ team: WorkerTeam?) {
        change {
            postCount += 1
            post = team.map { Post(team: $0, number: postCount) }
            isResting = true
        }
        team?.noteAbsence()
    }

    /// Has it look for something to do in its team.
    func wake() {
        condition.withLock {
            isResting = false
            condition.signal()
        }
    }

    /// Stops looking for something to do at its post, unless it has been sent elsewhere meanwhile.
    private func rest(at post: Post) {
        let rests = condition.withLock {
            isResting = self.post?.number == post.number
            return isResting
        }
        // Only now: whoever sees it wakes one who rests.
        if rests { post.team.noteAbsence() }
    }

    /// Changes what it is to do, and has it look.
    private func change(_ body: () -> Void) {
        condition.withLock {
            body()
            recall.set(true)
            condition.signal()
        }
    }

    private var hasWork: Bool { condition.withLock { !queue.isEmpty } }

    private func next() -> Task? {
        condition.withLock {
            while true {
                // What is changed from here on raises it again.
                recall.set(false)
                if !queue.isEmpty { return .work(queue.removeFirst()) }
                if isStopped { return nil }
                if let post, !isResting { return .help(post) }
                condition.wait()
            }
        }
    }
}
