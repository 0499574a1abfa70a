import Dispatch

/// Does two things at the same time, on two threads where the machine has them.
///
/// - Throws: What the first throws, and else what the second throws; both have come to an end then.
package func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
) throws -> (First, Second) {
    // Each is written by one iteration, and read when all have ended.
    nonisolated(unsafe) var firstResult: Result<First, any Error>?
    nonisolated(unsafe) var secondResult: Result<Second, any Error>?
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            firstResult = Result { try first() }
        } else {
            secondResult = Result { try second() }
        }
    }
    guard let firstResult, let secondResult else {
        preconditionFailure("concurrentPerform did not do all iterations")
    }
    return (try firstResult.get(), try secondResult.get())
}
