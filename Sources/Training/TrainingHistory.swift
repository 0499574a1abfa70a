import Basics
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

/// A line of `log.jsonl`: `{"event": "update", …}` or `{"event": "validation", …}`.
enum LogLine: Codable {
    case update(UpdateReport)
    case validation(ValidationReport)

    private enum Key: String, CodingKey { case event }
    private enum Event: String, Codable { case update, validation }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Event.self, forKey: .event) {
        case .update: self = .update(try UpdateReport(from: decoder))
        case .validation: self = .validation(try ValidationReport(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .update(let report):
            try container.encode(Event.update, forKey: .event)
            try report.encode(to: encoder)
        case .validation(let report):
            try container.encode(Event.validation, forKey: .event)
            try report.encode(to: encoder)
        }
    }

    /// The lines of a log. What is none, such as a line that was cut off by a crash, is passed over.
    static func read(_ url: URL) throws -> [LogLine] {
        let decoder = JSONDecoder.forAnyNumber()
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(LogLine.self, from: $0)
        }
    }
}
