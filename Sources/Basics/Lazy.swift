import Foundation

/// A value that is made when somebody asks for it for the first time, on any thread.
package final class Lazy<Value: Sendable>: @unchecked Sendable {
    private let make: @Sendable () -> Value
    private let lock = NSLock()
    /// Used under the lock alone.
    private var made: Value?

    /// A value that is not made yet.
    ///
    /// - Parameter make: Makes it.
    package init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    /// The value.
    package var value: Value {
        lock.withLock {
            let value = made ?? make()
            made = value
            return value
        }
    }
}
