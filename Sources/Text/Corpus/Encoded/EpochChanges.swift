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

    /// Pairs of a corpus as they are in an epoch.
    ///
    /// A pair whose text would get more than `maximumTokens` on a side by a change, or tokens that the
    /// tokenizer has no piece for, keeps its text. If it would get too long by its cut, it keeps the cut
    /// that it has in `corpus`. Links between words go with the words. Where it cannot be told which of
    /// them are which after a change, nothing is said of the pair in that epoch.
    ///
    /// - Parameters:
    ///   - pairs: The pairs, by their places in the corpus.
    ///   - corpus: The corpus with its text.
    ///   - epoch: The epoch, from 0.
    ///   - tokenizer: The tokenizer that `corpus` was encoded with. Its models can sample on the
    ///     sides that have an alpha.
    ///   - maximumTokens: The most tokens on either side, the end token not counted.
    /// - Returns: The pairs in the order of `pairs`, without their text.
    /// - Precondition: `corpus` keeps its text, and ``SubwordSampling/validate(for:)`` agrees.
    public func pairs(
        _ pairs: [Int], of corpus: any EncodedPairs, epoch: Int, tokenizer: TranslationTokenizer,
        maximumTokens: Int
    ) -> EncodedCorpus {
        let text = CorpusText(corpus: corpus, tokenizer: tokenizer)
        let cuts = concurrentMap(pairs.count) { place -> PairCut? in
            let pair = pairs[place]
            let samplings = sampling?.samplings(epoch: epoch, pair: pair) ?? (nil, nil)
            let changed = augmentation?.changed(pair, epoch: epoch) { text[pair, after: $0] }
            if let changed {
                let cut = PairCut(samplings, changed, tokenizer)
                if cut.longerCount <= maximumTokens + 1, cut.hasPieces { return cut }
            }
            guard sampling != nil else { return nil }
            let cut = PairCut(samplings, of: corpus, pair, tokenizer)
            return cut.longerCount <= maximumTokens + 1 ? cut : nil
        }
        var result = EncodedCorpus(keepsLinks: corpus.keepsLinks)
        for (pair, cut) in zip(pairs, cuts) {
            if let cut {
                result.append(source: cut.source, target: cut.target, links: cut.links)
            } else {
                corpus.add(pair, to: &result)
            }
        }
        return result
    }
}

/// The text of a corpus, to be changed.
private struct CorpusText: Sendable {
    let corpus: any EncodedPairs
    let tokenizer: TranslationTokenizer

    /// The pair that follows a pair at some distance, the first following the last; nil where that
    /// would be the pair itself again.
    subscript(pair: Int, after distance: Int) -> AugmentedPair? {
        guard distance < corpus.count else { return nil }
        let place = (pair + distance) % corpus.count
        let settings = tokenizer.settings
        let (source, target) = corpus.text(of: place)
        var text = AugmentedPair(
            source: AugmentedSide(source, tokenizer.source, language: settings.sourceLanguage),
            target: AugmentedSide(target, tokenizer.target, language: settings.targetLanguage),
            links: corpus.wordLinks(of: place))
        var tokens = EncodedCorpus()
        corpus.add(place, to: &tokens)
        text.unknownCount =
            tokenizer.source.unknownCount(tokens.source[0])
            + tokenizer.target.unknownCount(tokens.target[0])
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
        _ samplings: SubwordSampling.OfPair, of corpus: any EncodedPairs, _ pair: Int,
        _ tokenizer: TranslationTokenizer
    ) {
        let (source, target) = corpus.text(of: pair)
        self.source = tokenizer.encodeSource(source, sampling: samplings.source)
        self.target = tokenizer.encodeTarget(target, sampling: samplings.target)
        hasPieces = true
        links = Self.links(
            corpus.wordLinks(of: pair), source, target, samplings, tokenizer,
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
