public import Text

/// The pairs a model is trained on, which of them an epoch has, and what is different about them there.
public struct TrainingData: Sendable {
    private let corpus: any EncodedPairs
    private let parts: [EpochPart]
    private let changes: Changes?

    private struct Changes {
        let epochChanges: EpochChanges
        let tokenizer: TranslationTokenizer
        let maximumTokens: Int
    }

    /// The same tokens in every epoch.
    ///
    /// - Parameters:
    ///   - corpus: The pairs.
    ///   - parts: The parts that the corpus has one after the other; nil for one that every epoch has
    ///     once.
    public init(_ corpus: any EncodedPairs, parts: [EpochPart]? = nil) {
        self.init(corpus, parts, changes: nil)
    }

    /// Text or tokens that are different in every epoch.
    ///
    /// - Parameters:
    ///   - corpus: The pairs with their text.
    ///   - parts: As without changes.
    ///   - changes: What is different.
    ///   - tokenizer: The model's tokenizer.
    ///   - maximumTokens: The longest sentence of either side, end token not counted.
    public init(
        _ corpus: any EncodedPairs, parts: [EpochPart]? = nil, changes: EpochChanges,
        tokenizer: TranslationTokenizer, maximumTokens: Int
    ) {
        self.init(
            corpus, parts,
            changes: Changes(
                epochChanges: changes, tokenizer: tokenizer, maximumTokens: maximumTokens))
    }

    private init(_ corpus: any EncodedPairs, _ parts: [EpochPart]?, changes: Changes?) {
        self.corpus = corpus
        self.parts = parts ?? [EpochPart(pairs: corpus.count)]
        self.changes = changes
        precondition(
            self.parts.reduce(0) { $0 + $1.pairs } == corpus.count,
            "parts that are not the corpus")
    }

    /// The number of pairs.
    public var count: Int { corpus.count }

    /// The number of tokens on both sides, as they are without changes.
    var tokenCount: Int { corpus.tokenCounts.source + corpus.tokenCounts.target }

    /// The tokens of the longer side of one epoch, about.
    package var tokensOfEpoch: Int {
        let tokens = max(corpus.tokenCounts.source, corpus.tokenCounts.target)
        return count == 0 ? 0 : Int(Double(tokens) * pairsOfEpoch / Double(count))
    }

    /// The pairs that an epoch has, on average.
    package var pairsOfEpoch: Double { parts.reduce(0) { $0 + $1.perEpoch } }

    /// The updates that an epoch has, about: pairs do not fill an update to the last token.
    func updatesPerEpoch(_ options: TrainingOptions) -> Int {
        max(1, (tokensOfEpoch + options.updateTokens / 2) / options.updateTokens)
    }

    /// The epochs that are done at some position, the part of one included. A run that began before pairs
    /// were counted has its whole ones until its epoch ends.
    func epochs(at position: BatchPosition) -> Double {
        let part = pairsOfEpoch == 0 ? 0 : Double(position.pairs ?? 0) / pairsOfEpoch
        return Double(position.epoch) + min(part, 1)
    }

    /// Whether it is known of some pairs which tokens belong together.
    var hasLinks: Bool { corpus.keepsLinks }

    /// What tells this text from another one.
    var fingerprint: UInt64 { corpus.fingerprint }

    /// The longest sentence of either side, in tokens.
    var longestCount: Int { corpus.longestCount }

    /// Which pairs an epoch, from 0, has, and in which order.
    func order(ofEpoch epoch: Int, seed: UInt64) -> EpochOrder {
        EpochOrder(epoch, of: parts, seed: seed)
    }

    /// Pairs as they are in an epoch, in the order given, without their text.
    func pairs(_ places: [Int], inEpoch epoch: Int) -> EncodedCorpus {
        if let changes {
            return changes.epochChanges.pairs(
                places, of: corpus, epoch: epoch, tokenizer: changes.tokenizer,
                maximumTokens: changes.maximumTokens)
        }
        var pairs = EncodedCorpus(keepsLinks: corpus.keepsLinks)
        for place in places { corpus.add(place, to: &pairs) }
        return pairs
    }
}
