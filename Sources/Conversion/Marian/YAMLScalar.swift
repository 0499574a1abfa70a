import Basics
import Foundation

/// One word or phrase of YAML (version 1.2, section 7.3), on one line.
enum YAMLScalar {
    /// The text that a scalar stands for.
    ///
    /// - Throws: `FileProblem` when a quote or an escape is unsound.
    static func text(_ scalar: Substring) throws -> String {
        let trimmed = scalar.trimmingCharacters(in: CharacterSet(charactersIn: " \t"))
        let bytes = trimmed.utf8
        guard let quote = bytes.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return trimmed }
        guard bytes.count >= 2, bytes.last == quote else { throw FileProblem("a quote is missing") }
        let content = String(Substring(bytes.dropFirst().dropLast()))
        return quote == UInt8(ascii: "'")
            ? content.replacing("''", with: "'") : try unescaped(content)
    }

    private static let letters: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}",
        "r": "\r", "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}",
        "_": "\u{A0}", "L": "\u{2028}", "P": "\u{2029}",
    ]
    private static let digitCounts: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]

    private static func unescaped(_ content: String) throws -> String {
        var text = String.UnicodeScalarView()
        var rest = content.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let kind = rest.popFirst() else { throw FileProblem("an escape is cut off") }
            if let count = digitCounts[kind] {
                let digits = String(rest.prefix(count))
                guard digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16),
                    let escaped = Unicode.Scalar(value)
                else { throw FileProblem("the escape \\\(kind)\(digits) stands for nothing") }
                text.append(escaped)
                rest = rest.dropFirst(count)
            } else if let escaped = letters[kind] {
                text.append(escaped)
            } else {
                throw FileProblem("the escape \\\(kind) stands for nothing")
            }
        }
        return String(text)
    }
}
