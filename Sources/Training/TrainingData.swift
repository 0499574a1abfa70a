import Models
public import Text

/// The pairs a model is trained on, and how they are cut.
public struct TrainingData: Sendable {
    private let corpus: EncodedCorpus
    private var mixture: PairMixture?
    private let change: Change?

    private typealias Change =
        @Sendable (EncodedCorpus, _ epoch: Int, _ pairs: [Int]?) -> EncodedCorpus

    /// The same tokens in every epoch.
    ///
    /// - Parameters:
    ///   - corpus: The pairs.
    ///   - mixture: Which of the pairs an epoch has; nil for all.
    public init(_ corpus: EncodedCorpus, mixture: PairMixture? = nil) {
        self.corpus = corpus
        self.mixture = mixture
        change = nil
    }

    /// Text or tokens that are different in every epoch.
    ///
    /// - Parameters:
    ///   - corpus: The pairs with their text.
    ///   - mixture: Which of the pairs an epoch has; nil for all.
    ///   - changes: What is different.
    ///   - tokenizer: The model's tokenizer.
    ///   - maximumTokens: The longest sentence of either side, end token not counted.
    public init(
        _ corpus: EncodedCorpus, mixture: PairMixture? = nil, changes: EpochChanges,
        tokenizer: TranslationTokenizer, maximumTokens: Int
    ) {
        self.corpus = corpus
        self.mixture = mixture
        change = {
            changes.corpus(
                $0, epoch: $1, pairs: $2, tokenizer: tokenizer, maximumTokens: maximumTokens)
        }
    }

    /// The number of pairs.
    public var count: Int { corpus.count }

    /// The number of tokens on both sides, as they are without changes.
    var tokenCount: Int { corpus.source.tokenCount + corpus.target.tokenCount }

    /// The tokens of the longer side of one epoch, about.
    package var tokensOfEpoch: Int {
        let tokens = max(corpus.source.tokenCount, corpus.target.tokenCount)
        guard let mixture else { return tokens }
        let pairs = Double(mixture.own) + mixture.perEpoch
        return Int(Double(tokens) * pairs / Double(corpus.count))
    }

    /// Whether it is known of some pairs which tokens belong together.
    var hasLinks: Bool { corpus.links != nil }

    /// What tells this text from another one.
    var fingerprint: UInt64 { corpus.fingerprint }

    /// The longest sentence of either side, in tokens.
    var longestCount: Int { max(corpus.source.longestCount, corpus.target.longestCount) }

    /// Which pairs an epoch, from 0, has; nil for all.
    mutating func pairs(epoch: Int) -> [Int]? { mixture?.pairs(epoch: epoch) }

    /// The corpus with the pairs of an epoch as they are there.
    func corpus(epoch: Int, pairs: [Int]?) -> EncodedCorpus {
        change?(corpus, epoch, pairs) ?? corpus
    }
}

/// One pass over the data.
struct Epoch {
    let corpus: EncodedCorpus
    let updates: [BatchSampler.Update]
    private let accumulation: Int

    init(_ index: Int, of data: inout TrainingData, _ options: TrainingOptions) {
        let pairs = data.pairs(epoch: index)
        corpus = data.corpus(epoch: index, pairs: pairs)
        accumulation = options.accumulation
        // Accumulation has no say in which pairs an update has.
        let sampler = BatchSampler(
            tokensPerShare: max(options.updateTokens / options.workers, 1),
            shares: options.workers, seed: options.seed)
        updates = sampler.updates(epoch: index, of: corpus, pairs: pairs)
    }

    /// The batches of an update, for every worker one after the other.
    func batches(update: Int, _ special: SpecialTokens) -> [[Batch]] {
        updates[update].shares.map { share in
            BatchSampler.parts(accumulation, of: share, in: corpus).map {
                Batch($0, of: corpus, special)
            }
        }
    }
}

/// Where training is in its data: one update after the other, epoch by epoch.
struct DataCursor {
    private var data: TrainingData
    private let options: TrainingOptions
    /// The pass over the data that is under way.
    private(set) var epoch: Epoch
    /// The epoch, and the update of it that comes next.
    private(set) var position: BatchPosition

    init(_ data: TrainingData, _ options: TrainingOptions, at position: BatchPosition = .init()) {
        self.data = data
        self.options = options
        self.position = position
        epoch = Epoch(position.epoch, of: &self.data, options)
        self.position.skipRest(ofUpdatesInEpoch: epoch.updates.count)
        enterEpoch(after: position.epoch)
    }

    /// The batches of the update that comes next, for every worker one after the other.
    func batches(_ special: SpecialTokens) -> [[Batch]] {
        epoch.batches(update: position.update, special)
    }

    /// Goes on to the next update.
    mutating func advance() {
        let before = position.epoch
        position.advance(updatesInEpoch: epoch.updates.count)
        enterEpoch(after: before)
    }

    private mutating func enterEpoch(after index: Int) {
        if position.epoch != index { epoch = Epoch(position.epoch, of: &data, options) }
    }
}
