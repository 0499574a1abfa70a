/// How far a training run is in its data, so that it can go on exactly there.
public struct BatchPosition: Codable, Equatable, Sendable {
    /// The epoch under way, from 0.
    public private(set) var epoch = 0
    /// The number of the epoch's updates that are done.
    public private(set) var update = 0

    /// The beginning.
    public init() {}

    /// Moves on by one update of an epoch that has `count`.
    public mutating func advance(updatesInEpoch count: Int) {
        precondition(update < count, "update \(update) of an epoch of \(count)")
        update += 1
        if update == count {
            epoch += 1
            update = 0
        }
    }
}
