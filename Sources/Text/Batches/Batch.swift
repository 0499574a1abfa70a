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
    /// Which tokens belong together; nil where none do.
    public let links: Links?

    /// Which rows of the source each row of the target, the label that it is to predict, belongs to.
    public struct Links: Sendable, Equatable {
        /// Where the links of each row of the target begin, then where the last one's end.
        /// `[target.rows + 1]`
        public let offsets: [Int32]
        /// Rows of the source, row of the target by row of the target.
        public let sourceRows: [Int32]
    }

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
            links: corpus.links.map { links in pairs.map { links[$0] } } ?? [],
            special, rowMultiple: rowMultiple)
    }

    /// The batch of the given sentences, each ending with its end token.
    ///
    /// - Parameters:
    ///   - pairs: What the pairs are called.
    ///   - sources: The source sentences.
    ///   - targets: The target sentences.
    ///   - links: Which tokens of each pair belong together; empty for none of any.
    ///   - special: What begins the decoder's input, and what fills up both sides.
    ///   - rowMultiple: What both row counts are rounded up to a multiple of.
    public init(
        _ pairs: [Int], sources: [ArraySlice<Int32>], targets: [ArraySlice<Int32>],
        links: [[Alignment.Link]] = [], _ special: SpecialTokens, rowMultiple: Int = 32
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
        self.links = Links(links, source: source, target: target)
    }

    /// The number of tokens to predict.
    public var labelCount: Int { target.tokenCount }
}

extension Batch.Links {
    /// The links of the pairs of a batch; nil where there are none.
    fileprivate init?(
        _ links: [[Alignment.Link]], source: PackedSentences, target: PackedSentences
    ) {
        guard links.contains(where: { !$0.isEmpty }) else { return nil }
        precondition(
            links.count == source.count,
            "links of \(links.count) pairs in a batch of \(source.count)")
        // A place for every row, by what comes before it.
        var places = [Int32](repeating: 0, count: target.rows + 1)
        for (pair, links) in links.enumerated() {
            for link in links { places[target.offsets[pair] + link.target + 1] += 1 }
        }
        for row in 0..<target.rows { places[row + 1] += places[row] }
        offsets = places
        var sourceRows = [Int32](repeating: 0, count: Int(places[target.rows]))
        for (pair, links) in links.enumerated() {
            for link in links {
                let row = target.offsets[pair] + link.target
                sourceRows[Int(places[row])] = Int32(source.offsets[pair] + link.source)
                places[row] += 1
            }
        }
        self.sourceRows = sourceRows
    }
}
