/// Cuts pairs into updates of the weights, and updates into shares.
///
/// An update is cut from a shuffled order, not from one sorted by length: rows are packed, so short
/// and long sentences side by side waste nothing, and an update of sentences of one length would
/// have a biased gradient. Only inside an update are the sentences sorted, and dealt to its shares,
/// the longest first and each to the share with the least work (Graham 1969's longest processing
/// time first). So all shares of an update have nearly the same number of tokens and the same
/// mixture of lengths, and workers do not wait for each other.
///
/// The updates follow from the lengths of the pairs and their order (``EpochOrder``) alone.
public struct BatchSampler: Sendable {
    /// An update of the weights.
    public struct Update: Equatable, Sendable {
        /// The pairs of each share, the longest pairs first. All are used before the weights change. A
        /// share may be empty in an epoch's last update, and in one with a pair longer than the
        /// budget.
        public let shares: [[Int]]

        /// An update of its shares.
        public init(shares: [[Int]]) { self.shares = shares }
    }

    /// The most tokens that a share has on either side, source or target, end tokens included. A
    /// longer pair is not left out, and its update's shares may then reach its length.
    public var tokensPerShare: Int
    /// The number of shares of an update: one for every worker.
    public var shares: Int

    /// A sampler of its parts.
    public init(tokensPerShare: Int, shares: Int = 1) {
        precondition(
            tokensPerShare > 0 && shares > 0,
            "a sampler of \(shares) shares of \(tokensPerShare) tokens")
        self.tokensPerShare = tokensPerShare
        self.shares = shares
    }

    /// The pairs of a share in parts of nearly the same number of tokens, the longest pairs first: as
    /// many as are asked for, but no more than there are pairs, and one that is empty where there are
    /// none.
    public static func parts(_ count: Int, of share: [Int], in corpus: EncodedCorpus) -> [[Int]] {
        let lengths = PairLengths(corpus)
        let parts = min(count, max(share.count, 1))
        return deal(lengths.longestFirst(share), lengths, to: parts, limit: .max) ?? []
    }

    /// All pairs in batches of up to `tokens` tokens on either side, the longest first: for
    /// validation and scoring, where no order is better than another.
    public static func orderedBatches(of corpus: EncodedCorpus, tokens: Int) -> [[Int]] {
        let lengths = PairLengths(corpus)
        var rest = lengths.longestFirst(0..<corpus.count)[...]
        var batches: [[Int]] = []
        while !rest.isEmpty {
            let count = lengths.prefixCount(of: rest, tokens: tokens)
            batches.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return batches
    }

    /// As many of the first pairs as all shares together can hold, dealt out.
    ///
    /// - Parameters:
    ///   - pairs: Pairs of the corpus that come next.
    ///   - isAll: Whether none come after them.
    /// - Returns: The update, and how many pairs it has; nil where pairs after these might belong to it, too.
    func nextUpdate(
        _ pairs: Range<Int>, of corpus: EncodedCorpus, isAll: Bool
    ) -> (update: Update, count: Int)? {
        let lengths = PairLengths(corpus)
        var count = lengths.prefixCount(of: pairs, tokens: shares * tokensPerShare)
        guard isAll || count < pairs.count else { return nil }
        while true {
            let sorted = lengths.longestFirst(pairs.prefix(count))
            let limit = max(tokensPerShare, lengths.longest(sorted[0]))
            if let dealt = Self.deal(sorted, lengths, to: shares, limit: limit) {
                return (Update(shares: dealt), count)
            }
            // What fits all shares together need not fit them one by one.
            count -= 1
        }
    }

    /// - Returns: nil when a share would have more tokens than `limit`.
    private static func deal(
        _ sorted: [Int], _ lengths: PairLengths, to shares: Int, limit: Int
    ) -> [[Int]]? {
        var dealt = [[Int]](repeating: [], count: shares)
        var loads = [PairLengths.Load](repeating: .init(), count: shares)
        for pair in sorted {
            var best = (share: 0, load: lengths.adding(pair, to: loads[0]))
            for share in loads.indices.dropFirst() where best.load.larger > loads[share].larger {
                let load = lengths.adding(pair, to: loads[share])
                if load.larger < best.load.larger { best = (share, load) }
            }
            guard best.load.larger <= limit else { return nil }
            dealt[best.share].append(pair)
            loads[best.share] = best.load
        }
        return dealt
    }
}

/// The lengths of the pairs of a corpus, end tokens included.
private struct PairLengths {
    /// Tokens of several pairs.
    struct Load {
        var source = 0
        var target = 0
        var larger: Int { max(source, target) }
    }

    let corpus: EncodedCorpus

    init(_ corpus: EncodedCorpus) {
        self.corpus = corpus
    }

    func adding(_ pair: Int, to load: Load) -> Load {
        Load(
            source: load.source + corpus.source.range(of: pair).count,
            target: load.target + corpus.target.range(of: pair).count)
    }

    func longest(_ pair: Int) -> Int { adding(pair, to: Load()).larger }

    /// The pairs by their longer sides; those of one length in the order they come in.
    func longestFirst(_ pairs: some Collection<Int>) -> [Int] {
        pairs.enumerated()
            .map { (length: longest($0.element), place: $0.offset, pair: $0.element) }
            .sorted { ($1.length, $0.place) < ($0.length, $1.place) }
            .map(\.pair)
    }

    /// How many of the first pairs have up to `tokens` tokens on either side, at least one.
    func prefixCount(of pairs: some Sequence<Int>, tokens: Int) -> Int {
        var load = Load()
        var count = 0
        for pair in pairs {
            load = adding(pair, to: load)
            if load.larger > tokens && count > 0 { break }
            count += 1
        }
        return count
    }
}
