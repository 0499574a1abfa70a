import Basics
import Foundation

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
