import Basics

/// Cuts the sentences of a corpus another way in every epoch, which makes a model more robust on
/// little data: BPE-dropout (Provilkov et al. 2020) or subword regularisation (Kudo 2018).
///
/// A sentence's segmentation follows from the seed, the epoch and the sentence's place in the
/// corpus alone.
public struct SubwordSampling: Codable, Equatable, Sendable {
    /// The source side's `alpha` (``SentencePieceModel/Sampling/alpha``); nil for always the best
    /// segmentation. The paper of BPE-dropout has 0.1.
    public var sourceAlpha: Float?
    /// The target side's `alpha`.
    public var targetAlpha: Float?
    /// Chooses the segmentations.
    public var seed: UInt64

    /// A sampling of its parts.
    public init(sourceAlpha: Float?, targetAlpha: Float?, seed: UInt64) {
        self.sourceAlpha = sourceAlpha
        self.targetAlpha = targetAlpha
        self.seed = seed
    }

    /// Checks that a tokenizer can do it.
    ///
    /// - Throws: `CalqueError` when an alpha is not from 0 to 1, or is asked of a model of words or
    ///   characters.
    public func validate(for tokenizer: TranslationTokenizer) throws {
        let sides = [
            ("source", sourceAlpha, tokenizer.source), ("target", targetAlpha, tokenizer.target),
        ]
        for case (let name, let alpha?, let side) in sides {
            guard (0...1).contains(alpha) else {
                throw CalqueError(
                    "The \(name) side's sampling alpha is \(alpha). Choose one from 0 to 1, such "
                        + "as 0.1.", kind: .configuration)
            }
            guard side.model.canSample else {
                throw CalqueError(
                    "The \(name) side's SentencePiece model cuts text into words or characters, of "
                        + "which there is but one way. Sample only with BPE and unigram models.",
                    kind: .configuration)
            }
        }
    }

    /// The corpus as it is cut in an epoch.
    ///
    /// A pair that would get more than `maximumTokens` on a side keeps the cut that it has in
    /// `corpus`.
    ///
    /// - Parameters:
    ///   - epoch: The epoch, from 0.
    ///   - corpus: The corpus with its text.
    ///   - pairs: The pairs that the epoch has, by their places in the corpus; nil for all. The others
    ///     keep their cut, too.
    ///   - tokenizer: The tokenizer that `corpus` was encoded with. Its models can sample on the
    ///     sides that have an alpha.
    ///   - maximumTokens: The most tokens on either side, the end token not counted.
    /// - Precondition: `corpus` keeps its text, and ``validate(for:)`` agrees.
    public func resampled(
        _ corpus: EncodedCorpus, epoch: Int, pairs: [Int]? = nil,
        tokenizer: TranslationTokenizer, maximumTokens: Int
    ) -> EncodedCorpus {
        guard let sourceText = corpus.sourceText, let targetText = corpus.targetText else {
            preconditionFailure("subword sampling of a corpus that does not keep its text")
        }
        var isCut = [Bool](repeating: pairs == nil, count: corpus.count)
        for pair in pairs ?? [] { isCut[pair] = true }
        let cuts = concurrentMap(corpus.count) { [isCut] pair -> PairCut? in
            guard isCut[pair] else { return nil }
            let cut = PairCut(
                samplings(epoch: epoch, pair: pair), source: sourceText[pair],
                target: targetText[pair], links: corpus.wordLinks?[pair], tokenizer)
            return cut.longerCount <= maximumTokens + 1 ? cut : nil
        }
        var resampled = EncodedCorpus(keepsLinks: corpus.links != nil)
        for (pair, cut) in cuts.enumerated() {
            resampled.append(
                source: cut?.source[...] ?? corpus.source[pair],
                target: cut?.target[...] ?? corpus.target[pair],
                links: cut != nil ? cut?.links : corpus.pairLinks(pair))
        }
        return resampled
    }

    /// How each side of a pair is cut in an epoch; nil for the best cut.
    private func samplings(epoch: Int, pair: Int) -> PairCut.Samplings {
        var generator = RandomSource(seed: seed, path: epoch, pair)
        func sampling(_ alpha: Float?) -> SentencePieceModel.Sampling? {
            let seed = UInt32(truncatingIfNeeded: generator.next())
            return alpha.map { .init(alpha: $0, seed: seed) }
        }
        let source = sampling(sourceAlpha)
        return (source, sampling(targetAlpha))
    }
}

/// A pair as it is cut in an epoch.
private struct PairCut {
    typealias Samplings = (
        source: SentencePieceModel.Sampling?, target: SentencePieceModel.Sampling?
    )

    let source: [Int32]
    let target: [Int32]
    /// Which of its tokens belong together; nil where nothing is known of that.
    let links: PairLinks?

    /// - Parameter links: Which of the pair's words belong together.
    init(
        _ samplings: Samplings, source: String, target: String, links: [Alignment.Link]?,
        _ tokenizer: TranslationTokenizer
    ) {
        let sourceIDs = tokenizer.encodeSource(source, sampling: samplings.source)
        let targetIDs = tokenizer.encodeTarget(target, sampling: samplings.target)
        self.source = sourceIDs
        self.target = targetIDs
        self.links = links.flatMap { links in
            guard !links.isEmpty else { return nil }
            let words = PairWords(
                source: source, target: target, tokenizer, sourceSampling: samplings.source,
                targetSampling: samplings.target)
            let alignment = Alignment(links)
            let ends = Alignment.Link(source: sourceIDs.count - 1, target: targetIDs.count - 1)
            return PairLinks(
                words: alignment, tokens: words.tokens(of: alignment, ends: ends))
        }
    }

    /// The tokens of the longer side, its end token included.
    var longerCount: Int { max(source.count, target.count) }
}
