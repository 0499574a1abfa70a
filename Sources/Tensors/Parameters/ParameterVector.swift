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

    /// Zeros.
    public init(for store: ParameterStore) {
        count = store.count
        let block = alignedBlock(byteCount: count * MemoryLayout<Float>.stride)
        values = block.initializeMemory(as: Float.self, repeating: 0, count: count)
    }

    deinit {
        values.deallocate()
    }

    /// Sets every number to zero.
    public func reset() {
        values.update(repeating: 0, count: count)
    }

    /// Copies the weights of a store.
    public func copy(from store: ParameterStore) {
        values.update(from: store.values, count: count)
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
        let pointers = others.map { Optional(UnsafePointer($0.values + range.lowerBound)) }
        return ck_sum_gradients(
            values + range.lowerBound, pointers, Int64(others.count), Int64(range.count))
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
