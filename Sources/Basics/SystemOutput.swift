import Foundation

/// What the system is given to write.
package enum SystemOutput {
    /// Writes all of `bytes`, with one write(2) unless the system takes less at once. Calls that a
    /// signal interrupts are repeated.
    ///
    /// - Parameter descriptor: The number of an open file.
    /// - Returns: The system's `errno` when it does not take them; nil when it has.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var rest = bytes
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return nil
    }
}
