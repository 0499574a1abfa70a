public import Foundation

/// What a run's log says: the logged updates and all validations, in order.
public struct TrainingHistory: Sendable {
    /// Every logged update.
    public let updates: [UpdateReport]
    /// Every validation.
    public let validations: [ValidationReport]

    /// Reads `log.jsonl`. A last line that was cut off by a crash is passed over.
    ///
    /// - Throws: What reading the file throws.
    public init(log: URL) throws {
        var updates: [UpdateReport] = []
        var validations: [ValidationReport] = []
        for line in try LogLine.read(log) {
            switch line {
            case .update(let report): updates.append(report)
            case .validation(let report): validations.append(report)
            }
        }
        self.updates = updates
        self.validations = validations
    }

    /// Target tokens a second: the median of the logged updates, validations and checkpoints
    /// between them not counted; nil where nothing was logged.
    public var tokensPerSecond: Double? {
        let sorted = updates.map(\.tokensPerSecond).sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
}
