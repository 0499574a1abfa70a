import Basics
package import Tensors
import Foundation

/// How fast this machine moves memory when it does nothing else.
package enum MemoryRate {
    /// Too large for any cache.
    private static let byteCount = 128 << 20
    private static let seconds = 0.4

    /// Bytes read and written a second by copies, all workers together.
    package static func measure(on pool: WorkerPool) throws -> Double {
        try pool.run { _, _ in
            let source = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
            let copy = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
            defer {
                source.deallocate()
                copy.deallocate()
            }
            source.initializeMemory(as: UInt8.self, repeating: 1, count: byteCount)
            let each = Stopwatch.secondsPerCall(for: seconds) {
                copy.copyMemory(from: source, byteCount: byteCount)
            }
            return 2 * Double(byteCount) / each
        }.reduce(0, +)
    }
}
