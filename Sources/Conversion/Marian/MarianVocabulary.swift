import Basics
package import Foundation
package import Text

/// A vocabulary as Marian reads it: which form the file has follows from how its name ends.
///
/// - `.spm`: a SentencePiece model, whose own numbers count;
/// - `.yml`, `.yaml`: a YAML mapping of pieces to ids; `.json` likewise;
/// - anything else: one piece a line, numbered from 0.
package struct MarianVocabulary {
    /// The pieces and their ids.
    package let entries: [(piece: String, id: Int32)]
    /// The file.
    let url: URL

    /// Whether the vocabulary in a file is a SentencePiece model, which cuts text into its pieces.
    static func isSentencePieceModel(_ url: URL) -> Bool { url.pathExtension == "spm" }

    /// Reads a vocabulary.
    ///
    /// - Throws: `CalqueError` naming the file, and the line, when it cannot be read or is damaged.
    package init(url: URL) throws {
        self.url = url
        switch url.pathExtension {
        case "spm":
            entries = try SentencePieceModel.pieces(inFile: url).enumerated().map {
                ($0.element, Int32($0.offset))
            }
        case "json":
            entries = try Vocabulary.entries(in: url)
        case "yml", "yaml":
            entries = try Self.mapping(url)
        default:
            entries = try Self.lines(url).map { ($0.text, Int32($0.number - 1)) }
        }
    }

    /// The number of ids: one more than the largest.
    package var count: Int { entries.reduce(0) { max($0, Int($1.id) + 1) } }

    /// The vocabulary of the converted model, whose padding token has an id of its own.
    ///
    /// - Parameter paddingID: The same for both sides, after the tokens of either.
    /// - Throws: `CalqueError` when the other side has so many more tokens that a vocabulary with
    ///   this id would be nearly empty, and as `Vocabulary.init(_:name:)`.
    package func vocabulary(paddingID: Int32) throws -> Vocabulary {
        // A padding token of the training text is a piece like others, and no text yields it.
        let pieces = entries.filter { $0.piece != Vocabulary.paddingPiece }
        guard Int(paddingID) < Vocabulary.maximumCount(pieces: pieces.count + 1) else {
            throw CalqueError(
                "\(url.path) has \(entries.count) pieces for a model whose larger table has "
                    + "\(paddingID) rows. Check that both vocabularies are those that the model "
                    + "was trained with; if they are, a model directory, which numbers both sides "
                    + "up to one padding token, cannot hold it: use it with Marian.", kind: .model)
        }
        return try Vocabulary(pieces + [(Vocabulary.paddingPiece, paddingID)], name: url.path)
    }

    private static func lines(_ url: URL) throws -> [(text: String, number: Int)] {
        let reader = try LineReader(path: url.path, invalidText: .skip)
        var lines: [(String, Int)] = []
        while let line = try reader.next() {
            guard let text = line.text else {
                throw CalqueError(
                    "\(url.path), line \(line.number): this is not UTF-8. Give the vocabulary that "
                        + "the model was trained with, converted to UTF-8.", kind: .model)
            }
            if !text.isEmpty { lines.append((text, line.number)) }
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
                // A key that is long stands on a line of its own, after a question mark.
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
                        + "lines such as \"▁the\": 5; use the one that the model was trained with.",
                    kind: .model)
            }
        }
        return entries
    }
}
