import Foundation

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
