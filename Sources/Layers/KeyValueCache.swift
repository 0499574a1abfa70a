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

/// Where the keys and values of every hypothesis lie in the caches of all layers.
///
/// Every step leaves a block of new rows in each cache, one row a hypothesis, and nothing is
/// ever moved: which of the rows are a hypothesis's own is a list of places. Keeping, dropping and
/// doubling hypotheses changes these lists, and hypotheses that begin alike share their beginning.
public struct KeyValueHistory {
    private var hypotheses: Int
    /// Positions of every hypothesis: the number of blocks.
    public private(set) var length = 0
    /// The places of every hypothesis's positions, hypothesis by hypothesis, `[hypotheses,
    /// length]`.
    private(set) var places: [KeyValueBlocks.Place] = []
    /// What the latest position attends to: one query for every hypothesis against its positions.
    private(set) var segments = AttentionSegments([])

    /// The history before the first position.
    public init(hypotheses: Int) {
        self.hypotheses = hypotheses
    }

    /// Adds a position to every hypothesis. Each cache has to add a block then, row h of which
    /// belongs to hypothesis h.
    public mutating func append() {
        var extended: [KeyValueBlocks.Place] = []
        extended.reserveCapacity(places.count + hypotheses)
        for hypothesis in 0..<hypotheses {
            extended.append(contentsOf: places[hypothesis * length..<(hypothesis + 1) * length])
            extended.append(KeyValueBlocks.Place(block: length, row: hypothesis))
        }
        places = extended
        length += 1
        segments = AttentionSegments(
            (0..<hypotheses).map {
                .init(queries: $0..<$0 + 1, keys: $0 * length..<($0 + 1) * length)
            })
    }

    /// Keeps hypotheses `kept`, in that order; one may be kept several times.
    public mutating func select(_ kept: [Int32]) {
        guard !kept.elementsEqual(0..<Int32(hypotheses)) else { return }
        places = kept.flatMap { places[Int($0) * length..<(Int($0) + 1) * length] }
        hypotheses = kept.count
    }
}
