internal import CKernels

/// Which rows attend to which: one segment for every sentence (or hypothesis) of a packed batch.
public struct AttentionSegments: Sendable {
    /// Rows of queries and the rows of keys and values that they see.
    public struct Segment: Sendable {
        /// Rows of the query matrix.
        public let queries: Range<Int>
        /// Rows of the key and value matrices.
        public let keys: Range<Int>

        /// A segment of the two row ranges.
        public init(queries: Range<Int>, keys: Range<Int>) {
            self.queries = queries
            self.keys = keys
        }
    }

    let kernelSegments: [ck_segment]
    /// Where the last segment's queries end.
    let queryEnd: Int
    /// Where the last segment's keys end.
    let keyEnd: Int

    /// Segments given one by one.
    public init(_ segments: [Segment]) {
        kernelSegments = segments.map {
            ck_segment(
                query_start: Int64($0.queries.lowerBound), query_count: Int64($0.queries.count),
                key_start: Int64($0.keys.lowerBound), key_count: Int64($0.keys.count))
        }
        queryEnd = segments.reduce(0) { max($0, $1.queries.upperBound) }
        keyEnd = segments.reduce(0) { max($0, $1.keys.upperBound) }
    }

    /// Sentence i's queries, bounded by `queryOffsets`, against sentence i's keys, bounded by
    /// `keyOffsets` (boundaries: one more than there are sentences).
    public init(queryOffsets: [Int], keyOffsets: [Int]) {
        precondition(
            queryOffsets.count == keyOffsets.count,
            "attention between \(queryOffsets.count) and \(keyOffsets.count) sentence boundaries")
        self.init(
            (1..<max(1, queryOffsets.count)).map {
                Segment(
                    queries: queryOffsets[$0 - 1]..<queryOffsets[$0],
                    keys: keyOffsets[$0 - 1]..<keyOffsets[$0])
            })
    }

    /// Query i against the keys of range i.
    public init(oneQueryEach keys: [Range<Int>]) {
        self.init(keys.enumerated().map { Segment(queries: $0..<$0 + 1, keys: $1) })
    }

    /// Where each segment's query-key pairs begin when all segments' pairs stand one after the
    /// other, then where the last one's end. `[segments + 1]`
    public var pairOffsets: [Int] {
        kernelSegments.reduce(into: [0]) { offsets, segment in
            offsets.append(
                offsets[offsets.count - 1] + Int(segment.query_count * segment.key_count))
        }
    }
}

/// Columns of a matrix, all heads side by side: from `start`, as wide as the attention is.
public struct HeadColumns {
    let tensor: Tensor
    let start: Int

    /// Columns of `tensor` from column `start` on.
    public init(_ tensor: Tensor, from start: Int = 0) {
        self.tensor = tensor
        self.start = start
    }

    /// A copy of `count` of the columns, `[rows, count]`.
    package func array(_ count: Int) -> [Float] {
        let all = tensor.array()
        return stride(from: start, to: all.count, by: tensor.columns).flatMap {
            all[$0..<$0 + count]
        }
    }
}

/// The shape of a multi-head attention.
public struct AttentionShape: Sendable {
    /// The number of heads.
    public let heads: Int
    /// The width of one head.
    public let headWidth: Int
    /// Whether a query sees only keys up to its own place (and, where there are more keys than
    /// queries, all before).
    public let isCausal: Bool
    /// Probability of dropping an attention weight.
    public let dropout: Float
    /// What the products of queries and keys are multiplied by: 1 / √d_k (Vaswani et al. 2017, section
    /// 3.2.1).
    public let scale: Float

    /// A shape of its parts; a scale of nil is 1 / √d_k.
    public init(
        heads: Int, headWidth: Int, isCausal: Bool, dropout: Float, scale: Float? = nil
    ) {
        self.heads = heads
        self.headWidth = headWidth
        self.isCausal = isCausal
        self.dropout = dropout
        self.scale = scale ?? 1 / Float(headWidth).squareRoot()
    }

    /// The width of all heads together.
    public var width: Int { heads * headWidth }
}

extension Context {
    /// Scaled dot-product attention, softmax(Q Kᵀ / √d_k) V (Vaswani et al. 2017, equation 1), for
    /// every sentence and head.
    ///
    /// - Parameters:
    ///   - query: Q: columns of a `[rows, …]` matrix, `shape.width` wide.
    ///   - key: K: columns as wide, perhaps of the same matrix.
    ///   - value: V: columns as wide, perhaps of the same matrix.
    ///   - segments: The sentences. In training they lie back to back from row 0; rows after the
    ///     last are filler.
    ///   - shape: Heads and their width, mask, dropout and scale.
    ///   - weights: Receives the attention weights, float32: segment by segment, head by head,
    ///     `[queries, keys]` each.
    /// - Returns: `[query rows, shape.width]`; filler rows are zero.
    public func attention(
        query: HeadColumns, key: HeadColumns, value: HeadColumns, segments: AttentionSegments,
        shape: AttentionShape, weights: UnsafeMutablePointer<Float>? = nil
    ) -> Tensor {
        precondition(
            query.start + shape.width <= query.tensor.columns
                && key.start + shape.width <= key.tensor.columns
                && value.start + shape.width <= value.tensor.columns,
            "attention of width \(shape.width) over \(query.tensor.shape), \(key.tensor.shape)")
        precondition(
            segments.queryEnd <= query.tensor.rows && segments.keyEnd <= key.tensor.rows,
            "attention segments end at \(segments.queryEnd), \(segments.keyEnd) of \(query.tensor.shape)"
        )
        let dropout = nextDropout(shape.dropout)
        let rows = query.tensor.rows
        let out = tensor(rows, shape.width)
        let logSumExp = tape.map { _ in tensor(rows, shape.heads, elementType: .float32) }
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = kernelCall(query, key, value, buffer, shape, dropout)
            let workspace = attentionWorkspace(&call)
            ck_attention_forward(
                &call, out.columns(), logSumExp?.floats.baseAddress, weights, workspace.pointer)
        }
        out.clearRows(from: segments.queryEnd)
        guard let tape, let logSumExp else { return out }
        tape.record(out) { tape, gradient in
            self.attentionGradient(
                tape, gradient, query, key, value, segments, shape, dropout, out, logSumExp)
        }
        return out
    }

    private func attentionGradient(
        _ tape: Tape, _ gradient: Tensor, _ query: HeadColumns, _ key: HeadColumns,
        _ value: HeadColumns, _ segments: AttentionSegments, _ shape: AttentionShape,
        _ dropout: ck_dropout, _ out: Tensor, _ logSumExp: Tensor
    ) {
        let windows = [query, key, value]
        precondition(
            Set(windows.map { [$0.tensor.storage.id, $0.start] }).count == windows.count,
            "attention with a gradient: queries, keys and values share columns")
        var gradients: [Int: Tensor] = [:]
        func place(_ window: HeadColumns, end: Int) -> ck_columns {
            let id = window.tensor.storage.id
            if gradients[id] == nil {
                let fresh = tape.emptyTensor(like: window.tensor.key)
                let covered = windows.count { $0.tensor.storage.id == id } * shape.width
                // The kernel writes the sentences' rows of the windows, and nothing else.
                fresh.clearRows(from: covered == fresh.columns ? end : 0)
                gradients[id] = fresh
            }
            return gradients[id, default: gradient].columns(from: window.start)
        }
        let queryPlace = place(query, end: segments.queryEnd)
        let keyPlace = place(key, end: segments.keyEnd)
        let valuePlace = place(value, end: segments.keyEnd)
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = kernelCall(query, key, value, buffer, shape, dropout)
            let workspace = attentionWorkspace(&call)
            ck_attention_backward(
                &call, out.columns(), logSumExp.floats.baseAddress, gradient.columns(), queryPlace,
                keyPlace, valuePlace, workspace.pointer)
        }
        for window in windows {
            guard let ready = gradients.removeValue(forKey: window.tensor.storage.id) else {
                continue
            }
            tape.accumulate(window.tensor.key, giving: ready)
        }
    }

    func attentionWorkspace(_ call: inout ck_attention) -> Tensor {
        tensor(Int(ck_attention_workspace(&call)), elementType: .int8)
    }

    func kernelCall(
        _ query: HeadColumns, _ key: HeadColumns, _ value: HeadColumns,
        _ segments: UnsafeBufferPointer<ck_segment>, _ shape: AttentionShape, _ dropout: ck_dropout
    ) -> ck_attention {
        ck_attention(
            type: query.tensor.elementType.kernelType,
            key_type: key.tensor.elementType.kernelType, segments: segments.baseAddress,
            segment_count: Int64(segments.count), heads: Int64(shape.heads),
            head_width: Int64(shape.headWidth), scale: shape.scale,
            causal: shape.isCausal ? 1 : 0, dropout: dropout,
            query: query.tensor.columns(from: query.start),
            key: key.tensor.columns(from: key.start),
            value: value.tensor.columns(from: value.start),
            blocks: nil)
    }
}
