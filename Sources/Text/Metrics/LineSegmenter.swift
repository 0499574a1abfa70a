import Basics
public import Foundation

/// Cuts lines into words before BLEU counts them, with a model or a dictionary that is not part of
/// Calque.
public protocol LineSegmenter: Sendable {
    /// What the signature says of it; without `|`, `:` and spaces.
    var name: String { get }

    /// The lines with spaces between their words.
    ///
    /// - Parameter lines: The lines, without spaces at their ends.
    /// - Throws: `CalqueError` when they cannot be cut.
    func segmented(_ lines: [String]) throws -> [String]
}

/// The pieces of a SentencePiece model, for spBLEU (Goyal et al., 2022, "The Flores-101 Evaluation
/// Benchmark for Low-Resource and Multilingual Machine Translation").
///
/// Scores can be compared only where the model is the same. sacreBLEU knows a few by name and fetches
/// them; Calque is given one, and names it by its file and the first 12 digits of its SHA-256.
public struct SentencePieceSegmenter: LineSegmenter {
    /// `spm-`, the name of the model's file and the beginning of its hash.
    public let name: String
    private let model: SentencePieceModel

    /// Reads a model.
    ///
    /// - Parameter url: The model's file.
    /// - Throws: `CalqueError` when it cannot be read or is no such model.
    public init(url: URL) throws {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw CalqueError(
                "The SentencePiece model \(url.path) cannot be read: \(error.localizedDescription)",
                kind: .input)
        }
        model = try SentencePieceModel(serialized: bytes, name: url.path)
        let hash = SHA256.hash(bytes).prefix(6)
            .map { String(UInt32($0) + 0x100, radix: 16).suffix(2) }.joined()
        let file = url.deletingPathExtension().lastPathComponent
            .map { $0 == "|" || $0 == ":" || $0.isWhitespace ? "_" : String($0) }.joined()
        name = "spm-\(file)-\(hash)"
    }

    /// The pieces of every line.
    public func segmented(_ lines: [String]) throws -> [String] {
        lines.map { model.pieces(of: $0).joined(separator: " ") }
    }
}
