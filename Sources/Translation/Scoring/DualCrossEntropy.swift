import Foundation

/// How well the sides of a pair are translations of each other, as models of both directions find:
/// dual conditional cross-entropy (Junczys-Dowmunt 2018, "Dual Conditional Cross-Entropy Filtering of
/// Noisy Parallel Corpora", equations 1 to 3).
///
/// Both models have to find the other side probable, and about as probable as each other.
public struct DualCrossEntropy: Sendable, Equatable {
    /// H(Y | X): −log P(Y | X) over the tokens of the target, the end token included; natural
    /// logarithms.
    public let forward: Float
    /// H(X | Y) by the model of the other direction; nil where there is none.
    public let reverse: Float?

    /// The cross-entropies of a pair.
    ///
    /// - Parameters:
    ///   - forward: That of the target given the source, over its tokens.
    ///   - reverse: That of the source given the target; nil without a model that says it.
    public init(forward: Float, reverse: Float?) {
        self.forward = forward
        self.reverse = reverse
    }

    /// The cross-entropies of what models said of a pair.
    init(forward: PairScore, reverse: PairScore?) {
        self.init(forward: forward.crossEntropy, reverse: reverse?.crossEntropy)
    }

    /// exp(−(|H(Y | X) − H(X | Y)| + ½(H(Y | X) + H(X | Y)))), from 0 to 1, the better the higher;
    /// exp(−H(Y | X)), the geometric mean of the tokens' probabilities, without a reverse model.
    public var score: Float {
        guard let reverse else { return exp(-forward) }
        // What is impossible both ways is not alike.
        guard forward.isFinite, reverse.isFinite else { return 0 }
        return exp(-(abs(forward - reverse) + (forward + reverse) / 2))
    }
}

extension PairScore {
    /// −log P of a token, in the mean.
    fileprivate var crossEntropy: Float {
        // A probability of 1 may be rounded to a little more.
        max(0, Float(-logProbability / Double(tokenCount)))
    }
}
