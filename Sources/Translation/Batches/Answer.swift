import Foundation

/// A value that one thread gives and another one waits for: it is written before, and read after, the
/// signal, which is why the class may be called Sendable.
final class Answer<Value: Sendable>: @unchecked Sendable {
    private let isThere = DispatchSemaphore(value: 0)
    private var result: Result<Value, any Error>?

    func give(_ result: Result<Value, any Error>) {
        self.result = result
        isThere.signal()
    }

    /// Blocks until the value is there.
    func wait() throws -> Value {
        isThere.wait()
        guard let result else { preconditionFailure("an answer that nobody gave") }
        return try result.get()
    }
}

/// A value that is given once, and that one task waits for, before or after.
final class AsynchronousAnswer<Value: Sendable>: @unchecked Sendable {  // used under the lock alone
    private let lock = NSLock()
    private var result: Result<Value, any Error>?
    private var waiting: CheckedContinuation<Value, any Error>?

    func give(_ result: Result<Value, any Error>) {
        let waiting = lock.withLock {
            self.result = result
            defer { self.waiting = nil }
            return self.waiting
        }
        waiting?.resume(with: result)
    }

    var value: Value {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let given = lock.withLock {
                    if result == nil { waiting = continuation }
                    return result
                }
                if let given { continuation.resume(with: given) }
            }
        }
    }
}
