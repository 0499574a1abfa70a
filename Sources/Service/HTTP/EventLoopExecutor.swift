import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// What is done for a request between its bytes and the queue is some microseconds here and there.
/// On the thread that reads the connection nobody has to be woken up for it; elsewhere each step
/// costs more than it does. What takes long has to run elsewhere: it would hold up all connections of
/// the loop.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
