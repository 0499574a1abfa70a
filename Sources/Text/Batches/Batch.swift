/// Sentence pairs as a model is trained on them: one matrix product sees all their tokens at once.
///
/// The target is there twice, for teacher forcing: as the decoder's input, which begins with the
/// start token and lacks the end token, and as the labels, row for row what the decoder is to
/// predict from its input up to there.
///
///     tokens   w₁  w₂  </s>
///     input  start w₁  w₂
///     labels   w₁  w₂  </s>
public struct Batch: Sendable, Equatable {
    /// The label of a filler row, which no loss counts.
    public static let ignoredLabel: Int32 = -1

    /// The pairs' places in the corpus, in the order they have here. `[pairs]`
    public let pairs: [Int]
    /// The source sentences, each with its end token.
    public let source: PackedSentences
    /// The target sentences shifted right: the decoder's input.
    public let target: PackedSentences
    /// The token that each row of `target` is to predict; ``ignoredLabel`` for filler.
    /// `[target.rows]`
    public let labels: [Int32]

    /// The batch of some pairs of a corpus.
    ///
    /// - Parameters:
    ///   - pairs: The places of the pairs in `corpus`.
    ///   - corpus: The encoded sentences, each ending with its end token.
    ///   - special: What begins the decoder's input, and what fills up both sides.
    ///   - rowMultiple: What both row counts are rounded up to a multiple of.
    public init(
        _ pairs: [Int], of corpus: EncodedCorpus, _ special: SpecialTokens, rowMultiple: Int = 32
    ) {
        self.init(
            pairs, sources: pairs.map { corpus.source[$0] },
            targets: pairs.map { corpus.target[$0] },
            special, rowMultiple: rowMultiple)
    }

    /// The batch of the given sentences, each ending with its end token.
    public init(
        _ pairs: [Int], sources: [ArraySlice<Int32>], targets: [ArraySlice<Int32>],
        _ special: SpecialTokens, rowMultiple: Int = 32
    ) {
        precondition(
            sources.count == pairs.count && targets.count == pairs.count,
            "a batch of \(pairs.count) pairs from \(sources.count) sources and \(targets.count) "
                + "targets"
        )
        self.pairs = pairs
        source = PackedSentences(sources, fillerID: special.padding, rowMultiple: rowMultiple)
        let inputs = targets.map { CollectionOfOne(special.start) + $0.dropLast() }
        target = PackedSentences(inputs, fillerID: special.padding, rowMultiple: rowMultiple)
        let labels = PackedSentences(
            targets, fillerID: Self.ignoredLabel, rowMultiple: rowMultiple)
        precondition(
            labels.offsets == target.offsets, "a batch with a target that lacks its end token")
        self.labels = labels.ids
    }

    /// The number of tokens to predict.
    public var labelCount: Int { target.tokenCount }
}
