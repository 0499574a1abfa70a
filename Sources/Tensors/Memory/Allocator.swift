/// Memory for tensors: 64-byte-aligned blocks that are kept and handed out again, so that a
/// training step or a decoding step asks the system for nothing once it has run a few times.
///
/// Blocks come in size classes (four to every power of two, so at most a quarter is slack). An
/// allocator belongs to one worker.
public final class Allocator {
    /// Cache lines and AVX-512 registers are this long.
    static let alignment = 64

    private var free: [Int: [UnsafeMutableRawPointer]] = [:]
    /// Bytes obtained from the system and not returned yet, in use or kept.
    public private(set) var reservedBytes = 0

    private var storageCount = 0

    /// An allocator that holds no memory yet.
    public init() {}

    deinit {
        for block in free.values.joined() { block.deallocate() }
    }

    /// The size class that holds `byteCount`.
    static func sizeClass(_ byteCount: Int) -> Int {
        guard byteCount > 4 * alignment else {
            return max(1, (byteCount + alignment - 1) / alignment) * alignment
        }
        let step = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount - 3)
        return (byteCount + step - 1) / step * step
    }

    func nextStorageID() -> Int {
        storageCount += 1
        return storageCount
    }

    /// A block of at least `byteCount` bytes, and its size: a free one of the right size class or,
    /// since batches of other lengths leave other sizes behind, of up to twice that.
    func allocate(_ byteCount: Int) -> (UnsafeMutableRawPointer, size: Int) {
        let wanted = Self.sizeClass(byteCount)
        var size = wanted
        while size <= 2 * wanted {
            if let block = free[size]?.popLast() { return (block, size) }
            size = Self.sizeClass(size + 1)
        }
        reservedBytes += wanted
        return (alignedBlock(byteCount: wanted), wanted)
    }

    /// Takes a block of a size class back.
    func recycle(_ block: UnsafeMutableRawPointer, size: Int) {
        free[size, default: []].append(block)
    }

    /// Returns the blocks that are not in use to the system.
    public func trim() {
        for (size, blocks) in free {
            for block in blocks { block.deallocate() }
            reservedBytes -= size * blocks.count
        }
        free = [:]
    }
}
