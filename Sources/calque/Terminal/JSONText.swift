import CalqueKit
import Foundation

/// JSON for programs that read standard output.
enum JSONText {
    /// A value as one line, keys in order; infinite and undefined numbers are strings.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
