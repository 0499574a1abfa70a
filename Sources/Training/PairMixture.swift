import Basics

/// Which pairs an epoch has of a corpus of two parts: all of the first, and so many of the second for
/// each of them. Epoch by epoch the second part is gone through in rounds, each in another order.
public struct PairMixture: Sendable, Equatable {
    /// What no order of the pairs within an epoch is drawn by.
    private static let path = -1

    /// Pairs of the first part.
    public let own: Int
    /// Pairs of the second part, which come after them in the corpus.
    public let general: Int
    /// Pairs of the second part that an epoch has.
    public let perEpoch: Int
    private let seed: UInt64

    /// A mixture.
    ///
    /// - Parameters:
    ///   - own: Pairs of the first part.
    ///   - general: Pairs of the second part, one at least.
    ///   - ratio: Pairs of the second part for each of the first.
    ///   - seed: Decides the order of the second part.
    public init(own: Int, general: Int, ratio: Double, seed: UInt64) {
        precondition(general > 0, "a mixture with an empty part")
        self.own = own
        self.general = general
        self.seed = seed
        perEpoch = Int((Double(own) * ratio).rounded())
    }

    /// The pairs of an epoch, from 0, by their places in the corpus.
    public func pairs(epoch: Int) -> [Int] {
        var pairs = Array(0..<own)
        var place = epoch * perEpoch
        var left = perEpoch
        while left > 0 {
            var order = Array(own..<own + general)
            var generator = RandomSource(seed: seed, path: Self.path, place / general)
            generator.shuffle(&order)
            let rest = order[(place % general)...].prefix(left)
            pairs += rest
            place += rest.count
            left -= rest.count
        }
        return pairs
    }
}
