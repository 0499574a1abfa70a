/// A head of the attention of a decoder to the source that shows which words belong together, since
/// training guided it by alignments.
public struct AlignmentHead: Sendable, Equatable {
    /// The decoder's layer, from 0.
    public var layer: Int
    /// The head, from 0.
    public var head: Int

    /// A head of a layer.
    public init(layer: Int, head: Int) {
        self.layer = layer
        self.head = head
    }
}
