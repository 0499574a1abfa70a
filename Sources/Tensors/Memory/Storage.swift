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
