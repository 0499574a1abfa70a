import CalqueKit
import Foundation

/// JSON for programs that read standard output.
enum JSONText {
    /// `null`.
    struct Null: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    /// A value as one line, keys in order; infinite and undefined numbers are strings.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
