import Basics
package import Foundation
import Text

/// A vocabulary as Marian reads it: which form the file has follows from how its name ends.
///
/// - `.spm`: a SentencePiece model, whose own numbers count;
/// - `.yml`, `.yaml`: a YAML mapping of pieces to ids; `.json` likewise;
/// - anything else: one piece a line, numbered from 0.
package struct MarianVocabulary {
    /// The pieces and their ids.
    package let entries: [(piece: String, id: Int32)]
    /// The model that cuts text into the pieces, if the vocabulary is one.
    let model: SentencePieceModel?
    /// The file.
    let url: URL

    /// Reads a vocabulary.
    ///
    /// - Throws: `CalqueError` naming the file, and the line, when it cannot be read or is damaged.
    package init(url: URL) throws {
        self.url = url
        switch url.pathExtension {
        case "spm":
            let model = try SentencePieceModel.load(url)
            self.model = model
            entries = (0..<model.pieceCount).map { (model.piece($0), Int32($0)) }
        case "json":
            model = nil
            entries = try Vocabulary.entries(in: url)
        case "yml", "yaml":
            model = nil
            entries = try Self.mapping(url)
        default:
            model = nil
            entries = try Self.lines(url).map { ($0.text, Int32($0.number - 1)) }
        }
    }

    /// The number of ids: one more than the largest.
    package var count: Int { entries.reduce(0) { max($0, Int($1.id) + 1) } }

    /// The vocabulary of the converted model, whose padding token has an id of its own.
    func vocabulary(paddingID: Int32) throws -> Vocabulary {
        // A padding token of the training text is a piece like others, and no text yields it.
        let pieces = entries.filter { $0.piece != Vocabulary.paddingPiece }
        return try Vocabulary(pieces + [(Vocabulary.paddingPiece, paddingID)], name: url.path)
    }

    private static func lines(_ url: URL) throws -> [(text: String, number: Int)] {
        let reader = try LineReader(path: url.path)
        var lines: [(String, Int)] = []
        while let line = try reader.next() {
            if let text = line.text, !text.isEmpty { lines.append((text, line.number)) }
        }
        return lines
    }

    /// The entries of a YAML mapping as Marian writes it, an entry a line.
    ///
    /// (YAML readers return dictionaries, in which two pieces become one that differ only in how
    /// Unicode composes their characters.)
    private static func mapping(_ url: URL) throws -> [(piece: String, id: Int32)] {
        var entries: [(piece: String, id: Int32)] = []
        var longKey: String?
        for line in try lines(url) where line.text != "---" {
            do {
                // A key that is long stands on a line of its own, behind a question mark.
                if longKey == nil, line.text.hasPrefix("? ") {
                    longKey = try YAMLScalar.text(line.text.dropFirst(2))
                } else if let colon = line.text.utf8.lastIndex(of: UInt8(ascii: ":")) {
                    let id = line.text[colon...].dropFirst().trimmingCharacters(
                        in: .whitespacesAndNewlines)
                    guard let number = Int32(id) else { throw FileProblem("an id is missing") }
                    let piece = try longKey ?? YAMLScalar.text(line.text[..<colon])
                    entries.append((piece, number))
                    longKey = nil
                } else {
                    throw FileProblem("a colon is missing")
                }
            } catch let problem as FileProblem {
                throw CalqueError(
                    "\(url.path), line \(line.number): \(problem.text). A vocabulary in YAML has "
                        + "lines such as \"▁the\": 5; use the one that the model was trained with.")
            }
        }
        return entries
    }
}

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
