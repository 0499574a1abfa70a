/// A matrix or vector of a model's weights: a view into the flat memory of a `ParameterStore`.
///
/// Rows that lie side by side can be used as one matrix (`ParameterStore.declareStack`) or apart
/// (`subscript(rows:)`), which is how one product makes queries, keys and values from weights that
/// have three names.
public struct Parameter: Sendable {
    /// The store that holds the numbers.
    public let store: ParameterStore
    /// Index of the first number in the store.
    public let offset: Int
    /// Sizes of the dimensions, the outermost first; a linear layer's weight is `[out, in]`.
    public let shape: [Int]
    /// The size of the first dimension.
    public let rows: Int
    /// The number of weights in a row.
    public let columns: Int

    init(store: ParameterStore, offset: Int, shape: [Int]) {
        self.store = store
        self.offset = offset
        self.shape = shape
        rows = shape[0]
        columns = shape.dropFirst().reduce(1, *)
    }

    /// The number of weights.
    public var count: Int { rows * columns }

    /// Some of the rows, sharing the memory.
    public subscript(rows range: Range<Int>) -> Parameter {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows,
            "rows \(range) of a parameter of shape \(shape)")
        return Parameter(
            store: store, offset: offset + range.lowerBound * columns,
            shape: [range.count] + shape.dropFirst())
    }

    /// The float32 weights that the optimiser updates: zeros for a matrix that is kept in eight
    /// bits alone. They may be written only while no worker reads them.
    public var values: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: store.values + offset, count: count)
    }

    /// A copy of the weights, row by row; of a matrix that is kept in eight bits alone, what its
    /// codes stand for. `[count]`
    public func array() -> [Float] {
        store.hasOnlyQuantized(self) ? quantizedParts.flatMap { $0.array() } : Array(values)
    }

    /// The matrices in eight bits whose rows together are this parameter's.
    var quantizedParts: [QuantizedMatrix] { store.quantizedParts(of: self) }

    /// The address that products read: the bfloat16 copy where there is one, the float32 weights or
    /// their rounded copy otherwise.
    func computePointer(_ precision: Precision) -> UnsafeMutableRawPointer {
        precondition(precision != .int8, "weights of \(shape) read as one matrix in int8")
        guard precision == .bfloat16 else {
            return UnsafeMutableRawPointer(store.productValues + offset)
        }
        return UnsafeMutableRawPointer(store.compute + offset)
    }
}
