/// How far a training run is in its data, so that it can go on exactly there.
public struct BatchPosition: Codable, Equatable, Sendable {
    /// The epoch under way, from 0.
    public private(set) var epoch = 0
    /// The number of the epoch's updates that are done.
    public private(set) var update = 0
    /// The number of the epoch's pairs that they had. Runs that began before it was kept do not say.
    public private(set) var pairs: Int? = 0

    /// The beginning.
    public init() {}

    /// Moves on by one update.
    ///
    /// - Parameters:
    ///   - pairs: The pairs of the epoch up to this update.
    ///   - count: All of the epoch.
    public mutating func advance(to pairs: Int, of count: Int) {
        precondition(pairs <= count, "\(pairs) pairs of an epoch of \(count)")
        update += 1
        self.pairs = pairs
        if pairs == count { enterNextEpoch() }
    }

    /// Moves on to the beginning of the next epoch.
    public mutating func enterNextEpoch() {
        epoch += 1
        (update, pairs) = (0, 0)
    }
}
