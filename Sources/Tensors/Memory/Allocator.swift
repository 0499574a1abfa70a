import Foundation

/// Memory for tensors: 64-byte-aligned blocks that are kept and handed out again, so that a
/// training step or a decoding step asks the system for nothing once it has run a few times.
///
/// Blocks come in size classes (four to every power of two, so at most a quarter is slack). An
/// allocator belongs to one worker.
public final class Allocator {
    /// Cache lines and AVX-512 registers are this long.
    static let alignment = 64

    /// The blocks that are not in use, by the number of their size class.
    private var free: [[UnsafeMutableRawPointer]] = []
    /// Bytes obtained from the system and not returned yet, in use or kept.
    public private(set) var reservedBytes = 0

    /// Bytes of the blocks that are not in use.
    private var keptBytes = 0
    private var storageCount = 0

    /// An allocator that holds no memory yet.
    public init() {}

    deinit {
        for block in free.joined() { block.deallocate() }
    }

    /// The size class that holds `byteCount`.
    static func sizeClass(_ byteCount: Int) -> Int {
        guard byteCount > 4 * alignment else {
            return max(1, (byteCount + alignment - 1) / alignment) * alignment
        }
        let step = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount - 3)
        return (byteCount + step - 1) / step * step
    }

    /// The number of a size class, counted from the smallest, 0.
    static func number(ofSizeClass size: Int) -> Int {
        guard size > 4 * alignment else { return size / alignment - 1 }
        let quarter = Int.bitWidth - (size - 1).leadingZeroBitCount - 3
        // Quarters of powers of two, of which five to eight make a size.
        let first = alignment.trailingZeroBitCount
        return 4 * (quarter - first) + (size >> quarter) - 1
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
            let number = Self.number(ofSizeClass: size)
            guard number < free.count else { break }
            if let block = free[number].popLast() {
                keptBytes -= size
                return (block, size)
            }
            size = Self.sizeClass(size + 1)
        }
        reservedBytes += wanted
        return (alignedBlock(byteCount: wanted), wanted)
    }

    /// Takes a block of a size class back.
    func recycle(_ block: UnsafeMutableRawPointer, size: Int) {
        let number = Self.number(ofSizeClass: size)
        while free.count <= number { free.append([]) }
        free[number].append(block)
        keptBytes += size
    }

    /// Returns the blocks that are not in use to the system.
    public func trim() {
        for block in free.joined() { block.deallocate() }
        reservedBytes -= keptBytes
        free = []
        keptBytes = 0
    }
}

/// The memory of a tensor. It returns to its allocator when the last tensor that uses it is
/// gone.
public final class Storage {
    /// Tells this storage from every other of the same allocator, past ones included: a tape keeps
    /// gradients by it without keeping the memory itself.
    let id: Int
    let pointer: UnsafeMutableRawPointer
    let byteCount: Int
    /// Bytes of the block, of which `byteCount` are used.
    private let size: Int
    private let allocator: Allocator

    /// Uninitialised memory of `byteCount` bytes.
    init(byteCount: Int, from allocator: Allocator) {
        id = allocator.nextStorageID()
        (pointer, size) = allocator.allocate(byteCount)
        self.byteCount = byteCount
        self.allocator = allocator
    }

    deinit {
        allocator.recycle(pointer, size: size)
    }
}

/// Memory full of zeros, aligned to a page. The system finds room for what is touched, and only
/// then: page by page, or in huge pages, which spare most misses of the address cache.
func zeroedBlock(byteCount: Int, usesHugePages: Bool) -> UnsafeMutableRawPointer {
    let block = mmap(
        nil, max(byteCount, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let block, block != MAP_FAILED else {
        preconditionFailure("no memory for \(byteCount) bytes")
    }
    #if os(Linux)
        if usesHugePages { madvise(block, byteCount, MADV_HUGEPAGE) }
    #endif
    return block
}

/// Gives a block of `zeroedBlock` back.
func releaseZeroedBlock(_ block: UnsafeMutableRawPointer, byteCount: Int) {
    munmap(block, max(byteCount, 1))
}

/// Gives memory of a `zeroedBlock` back whose numbers nobody needs: where the system can do that, they are
/// zeros again, and take none.
///
/// - Parameter range: Bytes of the block; what does not fill a page stays.
func forgetBytes(of block: UnsafeMutableRawPointer, in range: Range<Int>) {
    #if os(Linux)
        let page = Int(getpagesize())
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        if start < end { madvise(block + start, end - start, MADV_DONTNEED) }
    #endif
}

/// A block of memory aligned for every kernel; large ones ask for huge pages, which spare most
/// misses of the address cache.
func alignedBlock(byteCount: Int) -> UnsafeMutableRawPointer {
    let hugePage = 2 << 20
    guard byteCount >= 2 * hugePage else {
        return .allocate(byteCount: max(byteCount, 1), alignment: Allocator.alignment)
    }
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: hugePage)
    #if os(Linux)
        madvise(block, byteCount, MADV_HUGEPAGE)
    #endif
    return block
}
