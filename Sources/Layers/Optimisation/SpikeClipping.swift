/// Shortens gradients that are far longer than those before them.
///
/// A fixed limit on the norm protects as long as gradients have about its length. In a network
/// that is learning a task exactly they become thousands of times shorter, and Adam, which divides
/// by their own size, makes a leap of a single one that a fixed limit lets pass. This limit follows
/// them down, as AutoClip's does (Seetharaman et al. 2020), which takes a percentile of all norms
/// so far where this takes a multiple of their running mean.
public struct SpikeClipping: Sendable {
    /// How many times as long as usual a gradient may be.
    public let factor: Double
    /// The running mean of the norms, none counted longer than the limit that it met.
    private var usualNorm: Double?
    /// The share of the mean that an update leaves.
    private static let decay = 0.99

    /// A limit that lets the first gradient pass.
    public init(factor: Double) {
        precondition(factor >= 1, "usual gradients are shortened by a factor of \(factor)")
        self.factor = factor
    }

    /// The longest norm that the next gradient may have.
    public var limit: Double { usualNorm.map { factor * $0 } ?? .infinity }

    /// Takes note of a gradient's norm, as it was before it was shortened.
    public mutating func record(_ norm: Double) {
        let counted = min(norm, limit)
        usualNorm = usualNorm.map { Self.decay * $0 + (1 - Self.decay) * counted } ?? counted
    }
}
