public import Tensors

/// Multi-head attention (Vaswani et al. 2017, section 3.2):
///
///     Attention(Q, K, V) = softmax(Q Kᵀ / √d_k) V                        (equation 1)
///     MultiHead(Q, K, V) = Concat(head_1, …, head_h) Wᴼ
///     head_i             = Attention(Q W_i^Q, K W_i^K, V W_i^V)
///
/// d is the width of the model and h the number of heads. The queries and keys of a head have d_k
/// columns and its values d_v; as in the paper, d_k = d_v = d / h, so that all heads side by side
/// are d wide.
///
/// The W_i^Q of all heads stand side by side in one matrix, and so do the W_i^K and the W_i^V. One
/// product projects for all heads; each has d_k of the columns of the result. The paper's matrices are
/// held transposed, as in every ``Linear``, and unlike the paper's, all projections have a bias.
///
/// One type serves the paper's three uses (section 3.2.3): encoder self-attention and causal
/// decoder self-attention through `selfAttention`, encoder-decoder attention, in which queries come
/// from the decoder and keys and values from the encoder, through `keysAndValues` and `attend`.
///
/// A context may have gates, which multiply the heads before Wᴼ (`HeadGates`), and a guide, which tells
/// a head where to look (`AttentionGuide`).
///
/// The same in plain loops, one head after the other: `Reference.MultiHeadAttention`.
public struct MultiHeadAttention: Sendable {
    /// The width of the model, d.
    public let width: Int
    /// Which of the three it is.
    private let site: AttentionSite
    private let shape: AttentionShape
    /// W^Q, W^K and W^V of all heads.
    private let projections: HeadProjections
    /// Wᴼ.
    private let output: Linear

    /// Declares `q_proj`, `k_proj`, `v_proj` and `out_proj`.
    ///
    /// - Parameters:
    ///   - width: The width of the model, d: a multiple of the heads.
    ///   - heads: The number of heads, h.
    ///   - site: Which of the three it is. In the decoder's self-attention a position sees only itself
    ///     and those before it (the figure's *masked* multi-head attention).
    ///   - dropout: Probability of dropping an attention weight.
    ///   - isScaled: Whether scores are divided by √d_k. This and what follows is left out only to
    ///     study what it is for.
    ///   - isProjected: Whether there are W^Q, W^K and W^V; if not, queries, keys and values are the
    ///     rows themselves.
    ///   - isMasked: Whether the decoder's self-attention is masked.
    ///   - headsStartAlike: Whether all heads begin with the weights of the first (`AlikeHeads`).
    ///   - builder: Where the parameters are declared.
    public init(
        width: Int, heads: Int, site: AttentionSite, dropout: Float, isScaled: Bool = true,
        isProjected: Bool = true, isMasked: Bool = true, headsStartAlike: Bool = false,
        _ builder: ParameterBuilder
    ) {
        precondition(width % heads == 0, "width \(width) is not a multiple of \(heads) heads")
        self.width = width
        self.site = site
        shape = AttentionShape(
            heads: heads, headWidth: width / heads, isCausal: site == .decoder && isMasked,
            dropout: dropout, scale: isScaled ? nil : 1)
        let start = headsStartAlike ? AlikeHeads(width: width, heads: heads) : nil
        projections = HeadProjections(
            width: width, isIdentity: !isProjected, initializer: start?.inputs ?? .xavierUniform,
            builder)
        output = Linear(
            width, width, builder["out_proj"], initializer: start?.output ?? .xavierUniform)
    }

    /// Queries, keys and values from the same rows, by one product.
    ///
    /// - Parameters:
    ///   - x: `[rows, d]`.
    ///   - segments: The sentences; queries and keys are the same rows.
    ///   - record: Gets the attention, if it wants it.
    ///   - context: Where the operations run.
    /// - Returns: `[rows, d]`.
    public func selfAttention(
        _ x: Tensor, segments: AttentionSegments, record: AttentionRecord? = nil,
        _ context: Context
    ) -> Tensor {
        let projected = projections.queriesKeysValues(x, context)  // [rows, 3 d]
        let queries = HeadColumns(projected)  // [rows, h · d_k]
        let keys = HeadColumns(projected, from: width)  // [rows, h · d_k]
        let values = HeadColumns(projected, from: 2 * width)  // [rows, h · d_v]
        let heads = heads(queries, keys, values, segments, record, context)  // [rows, h · d_v]
        return joined(heads, segments, context)  // [rows, d]
    }

    /// The keys and the values of some rows, side by side: `[rows, d]` → `[rows, 2 d]`, of
    /// `Context.keyValueType`.
    public func keysAndValues(_ memory: Tensor, _ context: Context) -> Tensor {
        projections.keysAndValues(memory, context)  // [rows, 2 d]
    }

    /// Queries from `x` `[rows, d]` against keys and values `[memory rows, 2 d]` made before.
    ///
    /// - Returns: `[rows, d]`.
    public func attend(
        _ x: Tensor, to keysAndValues: Tensor, segments: AttentionSegments,
        record: AttentionRecord? = nil, _ context: Context
    ) -> Tensor {
        let queries = HeadColumns(projections.queries(x, context))  // [rows, h · d_k]
        let keys = HeadColumns(keysAndValues)  // [memory rows, h · d_k]
        let values = HeadColumns(keysAndValues, from: width)  // [memory rows, h · d_v]
        let heads = heads(queries, keys, values, segments, record, context)  // [rows, h · d_v]
        return joined(heads, segments, context)  // [rows, d]
    }

    /// The number of heads, h.
    public var heads: Int { shape.heads }

    /// What tells one of the heads where to look.
    ///
    /// - Parameters:
    ///   - head: The head, from 0.
    ///   - links: Rows of queries and rows of keys that belong together.
    ///   - weight: What the head's loss is multiplied by.
    public func guide(ofHead head: Int, to links: AttentionLinks, weight: Float) -> AttentionGuide {
        precondition(head >= 0 && head < heads, "guide of head \(head) of \(heads)")
        return AttentionGuide(head: head, before: output.weight, links: links, weight: weight)
    }

    /// Self-attention of one new row for every hypothesis, whose keys and values join those of the
    /// rows before in the cache.
    ///
    /// - Parameters:
    ///   - x: `[rows, d]`; row i belongs to hypothesis i, rows after the last hypothesis are
    ///     filler.
    ///   - cache: Keys and values so far; gets a block for the new position.
    ///   - history: Where they lie, the new position included.
    ///   - context: Where the operations run.
    /// - Returns: `[rows, d]`.
    public func selfAttentionStep(
        _ x: Tensor, cache: inout KeyValueCache, _ history: KeyValueHistory, _ context: Context
    ) -> Tensor {
        let (queries, keysAndValues) = projections.queriesAndKeysValues(
            x, context)  // [rows, d], [rows, 2 d]
        cache.blocks.append(keysAndValues)
        let heads = context.attention(
            query: HeadColumns(queries),
            blocks: KeyValueBlocks(cache.blocks, places: history.places),
            segments: history.segments, shape: shape)  // [rows, h · d_v]
        return joined(heads, history.segments, context)  // [rows, d]
    }

    /// Concat(head_1, …, head_h) Wᴼ, after the gates that the context may have:
    /// `[rows, h · d_v]` → `[rows, d]`.
    private func joined(
        _ heads: Tensor, _ segments: AttentionSegments, _ context: Context
    ) -> Tensor {
        output(
            context.gated(heads, before: output.weight, segments: segments), context)  // [rows, d]
    }

    /// Concat(head_1, …, head_h): equation 1 for every sentence and head, in one operation, which
    /// leaves a head's result in the columns of the head: `[rows, h · d_v]`.
    private func heads(
        _ queries: HeadColumns, _ keys: HeadColumns, _ values: HeadColumns,
        _ segments: AttentionSegments, _ record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        context.guide(queries, keys, segments: segments, shape: shape, before: output.weight)
        guard let record, record.contents.wants(site) else {
            return context.attention(
                query: queries, key: keys, value: values, segments: segments, shape: shape)
        }
        let projections =
            record.contents.contains(.projections)
            ? AttentionRecord.Projections(
                headWidth: shape.headWidth, scale: shape.scale, isCausal: shape.isCausal,
                queries: queries.array(width), keys: keys.array(width),
                values: values.array(width)) : nil
        return record.write(
            site, heads: shape.heads, pairOffsets: segments.pairOffsets, projections,
            output: output.weight
        ) { weights in
            context.attention(
                query: queries, key: keys, value: values, segments: segments, shape: shape,
                weights: weights)
        } contributions: { heads in
            contributions(of: heads, context)
        }
    }

    /// What each head adds to the output: its columns of the heads times its columns of Wᴼ, without the
    /// bias. `[rows, h · d_v]` → `[heads][rows, d]`.
    private func contributions(of heads: Tensor, _ context: Context) -> [[Float]] {
        (0..<shape.heads).map { head in
            let alone = (0..<shape.heads).map { Float($0 == head ? 1 : 0) }
            return context.linear(
                context.scaled(heads, by: alone), weight: output.weight, bias: nil
            ).array()  // [rows, d]
        }
    }
}
