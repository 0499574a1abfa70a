import Dispatch

/// `transform` of every number in `0 ..< count`, in order, computed on all cores.
func concurrentMap<Result: Sendable>(
    _ count: Int, _ transform: @Sendable (Int) -> Result
) -> [Result] {
    // Large enough that handing out a block costs nothing beside it.
    let blockSize = 128
    let blocks = (count + blockSize - 1) / blockSize
    var results = [[Result]](repeating: [], count: blocks)
    results.withUnsafeMutableBufferPointer { buffer in
        // Every iteration writes to a place of its own.
        nonisolated(unsafe) let places = buffer
        DispatchQueue.concurrentPerform(iterations: blocks) { block in
            let start = block * blockSize
            places[block] = (start..<min(start + blockSize, count)).map(transform)
        }
    }
    return Array(results.joined())
}
