/// A head of the attention of a decoder to the source that training has guided by alignments, so that it
/// shows which words belong together.
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

/// How much training guides which head by alignments (Chen et al. 2016).
public struct AlignmentGuidance: Sendable, Equatable {
    /// The head.
    public var head: AlignmentHead
    /// What the head's loss is multiplied by before it is added to that of the tokens.
    public var weight: Float

    /// Guidance of a head.
    public init(_ head: AlignmentHead, weight: Float) {
        self.head = head
        self.weight = weight
    }
}
