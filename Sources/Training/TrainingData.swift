import Models
public import Text

/// The pairs a model is trained on, and how they are cut.
public struct TrainingData: Sendable {
    private let corpus: EncodedCorpus
    private let resample: (@Sendable (EncodedCorpus, _ epoch: Int) -> EncodedCorpus)?

    /// The same tokens in every epoch.
    public init(_ corpus: EncodedCorpus) {
        self.corpus = corpus
        resample = nil
    }

    /// Sentences cut into subwords another way in every epoch.
    ///
    /// - Parameters:
    ///   - corpus: The pairs with their text.
    ///   - maximumTokens: The longest sentence of either side, end token not counted.
    public init(
        _ corpus: EncodedCorpus, sampling: SubwordSampling, tokenizer: TranslationTokenizer,
        maximumTokens: Int
    ) {
        self.corpus = corpus
        resample = {
            sampling.resampled($0, epoch: $1, tokenizer: tokenizer, maximumTokens: maximumTokens)
        }
    }

    /// The number of pairs.
    public var count: Int { corpus.count }

    /// The number of tokens on both sides, as they are cut without sampling.
    var tokenCount: Int { corpus.source.tokenCount + corpus.target.tokenCount }

    /// The longest sentence of either side, in tokens.
    var longestCount: Int { max(corpus.source.longestCount, corpus.target.longestCount) }

    /// The pairs as they are cut in an epoch, from 0.
    func corpus(epoch: Int) -> EncodedCorpus { resample?(corpus, epoch) ?? corpus }
}

/// One pass over the data.
struct Epoch {
    let corpus: EncodedCorpus
    let updates: [BatchSampler.Update]
    private let accumulation: Int

    init(_ index: Int, of data: TrainingData, _ options: TrainingOptions) {
        corpus = data.corpus(epoch: index)
        accumulation = options.accumulation
        // Accumulation has no say in which pairs an update has.
        let sampler = BatchSampler(
            tokensPerShare: max(options.updateTokens / options.workers, 1),
            shares: options.workers, seed: options.seed)
        updates = sampler.updates(epoch: index, of: corpus)
    }

    /// The batches of an update, for every worker one after the other.
    func batches(update: Int, _ special: SpecialTokens) -> [[Batch]] {
        updates[update].shares.map { share in
            BatchSampler.parts(accumulation, of: share, in: corpus).map {
                Batch(
                    pairs: $0, of: corpus, startID: special.start,
                    sourceFillerID: special.padding, targetFillerID: special.padding)
            }
        }
    }
}
