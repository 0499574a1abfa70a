/// What of a corpus is different in every epoch: the text of some pairs, and how sentences are cut.
///
/// Either follows from its seed, the epoch and the pair's place in the corpus alone.
public struct EpochChanges: Sendable, Equatable {
    /// Changes of the text; nil for none.
    public var augmentation: TextAugmentation?
    /// How sentences are cut; nil for always the best cut.
    public var sampling: SubwordSampling?

    /// Changes of these kinds.
    ///
    /// - Parameters:
    ///   - augmentation: Changes of the text; nil for none.
    ///   - sampling: How sentences are cut; nil for always the best cut.
    public init(augmentation: TextAugmentation? = nil, sampling: SubwordSampling? = nil) {
        self.augmentation = augmentation
        self.sampling = sampling
    }

    /// Whether every epoch is the same.
    public var isNone: Bool { augmentation?.isNone != false && sampling == nil }

    /// The corpus as it is in an epoch.
    ///
    /// A pair whose text would get more than `maximumTokens` on a side by a change, or tokens that the
    /// tokenizer has no piece for, keeps its text. If it would get too long by its cut, it keeps the cut
    /// that it has in `corpus`. Links between words go with the words. Where it cannot be told which of
    /// them are which after a change, nothing is said of the pair in that epoch.
    ///
    /// - Parameters:
    ///   - epoch: The epoch, from 0.
    ///   - corpus: The corpus with its text.
    ///   - pairs: The pairs that the epoch has, by their places in the corpus; nil for all. The others
    ///     stay as they are.
    ///   - tokenizer: The tokenizer that `corpus` was encoded with. Its models can sample on the
    ///     sides that have an alpha.
    ///   - maximumTokens: The most tokens on either side, the end token not counted.
    /// - Precondition: `corpus` keeps its text, and ``SubwordSampling/validate(for:)`` agrees.
    public func corpus(
        _ corpus: EncodedCorpus, epoch: Int, pairs: [Int]? = nil,
        tokenizer: TranslationTokenizer, maximumTokens: Int
    ) -> EncodedCorpus {
        let text = CorpusText(corpus, tokenizer, EpochOrder(pairs, count: corpus.count))
        let cuts = concurrentMap(corpus.count) { pair -> PairCut? in
            guard text.order.has(pair) else { return nil }
            let samplings = sampling?.samplings(epoch: epoch, pair: pair) ?? (nil, nil)
            let changed = augmentation?.changed(pair, epoch: epoch) { text[pair, after: $0] }
            if let changed {
                let cut = PairCut(samplings, changed, tokenizer)
                if cut.longerCount <= maximumTokens + 1, cut.hasPieces { return cut }
            }
            guard sampling != nil else { return nil }
            let cut = PairCut(samplings, of: text, pair, tokenizer)
            return cut.longerCount <= maximumTokens + 1 ? cut : nil
        }
        var result = EncodedCorpus(keepsLinks: corpus.links != nil)
        for (pair, cut) in cuts.enumerated() {
            result.append(
                source: cut?.source[...] ?? corpus.source[pair],
                target: cut?.target[...] ?? corpus.target[pair],
                links: cut != nil ? cut?.links : corpus.pairLinks(pair))
        }
        return result
    }
}

/// Which pairs an epoch has, in the order of the corpus.
private struct EpochOrder: Sendable {
    private let count: Int
    /// The pairs, each once; nil for all.
    private let pairs: [Int]?
    /// Where the corpus's pairs are in that; -1 for those that the epoch lacks.
    private let places: [Int32]

    init(_ pairs: [Int]?, count: Int) {
        self.count = count
        guard let pairs else {
            self.pairs = nil
            places = []
            return
        }
        var places = [Int32](repeating: -1, count: count)
        for pair in pairs { places[pair] = 0 }
        let sorted = places.indices.filter { places[$0] == 0 }
        for (place, pair) in sorted.enumerated() { places[pair] = Int32(place) }
        self.pairs = sorted
        self.places = places
    }

    func has(_ pair: Int) -> Bool { pairs == nil || places[pair] >= 0 }

    /// The pair of the epoch that follows at some distance, the first following the last; nil if that
    /// would be the pair itself again.
    func pair(_ pair: Int, after distance: Int) -> Int? {
        let total = pairs?.count ?? count
        guard distance < total else { return nil }
        guard let pairs else { return (pair + distance) % total }
        return pairs[(Int(places[pair]) + distance) % total]
    }
}

/// The text of the pairs of an epoch.
private struct CorpusText: Sendable {
    let order: EpochOrder
    let source: PackedText
    let target: PackedText
    let wordLinks: PackedLinks?
    private let corpus: EncodedCorpus
    private let tokenizer: TranslationTokenizer

    init(_ corpus: EncodedCorpus, _ tokenizer: TranslationTokenizer, _ order: EpochOrder) {
        guard let source = corpus.sourceText, let target = corpus.targetText else {
            preconditionFailure("changes of a corpus that does not keep its text")
        }
        self.order = order
        self.source = source
        self.target = target
        self.corpus = corpus
        self.tokenizer = tokenizer
        wordLinks = corpus.wordLinks
    }

    /// The pair of the epoch that follows a pair at some distance.
    subscript(pair: Int, after distance: Int) -> AugmentedPair? {
        guard let place = order.pair(pair, after: distance) else { return nil }
        let settings = tokenizer.settings
        var text = AugmentedPair(
            source: AugmentedSide(
                source[place], tokenizer.source, language: settings.sourceLanguage),
            target: AugmentedSide(
                target[place], tokenizer.target, language: settings.targetLanguage),
            links: wordLinks?[place] ?? [])
        text.unknownCount =
            tokenizer.source.unknownCount(corpus.source[place])
            + tokenizer.target.unknownCount(corpus.target[place])
        return text
    }
}

/// A pair as it is cut in an epoch.
private struct PairCut {
    let source: [Int32]
    let target: [Int32]
    /// Which of its tokens belong together; nil where nothing is known of that.
    let links: PairLinks?
    /// Whether no change of its text brought tokens without a piece.
    let hasPieces: Bool

    /// A pair of a corpus.
    init(
        _ samplings: SubwordSampling.OfPair, of text: CorpusText, _ pair: Int,
        _ tokenizer: TranslationTokenizer
    ) {
        let (source, target) = (text.source[pair], text.target[pair])
        self.source = tokenizer.encodeSource(source, sampling: samplings.source)
        self.target = tokenizer.encodeTarget(target, sampling: samplings.target)
        hasPieces = true
        links = Self.links(
            text.wordLinks?[pair], source, target, samplings, tokenizer,
            ends: .init(source: self.source.count - 1, target: self.target.count - 1))
    }

    /// A pair whose text was changed.
    init(
        _ samplings: SubwordSampling.OfPair, _ changed: AugmentedPair,
        _ tokenizer: TranslationTokenizer
    ) {
        let (source, target) = (changed.source.line, changed.target.line)
        self.source = tokenizer.encodeSource(source, sampling: samplings.source)
        self.target = tokenizer.encodeTarget(target, sampling: samplings.target)
        hasPieces =
            tokenizer.source.unknownCount(self.source[...])
            + tokenizer.target.unknownCount(self.target[...]) <= changed.unknownCount
        links = Self.links(
            changed.links, source, target, samplings, tokenizer,
            ends: .init(source: self.source.count - 1, target: self.target.count - 1),
            counts: .init(source: changed.source.wordCount, target: changed.target.wordCount))
    }

    /// The tokens of the longer side, its end token included.
    var longerCount: Int { max(source.count, target.count) }

    /// - Parameters:
    ///   - links: Which of the pair's words belong together.
    ///   - counts: How many words each side has by white space; nil where nothing was changed.
    private static func links(
        _ links: [Alignment.Link]?, _ source: String, _ target: String,
        _ samplings: SubwordSampling.OfPair, _ tokenizer: TranslationTokenizer,
        ends: Alignment.Link, counts: Alignment.Link? = nil
    ) -> PairLinks? {
        guard let links, !links.isEmpty else { return nil }
        let words = PairWords(
            source: source, target: target, tokenizer, sourceSampling: samplings.source,
            targetSampling: samplings.target)
        let found = Alignment.Link(source: words.source.count, target: words.target.count)
        // The tokenizer may take other characters for white space.
        guard counts == nil || counts == found else { return nil }
        let alignment = Alignment(links)
        return PairLinks(words: alignment, tokens: words.tokens(of: alignment, ends: ends))
    }
}

extension SubwordTokenizer {
    /// How many of these tokens stand for text without a piece.
    fileprivate func unknownCount(_ ids: ArraySlice<Int32>) -> Int {
        ids.count { $0 == vocabulary.unknownID }
    }
}
