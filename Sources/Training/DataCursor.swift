import Models
import Text

/// Where training is in its data: one update after the other, epoch by epoch.
struct DataCursor {
    private let data: TrainingData
    private let options: TrainingOptions
    /// The pass over the data that is under way.
    private(set) var epoch: Epoch
    /// The epoch, and the update of it that comes next.
    private(set) var position: BatchPosition

    init(_ data: TrainingData, _ options: TrainingOptions, at position: BatchPosition = .init()) {
        self.data = data
        self.options = options
        self.position = position
        epoch = Epoch(position.epoch, of: data, options)
        self.position.skipRest(ofUpdatesInEpoch: epoch.updates.count)
        enterEpoch(after: position.epoch)
    }

    /// The batches of the update that comes next, for every worker one after the other.
    func batches(_ special: SpecialTokens) -> [[Batch]] {
        epoch.batches(update: position.update, special)
    }

    /// Goes on to the next update.
    mutating func advance() {
        let before = position.epoch
        position.advance(updatesInEpoch: epoch.updates.count)
        enterEpoch(after: before)
    }

    private mutating func enterEpoch(after index: Int) {
        if position.epoch != index { epoch = Epoch(position.epoch, of: data, options) }
    }
}
