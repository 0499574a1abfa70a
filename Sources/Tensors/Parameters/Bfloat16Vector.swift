internal import CKernels

/// A bfloat16 number for every weight of a `ParameterStore`: gradients and changes of weights on their
/// way between ranks. Ranges that nobody touches take no memory.
///
/// Disjoint ranges may be written at once, by one worker each.
package final class Bfloat16Vector: @unchecked Sendable {
    private let count: Int
    private let values: UnsafeMutablePointer<UInt16>
    /// Numbers that are float32 for a moment, in cache.
    private static let blockLength = 1024

    /// Zeros.
    package init(for store: ParameterStore) {
        count = store.count
        values = zeroedBlock(byteCount: 2 * count, usesHugePages: true)
            .bindMemory(to: UInt16.self, capacity: count)
    }

    deinit {
        releaseZeroedBlock(values, byteCount: 2 * count)
    }

    /// The numbers of a range, as bytes.
    package func bytes(in range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(start: values + range.lowerBound, count: range.count))
    }

    /// Takes numbers over, rounded.
    package func round(_ numbers: ParameterVector, in range: Range<Int>) {
        ck_convert(
            CK_FLOAT32, numbers.values + range.lowerBound, CK_BFLOAT16, values + range.lowerBound,
            Int64(range.count))
    }

    /// Takes the changes of weights over, rounded, and takes them back in the weights.
    ///
    /// - Parameters:
    ///   - store: The weights.
    ///   - before: What they were.
    ///   - range: Which.
    package func takeChanges(
        of store: ParameterStore, since before: ParameterVector, in range: Range<Int>
    ) {
        eachBlock(of: range) { block, room in
            for index in block {
                room[index - block.lowerBound] = store.values[index] - before.values[index]
                store.values[index] = before.values[index]
            }
            ck_convert(
                CK_FLOAT32, room, CK_BFLOAT16, values + block.lowerBound, Int64(block.count))
        }
    }

    /// Adds the numbers to weights.
    package func add(to store: ParameterStore, in range: Range<Int>) {
        eachBlock(of: range) { block, room in
            Self.expand(values + block.lowerBound, count: block.count, to: room)
            ck_add(CK_FLOAT32, room, store.values + block.lowerBound, Int64(block.count))
        }
    }

    /// Makes float32 of bfloat16.
    package static func expand(
        _ numbers: UnsafePointer<UInt16>, count: Int, to result: UnsafeMutablePointer<Float>
    ) {
        ck_convert(CK_BFLOAT16, numbers, CK_FLOAT32, result, Int64(count))
    }

    private func eachBlock(
        of range: Range<Int>, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.blockLength) { room in
            guard let room = room.baseAddress else { return }
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockLength)
            {
                body(start..<min(start + Self.blockLength, range.upperBound), room)
            }
        }
    }
}
