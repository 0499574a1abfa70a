/// The memory behind a tensor. It returns to its allocator when the last tensor that uses it is
/// gone.
public final class Storage {
    /// Tells this storage from every other of the same allocator, past ones included: a tape keeps
    /// gradients by it without keeping the memory itself.
    let id: Int
    let pointer: UnsafeMutableRawPointer
    let byteCount: Int
    private let owner: AnyObject?
    private let allocator: Allocator?

    /// Uninitialised memory of `byteCount` bytes.
    init(byteCount: Int, from allocator: Allocator) {
        self.id = allocator.nextStorageID()
        self.pointer = allocator.allocate(byteCount)
        self.byteCount = byteCount
        self.allocator = allocator
        self.owner = nil
    }

    /// Memory that `owner` keeps alive, such as the parameters of a model.
    init(borrowing pointer: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject) {
        self.id = 0
        self.pointer = pointer
        self.byteCount = byteCount
        self.allocator = nil
        self.owner = owner
    }

    deinit {
        allocator?.recycle(pointer, byteCount: byteCount)
    }
}
