package import Foundation

/// JSON for programs that read standard output.
package enum JSONText {
    /// A value as one line, keys in order; infinite and undefined numbers are strings.
    package static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

extension String {
    /// The text as a JSON string, quotes included, with no more escaped than has to be.
    package var asJSON: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{8}": quoted += "\\b"
            case "\u{C}": quoted += "\\f"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

// JSON has no words for infinite and undefined numbers; a loss that left the numbers must not stop
// its own log. They are written as the strings "Infinity", "-Infinity" and "NaN".

extension JSONEncoder {
    /// An encoder for which every number has a form.
    package static func forAnyNumber() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return encoder
    }
}

extension JSONDecoder {
    /// The counterpart of ``Foundation/JSONEncoder/forAnyNumber()``.
    package static func forAnyNumber() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return decoder
    }
}
