public import Tensors

/// The keys and values of the positions decoded so far, for every hypothesis.
public struct KeyValueCache {
    /// `[hypotheses · capacity, 2 d]`: hypothesis h owns rows `h · capacity ..< (h + 1) ·
    /// capacity`.
    public private(set) var storage: Tensor
    /// The number of hypotheses.
    public private(set) var hypotheses: Int
    /// Positions held for every hypothesis.
    public private(set) var length = 0
    private var capacity: Int

    /// An empty cache.
    ///
    /// - Parameter width: The width d of keys, and of values.
    public init(hypotheses: Int, width: Int, _ context: Context) {
        self.hypotheses = hypotheses
        capacity = 16
        storage = context.tensor(hypotheses * capacity, 2 * width)
    }

    /// One query for every hypothesis against its positions so far.
    public var segments: AttentionSegments {
        AttentionSegments(
            (0..<hypotheses).map { hypothesis in
                let start = hypothesis * capacity
                return .init(
                    queries: hypothesis..<hypothesis + 1, keys: start..<start + length)
            })
    }

    /// Adds a position: row h of `projected`, from column `start` on, belongs to hypothesis h.
    mutating func append(_ projected: Tensor, columnsFrom start: Int, _ context: Context) {
        if length == capacity {
            reallocate(capacity: 2 * capacity, Array(0..<Int32(hypotheses)), context)
        }
        for hypothesis in 0..<hypotheses {
            storage.copyRow(
                hypothesis * capacity + length, from: projected, row: hypothesis, columnsFrom: start
            )
        }
        length += 1
    }

    /// Keeps hypotheses `rows`, in that order; one may be kept several times.
    public mutating func select(rows: [Int32], _ context: Context) {
        guard !rows.elementsEqual(0..<Int32(hypotheses)) else { return }
        reallocate(capacity: capacity, rows, context)
    }

    private mutating func reallocate(capacity newCapacity: Int, _ rows: [Int32], _ context: Context)
    {
        let old = storage
        storage = context.tensor(rows.count * newCapacity, old.columns)
        for (new, row) in rows.enumerated() {
            storage.copyRows(
                at: new * newCapacity, from: old, rows: Int(row) * capacity, count: length)
        }
        capacity = newCapacity
        hypotheses = rows.count
    }
}
