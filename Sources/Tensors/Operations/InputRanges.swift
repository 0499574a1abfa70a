/// The largest magnitudes of what products with weights read, matrix by matrix.
///
/// They belong to a context while ``Context/withInputRanges(_:_:)`` runs. A context without them
/// computes nothing for them.
public final class InputRanges {
    /// Weights of one product, by the memory that they lie in.
    private struct Place: Hashable {
        let store: ObjectIdentifier
        let weights: Range<Int>

        init(_ weight: Parameter) {
            store = ObjectIdentifier(weight.store)
            weights = weight.offset..<weight.offset + weight.count
        }
    }

    private var ranges: [Place: Float] = [:]

    /// Nothing has been read yet.
    public init() {}

    /// The largest magnitude that the products with a matrix read so far, be they with it alone, with a
    /// part of it, or with others beside it; nil if there were none.
    public subscript(weight: Parameter) -> Float? {
        let place = Place(weight)
        return ranges.filter {
            $0.key.store == place.store && $0.key.weights.overlaps(place.weights)
        }.values.max()
    }

    func note(_ x: MatrixView, readBy weight: Parameter) {
        precondition(
            x.elementType == .float32 && x.stride == x.columns, "the range of \(x.elementType)")
        let numbers = UnsafeBufferPointer(
            start: x.pointer.assumingMemoryBound(to: Float.self), count: x.rows * x.columns)
        let largest = numbers.reduce(0) { max($0, abs($1)) }
        ranges[Place(weight), default: 0] = max(ranges[Place(weight), default: 0], largest)
    }
}

extension Context {
    /// Runs something and notes the ranges of the inputs of its products with weights. The context's
    /// activations have to be float32, and the weights parameters: classes that were selected from an
    /// output table are none.
    public func withInputRanges<Result>(
        _ ranges: InputRanges, _ body: () throws -> Result
    ) rethrows -> Result {
        precondition(
            inputRanges == nil && elementType == .float32,
            "ranges of inputs inside others, or of \(elementType)")
        inputRanges = ranges
        defer { inputRanges = nil }
        return try body()
    }
}
