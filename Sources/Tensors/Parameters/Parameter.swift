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
    /// The size of the first dimension.
    public let rows: Int
    /// The number of weights in a row; one for a vector.
    public let columns: Int
    /// Whether it has columns, be it one. Sizes are kept so, and not in a list, because operations take parameters and
    /// their rows by the hundred for each token: that has to allocate nothing.
    private let isMatrix: Bool

    /// - Parameter shape: Sizes of one or two dimensions.
    init(store: ParameterStore, offset: Int, shape: [Int]) {
        precondition(shape.count == 1 || shape.count == 2, "a parameter of shape \(shape)")
        self.init(
            store: store, offset: offset, rows: shape[0], columns: shape.count == 2 ? shape[1] : 1,
            isMatrix: shape.count == 2)
    }

    private init(store: ParameterStore, offset: Int, rows: Int, columns: Int, isMatrix: Bool) {
        self.store = store
        self.offset = offset
        self.rows = rows
        self.columns = columns
        self.isMatrix = isMatrix
    }

    /// Sizes of the dimensions, the outermost first; a linear layer's weight is `[out, in]`.
    public var shape: [Int] { isMatrix ? [rows, columns] : [rows] }

    /// The number of weights.
    public var count: Int { rows * columns }

    /// Some of the rows, sharing the memory.
    public subscript(rows range: Range<Int>) -> Parameter {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows,
            "rows \(range) of a parameter of shape \(shape)")
        return Parameter(
            store: store, offset: offset + range.lowerBound * columns, rows: range.count,
            columns: columns, isMatrix: isMatrix)
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
