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

    /// How the sides of a pair are cut; nil for the best cut.
    typealias OfPair = (
        source: SentencePieceModel.Sampling?, target: SentencePieceModel.Sampling?
    )

    /// How each side of a pair is cut in an epoch; nil for the best cut.
    func samplings(epoch: Int, pair: Int) -> OfPair {
        var generator = RandomSource(seed: seed, path: epoch, pair)
        func sampling(_ alpha: Float?) -> SentencePieceModel.Sampling? {
            let seed = UInt32(truncatingIfNeeded: generator.next())
            return alpha.map { .init(alpha: $0, seed: seed) }
        }
        let source = sampling(sourceAlpha)
        return (source, sampling(targetAlpha))
    }
}
