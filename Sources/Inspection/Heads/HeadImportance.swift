public import Basics
public import Text

/// How it is measured what depends on a head.
public struct HeadImportance: Sendable {
    /// Whether by the gradient of its gate, which costs a training step over all pairs.
    public var byGradient = true
    /// Whether by switching each head off, which costs scoring and translating all pairs once for each.
    public var bySwitchingOff = true
    /// BLEU's options; nil for those that suit the references.
    public var bleu: BLEU?
    /// How many test sets are drawn for the intervals of ΔBLEU.
    public var samples = 1000
    /// How much of these differences an interval has, 0 to 1.
    public var confidence = 0.95
    /// Draws the test sets.
    public var random: RandomSource

    /// Both ways.
    ///
    /// - Parameter random: Draws the test sets for the intervals of ΔBLEU.
    public init(random: RandomSource) {
        self.random = random
    }

    func validate() throws {
        guard samples > 0, confidence > 0, confidence < 1 else {
            throw CalqueError(
                "An interval of \(samples) samples at a confidence of \(confidence) cannot be: draw one "
                    + "or more, and let the confidence lie between 0 and 1.", kind: .configuration)
        }
    }
}

/// How far an inspection of heads is.
public struct HeadProgress: Sendable, Equatable {
    /// What is being done.
    public enum Stage: String, Sendable, CaseIterable, Codable {
        /// Attention is read, pair by pair.
        case reading
        /// Gradients are computed, pair by pair.
        case gradients
        /// Heads are switched off, one after the other.
        case switchingOff = "switching off"
    }

    /// What is being done.
    public let stage: Stage
    /// How many pairs or heads of the stage are done.
    public let done: Int
    /// All of them.
    public let count: Int
}
