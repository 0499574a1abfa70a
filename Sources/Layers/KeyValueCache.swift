internal import Tensors

/// The keys and values of one attention for the positions decoded so far, step by step; a
/// ``KeyValueHistory`` says which rows are whose, one for the caches of all layers.
public struct KeyValueCache {
    /// `[rows of the step, 2 d]` each: keys, then values; rows after the last hypothesis are
    /// filler.
    var blocks: [Tensor] = []

    /// An empty cache.
    public init() {}
}
