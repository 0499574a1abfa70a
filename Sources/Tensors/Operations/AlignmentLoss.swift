internal import CKernels

/// Which rows of keys each row of queries is linked to.
public struct AttentionLinks: Sendable {
    /// Where the links of each row begin, then where the last one's end. `[query rows + 1]`
    let offsets: [Int32]
    /// The rows of keys, row of queries by row of queries; each once.
    let keys: [Int32]

    /// Links of their parts.
    ///
    /// - Parameters:
    ///   - offsets: Where the links of each row of queries begin in `keys`, then where the last one's
    ///     end, `[query rows + 1]`.
    ///   - keys: Rows of keys.
    public init(offsets: [Int32], keys: [Int32]) {
        precondition(
            offsets.first == 0 && offsets.last.map(Int.init) == keys.count
                && zip(offsets, offsets.dropFirst()).allSatisfy(<=),
            "\(offsets.count) offsets of \(keys.count) links")
        self.offsets = offsets
        self.keys = keys
    }

    /// The rows of keys that a row of queries is linked to.
    func keys(of query: Int) -> ArraySlice<Int32> {
        keys[Int(offsets[query])..<Int(offsets[query + 1])]
    }

    /// How many of some rows of queries have links.
    fileprivate func linkedCount(of queries: Range<Int>) -> Int {
        queries.count { offsets[$0] < offsets[$0 + 1] }
    }

    /// Whether all links lead to keys of their query's segment.
    fileprivate func fit(_ segments: AttentionSegments) -> Bool {
        segments.kernelSegments.allSatisfy { segment in
            let keys = segment.key_start..<segment.key_start + segment.key_count
            let queries = Int(segment.query_start)..<Int(segment.query_start + segment.query_count)
            return queries.allSatisfy { self.keys(of: $0).allSatisfy { keys.contains(Int64($0)) } }
        }
    }
}

/// Tells one head of one attention where to look (Chen et al. 2016, "Guided Alignment Training for
/// Topic-Aware Neural Machine Translation", section 2): to the loss comes
///
///     w · − Σ_t Σ_s A_ts log p_ts
///
/// with p the head's attention, before dropout, and A_ts = 1 / (number of t's links) where t is linked
/// to s, else 0. t goes over the queries that have links; the others may look where they like.
///
/// The attention is known by its Wᴼ, so that models and their layers know nothing of alignments. A
/// guide belongs to a context while ``Context/withAttentionGuide(_:_:)`` runs. A context without
/// computes nothing for it.
public final class AttentionGuide {
    /// w.
    public let weight: Float
    /// − Σ_t Σ_s A_ts log p_ts in nats, once the attention has run.
    public fileprivate(set) var loss = 0.0
    /// The number of queries that have links.
    public fileprivate(set) var linkedQueries = 0
    private let output: Parameter
    fileprivate let head: Int
    fileprivate let links: AttentionLinks

    /// A guide of a head.
    ///
    /// - Parameters:
    ///   - head: The head, from 0.
    ///   - output: Wᴼ of the attention.
    ///   - links: Where it is to look.
    ///   - weight: w.
    public init(head: Int, before output: Parameter, links: AttentionLinks, weight: Float) {
        self.head = head
        self.output = output
        self.links = links
        self.weight = weight
    }

    fileprivate func isGuide(ofAttentionBefore other: Parameter) -> Bool {
        output.store === other.store && output.offset == other.offset
    }
}

extension Context {
    /// Runs something with a guide for a head of an attention.
    public func withAttentionGuide<Result>(
        _ guide: AttentionGuide, _ body: () throws -> Result
    ) rethrows -> Result {
        precondition(attentionGuide == nil, "a guide of attention inside a guide of attention")
        attentionGuide = guide
        defer { attentionGuide = nil }
        return try body()
    }

    /// Adds a head's distance from where it is to look to the guide's loss, where the context has a
    /// guide for the attention.
    ///
    /// With a tape, the gradients of the head's queries and keys get the weighted loss's part: that of
    /// a score is w (p − A) for queries that have links, else 0. Whoever calls this calls it before the
    /// attention, so that in the backward pass it adds to what the attention has written.
    ///
    /// - Parameters:
    ///   - query: Q of all heads.
    ///   - key: K of all heads.
    ///   - segments: The sentences, none of which share keys.
    ///   - shape: That of the attention, which is not causal.
    ///   - output: Wᴼ, which tells the attention.
    public func guide(
        _ query: HeadColumns, _ key: HeadColumns, segments: AttentionSegments,
        shape: AttentionShape, before output: Parameter
    ) {
        guard let guide = attentionGuide, guide.isGuide(ofAttentionBefore: output) else { return }
        precondition(
            guide.head < shape.heads && !shape.isCausal
                && query.tensor.elementType == key.tensor.elementType,
            "guide of head \(guide.head) of \(shape.heads)")
        precondition(
            segments.queryEnd < guide.links.offsets.count && guide.links.fit(segments),
            "links of \(guide.links.offsets.count - 1) rows for \(segments.queryEnd)")
        let loss = AlignmentLoss(guide, query, key, segments, shape)
        let scores = tensor(max(segments.pairOffsets.last ?? 0, 1), elementType: .float32)
        loss.withCall(in: self) { call, links in
            guide.loss += ck_alignment_loss_forward(
                &call, &links, guide.weight, scores.floats.baseAddress)
        }
        guide.linkedQueries += guide.links.linkedCount(of: 0..<segments.queryEnd)
        tape?.recordEnd { tape in
            let queryGradient = tape.zeroedGradient(of: query.tensor.key)
            let keyGradient = tape.zeroedGradient(of: key.tensor.key)
            let sum = self.tensor(shape.headWidth, elementType: .float32)
            loss.withCall(in: self) { call, links in
                ck_alignment_loss_backward(
                    &call, &links, scores.floats.baseAddress,
                    queryGradient.columns(from: loss.query.start),
                    keyGradient.columns(from: loss.key.start), sum.floats.baseAddress)
            }
        }
    }
}

/// The operands of a head's loss.
private struct AlignmentLoss {
    /// Q and K of the head alone.
    let query, key: HeadColumns
    private let segments: AttentionSegments
    private let shape: AttentionShape
    private let links: AttentionLinks

    init(
        _ guide: AttentionGuide, _ query: HeadColumns, _ key: HeadColumns,
        _ segments: AttentionSegments, _ shape: AttentionShape
    ) {
        let first = guide.head * shape.headWidth
        self.query = HeadColumns(query.tensor, from: query.start + first)
        self.key = HeadColumns(key.tensor, from: key.start + first)
        self.segments = segments
        self.shape = AttentionShape(
            heads: 1, headWidth: shape.headWidth, isCausal: false, dropout: 0, scale: shape.scale)
        links = guide.links
    }

    func withCall(in context: Context, _ body: (inout ck_attention, inout ck_links) -> Void) {
        segments.kernelSegments.withUnsafeBufferPointer { segments in
            links.offsets.withUnsafeBufferPointer { offsets in
                links.keys.withUnsafeBufferPointer { keys in
                    // There are no values in it.
                    var call = context.kernelCall(query, key, key, segments, shape, .off)
                    var links = ck_links(offsets: offsets.baseAddress, keys: keys.baseAddress)
                    body(&call, &links)
                }
            }
        }
    }
}
