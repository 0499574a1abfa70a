public import Layers
public import Ranks

/// The processes that train one model together, each on its share of every update.
public struct TrainingRanks {
    /// The ranks.
    public let communicator: Communicator
    /// The type of the numbers on their way.
    public let wire: WireType
    /// Whether gradients are sent while others are still computed.
    public let overlaps: Bool

    /// Ranks that have met.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - wire: The type of the numbers on their way.
    ///   - overlaps: Whether gradients are sent while others are still computed; see
    ///     ``RankExchange/init(_:for:on:wire:overlaps:)``.
    public init(
        _ communicator: Communicator, wire: WireType = .float32, overlaps: Bool = true
    ) {
        self.overlaps = overlaps
        self.communicator = communicator
        self.wire = wire
    }
}

/// The workers of all ranks, each of which has a share of every update.
struct TrainingWorkers: Sendable {
    /// How many there are.
    let count: Int
    /// Those of this process.
    let own: Range<Int>

    /// - Parameter own: Those of this process; nil where they are all.
    init(_ count: Int, own: Range<Int>? = nil) {
        self.count = count
        self.own = own ?? 0..<count
    }
}
