import Foundation

/// What workers are making for somebody: it is waited for in a task, or by a thread that stands still.
///
/// Every request goes one way, whoever waits for it in whatever manner: the two forms of
/// ``Translator/translate(_:_:)`` and of its like part only here.
struct Pending<Value: Sendable>: Sendable {
    private let block: @Sendable () throws -> Value
    private let suspend: @Sendable () async throws -> Value

    /// What `answer` will be given.
    ///
    /// - Parameter cancel: Is called when a task that waits is cancelled.
    init(_ answer: Answer<Value>, cancel: @escaping @Sendable () -> Void) {
        block = { try answer.wait() }
        suspend = {
            let value = try await withTaskCancellationHandler {
                try await answer.value
            } onCancel: {
                cancel()
            }
            try Task.checkCancellation()
            return value
        }
    }

    private init(
        block: @escaping @Sendable () throws -> Value,
        suspend: @escaping @Sendable () async throws -> Value
    ) {
        self.block = block
        self.suspend = suspend
    }

    /// Blocks the thread until the value is there.
    func wait() throws -> Value { try block() }

    /// The value, for which the thread is free meanwhile.
    ///
    /// - Throws: `CancellationError` at once when the task is cancelled.
    var value: Value {
        get async throws { try await suspend() }
    }

    /// What is made of the value, by whoever waits for it.
    func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value) throws -> Other
    ) -> Pending<Other> {
        Pending<Other>(
            block: { try transform(block()) }, suspend: { try await transform(suspend()) })
    }
}

/// A value that is given once, and that one thread or one task waits for, before or after.
final class Answer<Value: Sendable>: @unchecked Sendable {  // used under the lock alone
    private let condition = NSCondition()
    private var result: Result<Value, any Error>?
    private var waiting: CheckedContinuation<Value, any Error>?

    func give(_ result: Result<Value, any Error>) {
        let waiting = condition.withLock {
            self.result = result
            condition.signal()
            defer { self.waiting = nil }
            return self.waiting
        }
        waiting?.resume(with: result)
    }

    /// Blocks until the value is there.
    func wait() throws -> Value {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result { return try result.get() }
            condition.wait()
        }
    }

    var value: Value {
        get async throws {
            try await withCheckedThrowingContinuation { continuation in
                let given = condition.withLock {
                    if result == nil { waiting = continuation }
                    return result
                }
                if let given { continuation.resume(with: given) }
            }
        }
    }
}
