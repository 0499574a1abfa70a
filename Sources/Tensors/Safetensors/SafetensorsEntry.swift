/// What a safetensors header says about one tensor.
public struct SafetensorsEntry: Equatable, Sendable {
    /// The type of its elements.
    public let type: SafetensorsType
    /// Its sizes, outermost first; empty for a single number.
    public let shape: [Int]
    /// Where its bytes lie, counted from the end of the header.
    public let byteRange: Range<Int>

    /// The number of elements.
    public var elementCount: Int { byteRange.count / type.byteCount }
}
