package import Foundation

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
