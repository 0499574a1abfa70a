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
    /// Whether only a part of the numbers is ever needed.
    private let isSparse: Bool

    /// Zeros. The system finds room for them when they are touched: near the core of the worker that is the
    /// first to do so.
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
        values = zeroedBlock(byteCount: count * MemoryLayout<Float>.stride, usesHugePages: true)
            .bindMemory(to: Float.self, capacity: count)
    }

    deinit {
        releaseZeroedBlock(values, byteCount: count * MemoryLayout<Float>.stride)
    }

    /// Sets every number to zero.
    public func reset() {
        values.update(repeating: 0, count: count)
    }

    /// Sets numbers to zero.
    ///
    /// - Parameter range: Which.
    package func reset(_ range: Range<Int>) {
        (values + range.lowerBound).update(repeating: 0, count: range.count)
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
