/// The updates of an epoch, one after the other: the pairs are loaded when their updates come.
public struct UpdateStream: Sequence, IteratorProtocol, Sendable {
    /// An update, and its pairs.
    public struct Element {
        /// The pairs of each share, by their places in ``corpus``.
        public let shares: [[Int]]
        /// The pairs of this update and of others near it.
        public let corpus: EncodedCorpus
        /// Their places in the text.
        public let pairs: [Int]
        /// The number of pairs of the epoch up to this update, its own included.
        public let end: Int
    }

    /// Pairs that are loaded at a time, at least.
    private static let chunkSize = 4096

    private let sampler: BatchSampler
    private let order: EpochOrder
    private let load: @Sendable ([Int]) -> EncodedCorpus
    /// Pairs of the epoch that are loaded or left out.
    private var loaded: Int
    /// What is left of the window.
    private var window: ArraySlice<Int> = []
    private var corpus = EncodedCorpus()
    private var pairs: [Int] = []
    /// The pairs of `corpus` that updates have had.
    private var used = 0

    /// The updates from some pair on.
    ///
    /// - Parameters:
    ///   - sampler: Cuts pairs into updates.
    ///   - order: The epoch's pairs.
    ///   - start: The number of pairs that updates have had before.
    ///   - load: The pairs at some places of the text, as they are in this epoch, without their text.
    public init(
        _ sampler: BatchSampler, _ order: EpochOrder, from start: Int = 0,
        load: @escaping @Sendable ([Int]) -> EncodedCorpus
    ) {
        self.sampler = sampler
        self.order = order
        self.load = load
        loaded = start
    }

    /// The next update; nil after the last.
    public mutating func next() -> Element? {
        while true {
            let isAll = loaded >= order.count
            if used < pairs.count,
                let next = sampler.nextUpdate(used..<pairs.count, of: corpus, isAll: isAll)
            {
                used += next.count
                return Element(
                    shares: next.update.shares, corpus: corpus, pairs: pairs,
                    end: loaded - (pairs.count - used))
            }
            if isAll { return nil }
            loadMore()
        }
    }

    /// Goes on to a corpus of the pairs that are left, and more.
    private mutating func loadMore() {
        if window.isEmpty { window = order.pairs(from: loaded) }
        let places = Array(window.prefix(Self.chunkSize))
        window = window.dropFirst(places.count)
        loaded += places.count
        let more = load(places)
        var next = EncodedCorpus(keepsLinks: more.keepsLinks)
        for pair in used..<pairs.count { corpus.add(pair, to: &next) }
        next.append(contentsOf: more)
        corpus = next
        pairs = pairs[used...] + places
        used = 0
    }
}
