internal import CKernels

/// One float32 number for every weight of a `ParameterStore`, laid out as the store is: gradients,
/// moments or an average.
///
/// Gradients are written by the worker that owns them; everything else by the optimiser, in
/// disjoint ranges, while no worker computes. That contract is why it may be called Sendable.
public final class ParameterVector: @unchecked Sendable {
    /// The length in numbers, gaps for alignment included.
    public let count: Int
    package let values: UnsafeMutablePointer<Float>
    /// Whether the system has found room only for what was touched.
    private let isSparse: Bool

    /// Zeros.
    ///
    /// - Parameter store: The weights.
    public convenience init(for store: ParameterStore) { self.init(for: store, sparsely: false) }

    /// Zeros.
    ///
    /// - Parameters:
    ///   - store: The weights.
    ///   - isSparse: Whether only a part of the numbers will be touched: the rest takes no memory.
    package init(for store: ParameterStore, sparsely isSparse: Bool) {
        count = store.count
        self.isSparse = isSparse
        let byteCount = count * MemoryLayout<Float>.stride
        if isSparse {
            let block = zeroedBlock(byteCount: byteCount, usesHugePages: true)
            values = block.bindMemory(to: Float.self, capacity: count)
        } else {
            let block = alignedBlock(byteCount: byteCount)
            values = block.initializeMemory(as: Float.self, repeating: 0, count: count)
        }
    }

    deinit {
        if isSparse {
            releaseZeroedBlock(values, byteCount: count * MemoryLayout<Float>.stride)
        } else {
            values.deallocate()
        }
    }

    /// Sets every number to zero.
    public func reset() {
        values.update(repeating: 0, count: count)
    }

    /// Gives the memory of numbers back that are not needed any more, where only a part ever was.
    ///
    /// - Parameter range: The numbers that are kept; nobody may read others before they are written.
    package func forget(outside range: Range<Int>) {
        guard isSparse else { return }
        let width = MemoryLayout<Float>.stride
        forgetBytes(of: values, in: 0..<range.lowerBound * width)
        forgetBytes(of: values, in: range.upperBound * width..<count * width)
    }

    /// Copies the weights of a store.
    ///
    /// - Parameters:
    ///   - store: The weights.
    ///   - range: Those that are copied; nil for all.
    public func copy(from store: ParameterStore, in range: Range<Int>? = nil) {
        let range = range ?? 0..<count
        (values + range.lowerBound).update(
            from: store.values + range.lowerBound, count: range.count)
    }

    /// Writes the numbers over the weights of a store. No worker may be running.
    public func copy(to store: ParameterStore) {
        store.values.update(from: values, count: count)
    }

    /// The numbers of one parameter.
    public subscript(parameter: Parameter) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: pointer(parameter), count: parameter.count)
    }

    /// Adds the same range of other vectors.
    ///
    /// - Returns: The sum of the squares of the result.
    public func add(_ others: [ParameterVector], in range: Range<Int>) -> Double {
        add(others.map { UnsafePointer($0.values + range.lowerBound) }, to: range)
    }

    /// Adds numbers from elsewhere to a range.
    ///
    /// - Parameters:
    ///   - others: Where the numbers for the range begin.
    ///   - range: What they are added to.
    /// - Returns: The sum of the squares of the result.
    @discardableResult
    package func add(_ others: [UnsafePointer<Float>], to range: Range<Int>) -> Double {
        ck_sum_gradients(
            values + range.lowerBound, others.map(Optional.some), Int64(others.count),
            Int64(range.count))
    }

    /// The numbers of a range, as bytes.
    package func bytes(in range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(start: values + range.lowerBound, count: range.count))
    }

    func pointer(_ parameter: Parameter) -> UnsafeMutablePointer<Float> {
        values + parameter.offset
    }

    func view(_ parameter: Parameter) -> MatrixView {
        MatrixView(
            pointer: UnsafeMutableRawPointer(pointer(parameter)), rows: parameter.rows,
            columns: parameter.columns, elementType: .float32)
    }
}
