public import Foundation

/// What a run's log says: the logged updates and all validations, in order.
public struct TrainingHistory: Sendable {
    /// Every logged update.
    public let updates: [UpdateReport]
    /// Every validation.
    public let validations: [ValidationReport]

    /// Reads `log.jsonl`. Lines that are none are passed over; of an update that is there more than
    /// once, the last line counts.
    ///
    /// - Throws: What reading the file throws.
    public init(log: URL) throws {
        var updates: [Int: UpdateReport] = [:]
        var validations: [Int: ValidationReport] = [:]
        for line in try LogLine.read(log) {
            switch line {
            case .update(let report): updates[report.update] = report
            case .validation(let report): validations[report.update] = report
            }
        }
        self.updates = updates.values.sorted { $0.update < $1.update }
        self.validations = validations.values.sorted { $0.update < $1.update }
    }

    /// Target tokens a second: the median of the logged updates, validations and checkpoints
    /// between them not counted; nil where nothing was logged.
    public var tokensPerSecond: Double? {
        let sorted = updates.map(\.tokensPerSecond).sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
}
