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
        if update == count { self = BatchPosition(epoch: epoch + 1) }
    }

    /// Moves on to the next epoch where the one under way has only `count` updates and none is left:
    /// in a run that an earlier version of Calque began, accumulation made updates smaller.
    public mutating func skipRest(ofUpdatesInEpoch count: Int) {
        if update >= count { self = BatchPosition(epoch: epoch + 1) }
    }

    private init(epoch: Int) {
        self.epoch = epoch
    }
}
