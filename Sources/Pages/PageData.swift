import Basics
import Foundation

/// A value as JSON that stands in a page, between the tags of a script that is data.
///
/// No text in it can end that script, nor begin a comment there: `<`, `>` and `&` are written as `\u003c`
/// and so on, as are U+2028 and U+2029, which older scripts take for the ends of lines. Numbers have four
/// significant digits, more than a screen shows; whole ones stay as they are.
package enum PageData {
    /// The JSON of a value, its keys in order, so that one value makes one page.
    package static func json(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: rewritten([UInt8](try encoder.encode(value))), as: UTF8.self)
    }

    private static func rewritten(_ json: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(json.count)
        var place = 0
        while place < json.count {
            let end: Int
            switch json[place] {
            case UInt8(ascii: "\""):
                end = endOfString(json, from: place)
                appendEscaped(json[place..<end], to: &output)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                end = json[place...].firstIndex { !isOfNumber($0) } ?? json.count
                output += shortened(json[place..<end])
            default:
                end = place + 1
                output.append(json[place])
            }
            place = end
        }
        return output
    }

    // MARK: Strings

    private static func endOfString(_ json: [UInt8], from start: Int) -> Int {
        var place = start + 1
        while place < json.count, json[place] != UInt8(ascii: "\"") {
            place += json[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place + 1, json.count)
    }

    private static func appendEscaped(_ string: ArraySlice<UInt8>, to output: inout [UInt8]) {
        // What is before it is in the output.
        var rest = string.startIndex
        for place in string.indices {
            guard let (escape, length) = escape(at: place, in: string) else { continue }
            output += string[rest..<place]
            output += escape.utf8
            rest = place + length
        }
        output += string[rest...]
    }

    /// What stands for the character that begins at a place, if another has to, and how many bytes it has.
    private static func escape(
        at place: Int, in string: ArraySlice<UInt8>
    ) -> (text: String, length: Int)? {
        switch string[place] {
        case UInt8(ascii: "<"): (#"\u003c"#, 1)
        case UInt8(ascii: ">"): (#"\u003e"#, 1)
        case UInt8(ascii: "&"): (#"\u0026"#, 1)
        // U+2028 and U+2029 in UTF-8.
        case 0xE2 where string[place...].starts(with: [0xE2, 0x80, 0xA8]): (#"\u2028"#, 3)
        case 0xE2 where string[place...].starts(with: [0xE2, 0x80, 0xA9]): (#"\u2029"#, 3)
        default: nil
        }
    }

    // MARK: Numbers

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        isOfWholeNumber(byte) || "+.eE".utf8.contains(byte)
    }

    private static func isOfWholeNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func shortened(_ number: ArraySlice<UInt8>) -> [UInt8] {
        guard !number.allSatisfy(isOfWholeNumber),
            let value = Double(String(decoding: number, as: UTF8.self))
        else { return Array(number) }
        return Array(fourDigits(value).utf8)
    }

    /// A number with four significant digits, without zeros at the end: `0.8213`, `-12.5`, `1.2e-5`.
    package static func fourDigits(_ value: Double) -> String {
        guard abs(value) > leastMagnitude else { return "0" }
        var exponent = Int(log10(abs(value)).rounded(.down))
        var digits = Int((abs(value) * pow(10, Double(3 - exponent))).rounded())
        if digits >= 10_000 { (digits, exponent) = (digits / 10, exponent + 1) }
        let sign = value < 0 ? "-" : ""
        switch exponent {
        case -3..<0:
            return sign + "0." + String(repeating: "0", count: -1 - exponent)
                + withoutLastZeros(String(digits))
        case 0...3:
            return sign + pointed(String(digits), after: exponent + 1)
        default:
            return sign + pointed(String(digits), after: 1) + "e\(exponent)"
        }
    }

    /// What is smaller has no four digits that a double can be multiplied up to.
    private static let leastMagnitude = 1e-300

    private static func pointed(_ digits: String, after count: Int) -> String {
        let fraction = withoutLastZeros(String(digits.dropFirst(count)))
        return digits.prefix(count) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func withoutLastZeros(_ digits: String) -> String {
        String(digits.reversed().drop { $0 == "0" }.reversed())
    }
}
