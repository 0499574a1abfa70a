public import Tensors

/// Multi-head attention (section 3.2.2): every head projects queries, keys and values to d / h
/// columns, attends, and the heads' results side by side are projected once more.
///
/// One type serves the paper's three uses (section 3.2.3): encoder self-attention and causal
/// decoder self-attention through `selfAttention`, encoder-decoder attention through
/// `keysAndValues` and `attend`.
public struct MultiHeadAttention: Sendable {
    /// The width of the model, d.
    public let width: Int
    private let shape: AttentionShape
    private let queriesKeysValues: Linear
    private let output: Linear

    /// Declares `q_proj`, `k_proj`, `v_proj` and `out_proj`.
    ///
    /// - Parameters:
    ///   - isCausal: Whether a position sees only itself and those before it (the figure's *masked*
    ///     multi-head attention).
    ///   - dropout: Probability of dropping an attention weight.
    public init(
        width: Int, heads: Int, isCausal: Bool, dropout: Float, _ builder: ParameterBuilder
    ) {
        precondition(width % heads == 0, "width \(width) is not a multiple of \(heads) heads")
        self.width = width
        shape = AttentionShape(
            heads: heads, headWidth: width / heads, isCausal: isCausal, dropout: dropout)
        queriesKeysValues = Linear(stacking: ["q_proj", "k_proj", "v_proj"], width, width, builder)
        output = Linear(width, width, builder["out_proj"])
    }

    /// Queries, keys and values from the same rows, by one product.
    ///
    /// - Parameters:
    ///   - x: `[rows, d]`.
    ///   - segments: The sentences; queries and keys are the same rows.
    /// - Returns: `[rows, d]`.
    public func selfAttention(
        _ x: Tensor, segments: AttentionSegments, _ context: Context
    ) -> Tensor {
        let projected = queriesKeysValues(x, context)  // [rows, 3 d]
        return attend(
            query: HeadColumns(projected), key: HeadColumns(projected, from: width),
            value: HeadColumns(projected, from: 2 * width), segments, nil, context)
    }

    /// The keys and the values of some rows, side by side: `[rows, d]` → `[rows, 2 d]`, of
    /// `Context.keyValueType`.
    public func keysAndValues(_ memory: Tensor, _ context: Context) -> Tensor {
        queriesKeysValues[outputs: width..<3 * width](
            memory, elementType: context.keyValueType, context)
    }

    /// Queries from `x` `[rows, d]` against keys and values `[memory rows, 2 d]` made before.
    ///
    /// - Returns: `[rows, d]`.
    public func attend(
        _ x: Tensor, to keysAndValues: Tensor, segments: AttentionSegments,
        record: AttentionRecord? = nil, _ context: Context
    ) -> Tensor {
        let query = queriesKeysValues[outputs: 0..<width](x, context)
        return attend(
            query: HeadColumns(query), key: HeadColumns(keysAndValues),
            value: HeadColumns(keysAndValues, from: width), segments, record, context)
    }

    /// Self-attention of one new row for every hypothesis, whose keys and values join those of the
    /// rows before in the cache.
    ///
    /// - Parameters:
    ///   - x: `[rows, d]`; row i belongs to hypothesis i, rows after the last hypothesis are
    ///     filler.
    ///   - cache: Keys and values so far; gets a block for the new position.
    ///   - history: Where they lie, the new position included.
    public func selfAttentionStep(
        _ x: Tensor, cache: inout KeyValueCache, _ history: KeyValueHistory, _ context: Context
    ) -> Tensor {
        let (query, keysAndValues) = queriesKeysValues.split(
            x, after: width, secondType: context.keyValueType, context)
        cache.blocks.append(keysAndValues)
        let attended = context.attention(
            query: HeadColumns(query),
            blocks: KeyValueBlocks(cache.blocks, places: history.places),
            segments: history.segments, shape: shape)
        return output(attended, context)
    }

    private func attend(
        query: HeadColumns, key: HeadColumns, value: HeadColumns, _ segments: AttentionSegments,
        _ record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let attended =
            if let record {
                record.write(heads: shape.heads, pairOffsets: segments.pairOffsets) { weights in
                    context.attention(
                        query: query, key: key, value: value, segments: segments, shape: shape,
                        weights: weights)
                }
            } else {
                context.attention(
                    query: query, key: key, value: value, segments: segments, shape: shape)
            }
        return output(attended, context)
    }
}
