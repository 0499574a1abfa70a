import Models
import Text

/// An update's share of the data.
struct DataUpdate: Sendable {
    /// The batches of every worker of this process, computed one after the other.
    let batches: [[Batch]]
    /// The epoch, from 0, that the update belongs to.
    let epoch: Int
    /// Where training is in its data when the update is done.
    let position: BatchPosition
}

/// Goes through the data update by update, epoch by epoch. Everything follows from the data, the options and
/// the position that it begins at.
struct DataCursor: Sequence, IteratorProtocol, Sendable {
    private let data: TrainingData
    private let options: TrainingOptions
    private let special: SpecialTokens
    private let workers: TrainingWorkers
    private var position: BatchPosition
    private var order: EpochOrder
    private var updates: UpdateStream

    /// - Parameters:
    ///   - data: The pairs, one at least.
    ///   - options: How they are cut.
    ///   - special: The model's tokens with a meaning of their own.
    ///   - workers: Who has shares; nil for the workers of this process.
    ///   - position: The updates that are done.
    init(
        _ data: TrainingData, _ options: TrainingOptions, _ special: SpecialTokens,
        for workers: TrainingWorkers? = nil, at position: BatchPosition = .init()
    ) {
        self.data = data
        self.options = options
        self.special = special
        let workers = workers ?? TrainingWorkers(options.workers)
        self.workers = workers
        self.position = position
        order = data.order(ofEpoch: position.epoch, seed: options.seed)
        updates = Self.updates(data, options, workers.count, order, position)
        if position.pairs == nil { skip(position.update) }
    }

    /// The update that comes next; there is always one.
    mutating func next() -> DataUpdate? {
        while true {
            if let update = updates.next() {
                let epoch = position.epoch
                position.advance(to: update.end, of: order.count)
                if position.epoch != epoch { enterEpoch() }
                return DataUpdate(
                    batches: batches(of: update), epoch: epoch, position: position)
            }
            // Of less than a pair an epoch, some have none.
            position.enterNextEpoch()
            enterEpoch()
        }
    }

    /// Leaves out updates that a run did that counted no pairs. In a run that an earlier version of Calque
    /// began, accumulation made updates smaller: an epoch may have had more of them.
    private mutating func skip(_ count: Int) {
        for _ in 0..<count where updates.next() == nil { break }
    }

    private mutating func enterEpoch() {
        order = data.order(ofEpoch: position.epoch, seed: options.seed)
        updates = Self.updates(data, options, workers.count, order, position)
    }

    private static func updates(
        _ data: TrainingData, _ options: TrainingOptions, _ workers: Int,
        _ order: EpochOrder, _ position: BatchPosition
    ) -> UpdateStream {
        // Accumulation has no say in which pairs an update has.
        let sampler = BatchSampler(
            tokensPerShare: Swift.max(options.updateTokens / workers, 1), shares: workers)
        return UpdateStream(sampler, order, from: position.pairs ?? 0) {
            data.pairs($0, inEpoch: position.epoch)
        }
    }

    private func batches(of update: UpdateStream.Element) -> [[Batch]] {
        update.shares[workers.own].map { share in
            BatchSampler.parts(options.accumulation, of: share, in: update.corpus).map {
                Batch($0, of: update.corpus, special)
            }
        }
    }
}
