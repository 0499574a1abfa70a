import Tensors
import Testing

struct AllocatorTests {
    private let context = Context(precision: .float32)

    /// The bytes that are reserved for a tensor of `count` bytes.
    private func reservedBytes(for count: Int) -> Int {
        let context = Context(precision: .float32)
        return withExtendedLifetime(context.tensor(count, elementType: .int8)) {
            context.allocator.reservedBytes
        }
    }

    @Test(arguments: [1, 63, 64, 65, 256, 257, 1000, 4096, 5000, 1 << 20, (1 << 20) + 1, 5 << 20])
    func blocksHoldWhatIsAskedForAndAtMostAQuarterMore(byteCount: Int) {
        let reserved = reservedBytes(for: byteCount)
        #expect(reserved >= byteCount)
        #expect(reserved <= byteCount + max(byteCount / 4, 64))
        #expect(reserved.isMultiple(of: 64))
    }

    @Test func thereAreFourSizesToEveryPowerOfTwo() {
        let sizes = Set((1025...2048).map { reservedBytes(for: $0) })
        #expect(sizes == [1280, 1536, 1792, 2048])
    }

    @Test(arguments: [0, 1, 100, 5000, 5 << 20])
    func blocksAreAlignedForEveryKernel(byteCount: Int) {
        let tensors = (0..<3).map { _ in context.tensor(byteCount, elementType: .int8) }
        for tensor in tensors {
            #expect(UInt(bitPattern: tensor.columns().data) % 64 == 0)
        }
    }

    @Test func blocksAreUsedAgain() {
        for _ in 0..<10 { _ = context.tensor(100, 100) }
        let one = context.allocator.reservedBytes
        #expect(one == reservedBytes(for: 40_000))
        // Another shape of the same size class.
        _ = context.tensor(10, 999)
        #expect(context.allocator.reservedBytes == one)
    }

    @Test func aFreeBlockServesForUpToHalfItsSize() {
        _ = context.tensor(64_000, elementType: .int8)
        let one = context.allocator.reservedBytes
        for _ in 0..<3 { _ = context.tensor(33_000, elementType: .int8) }
        #expect(context.allocator.reservedBytes == one)
        // It is as large as before when it comes back.
        _ = context.tensor(64_000, elementType: .int8)
        #expect(context.allocator.reservedBytes == one)
        _ = context.tensor(20_000, elementType: .int8)
        #expect(context.allocator.reservedBytes > one)
    }

    @Test func whatIsInUseIsNotHandedOutAgain() {
        let first = context.tensor([Float](repeating: 1, count: 64), 8, 8)
        let second = context.tensor([Float](repeating: 2, count: 64), 8, 8)
        #expect(first.array() == [Float](repeating: 1, count: 64))
        #expect(second.array() == [Float](repeating: 2, count: 64))
    }

    @Test func trimmingReturnsOnlyWhatIsFree() {
        let kept = context.tensor([Float](repeating: 1, count: 64), 8, 8)
        for size in [10, 1000, 100_000] { _ = context.tensor(size) }
        context.allocator.trim()
        #expect(context.allocator.reservedBytes == reservedBytes(for: 256))
        #expect(kept.array() == [Float](repeating: 1, count: 64))
    }

    @Test func aTensorOutlivesItsContext() {
        var context: Context? = Context(precision: .float32)
        let tensor = context?.tensor([1, 2, 3], 3)
        context = nil
        #expect(tensor?.array() == [1, 2, 3])
    }
}
