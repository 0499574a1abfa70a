import Foundation

/// JSON for programs that read standard output.
package enum JSONText {
    /// `null`.
    package struct Null: Encodable {
        package init() {}

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    /// A value as one line, keys in order; infinite and undefined numbers are strings.
    package static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
