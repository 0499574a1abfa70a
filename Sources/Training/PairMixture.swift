import Basics

/// Which pairs an epoch has of a corpus of two parts: all of the first, and so many of the second for
/// each of them. Epoch by epoch the second part is gone through in rounds, each in another order.
public struct PairMixture: Sendable {
    /// What no order of the pairs within an epoch is drawn by.
    private static let path = -1

    /// Pairs of the first part.
    public let own: Int
    /// Pairs of the second part, which come after them in the corpus.
    public let general: Int
    /// Pairs of the second part that an epoch has, on average.
    public let perEpoch: Double
    private let seed: UInt64
    /// The round that was last asked for, which many epochs may be a part of.
    private var round: (number: Int, order: [Int])?

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
        perEpoch = Double(own) * ratio
    }

    /// The pairs of an epoch, from 0, by their places in the corpus.
    public mutating func pairs(epoch: Int) -> [Int] {
        var pairs = Array(0..<own)
        // Of less than one pair an epoch, some epochs have one.
        var place = Int(Double(epoch) * perEpoch)
        let end = Int(Double(epoch + 1) * perEpoch)
        while place < end {
            let rest = order(ofRound: place / general)[(place % general)...].prefix(end - place)
            pairs += rest
            place += rest.count
        }
        return pairs
    }

    private mutating func order(ofRound number: Int) -> [Int] {
        if let round, round.number == number { return round.order }
        var order = Array(own..<own + general)
        var generator = RandomSource(seed: seed, path: Self.path, number)
        generator.shuffle(&order)
        round = (number, order)
        return order
    }
}
