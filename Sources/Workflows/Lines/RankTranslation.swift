import Basics
import Foundation
public import Ranks
public import Translation

/// Translates lines by several processes, as one does it: the same results in the same order.
///
/// Rank 0 reads and writes. It hands out a few hundred lines at a time to whichever rank is free, so that memory
/// does not grow with the text and a rank that is slower has less to do. All ranks have the model.
public struct RankTranslation {
    private let translator: Translator
    private let options: SearchOptions
    private let communicator: Communicator

    /// A translation that all ranks make, which have the same model and options.
    ///
    /// - Parameters:
    ///   - translator: What translates.
    ///   - options: How to search.
    ///   - communicator: The processes that translate together.
    public init(
        by translator: Translator, _ options: SearchOptions, across communicator: Communicator
    ) {
        self.translator = translator
        self.options = options
        self.communicator = communicator
    }

    /// Translates a stream of lines; for rank 0, while the others call ``takePart()``.
    ///
    /// - Parameters:
    ///   - nextRequest: The next line, or nil after the last one.
    ///   - output: Takes the result of every line, in the order of the lines.
    /// - Throws: As `Translator.translate` does, and `CalqueError` when a rank does not answer.
    public func run(
        requests nextRequest: () throws -> TranslationRequest?,
        to output: (TranslationResult) throws -> Void
    ) throws {
        var reader = PieceReader(ranks: communicator.size)
        try shared.run(next: { try reader.next(nextRequest) }) { bytes in
            let piece = try TranslatedPiece(bytes)
            try piece.results.forEach(output)
            // What a rank could not do is an error here, too, in the words of one process.
            try piece.rest?.translate(by: translator, options, to: output)
        }
    }

    /// Translates what rank 0 hands out, on another rank.
    ///
    /// - Throws: `CalqueError` when another rank has ended, or rank 0 does not answer.
    public func takePart() throws { try shared.takePart() }

    private var shared: SharedWork { SharedWork(across: communicator, work) }

    private var work: @Sendable ([UInt8]) -> [UInt8] {
        let (translator, options) = (translator, options)
        return { bytes in
            do {
                let piece = try TranslationPiece(bytes)
                var results: [TranslationResult] = []
                do {
                    try piece.translate(by: translator, options) { results.append($0) }
                    return try TranslatedPiece(results: results, rest: nil).bytes
                } catch {
                    let rest = piece.dropFirst(results.count)
                    return try TranslatedPiece(results: results, rest: rest).bytes
                }
            } catch {
                preconditionFailure("a piece that cannot be encoded: \(error)")
            }
        }
    }

}

/// Lines that a rank translates together.
private struct TranslationPiece: PieceMessage {
    let firstNumber: Int
    let requests: [TranslationRequest]

    func dropFirst(_ count: Int) -> TranslationPiece {
        TranslationPiece(
            firstNumber: firstNumber + count, requests: Array(requests.dropFirst(count)))
    }

    func translate(
        by translator: Translator, _ options: SearchOptions,
        to output: (TranslationResult) throws -> Void
    ) throws {
        var rest = requests[...]
        try translator.translate(
            options, from: firstNumber, requests: { rest.popFirst() }, to: output)
    }
}

/// What became of them.
private struct TranslatedPiece: PieceMessage {
    let results: [TranslationResult]
    /// Those that were not translated, of which the first is an error.
    let rest: TranslationPiece?
}

/// What ranks send each other.
private protocol PieceMessage: Codable {}

extension PieceMessage {
    fileprivate init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder.forAnyNumber().decode(Self.self, from: Data(bytes))
    }

    fileprivate var bytes: [UInt8] {
        get throws { [UInt8](try JSONEncoder.forAnyNumber().encode(self)) }
    }
}

/// Cuts a stream of lines into pieces.
private struct PieceReader {
    let ranks: Int
    private var pieceCount = 0
    private var lineCount = 0
    /// What the stream ended with, after a piece.
    private var failure: (any Error)?
    private var isOver = false

    /// The first pieces are short, so that of a short text all ranks have some.
    private static let lines = (least: 16, most: 512)
    private static let bytes = 1 << 16

    init(ranks: Int) {
        self.ranks = ranks
    }

    /// The next piece; nil after the last.
    mutating func next(_ nextRequest: () throws -> TranslationRequest?) throws -> [UInt8]? {
        if let failure { throw failure }
        let most = min(Self.lines.most, Self.lines.least << min(pieceCount / (2 * ranks), 16))
        var (requests, byteCount) = ([TranslationRequest](), 0)
        while !isOver, failure == nil, requests.count < most, byteCount < Self.bytes {
            do {
                guard let request = try nextRequest() else {
                    isOver = true
                    break
                }
                byteCount += request.line.utf8.count
                requests.append(request)
            } catch {
                failure = error
            }
        }
        guard !requests.isEmpty else {
            if let failure { throw failure }
            return nil
        }
        defer {
            lineCount += requests.count
            pieceCount += 1
        }
        return try TranslationPiece(firstNumber: lineCount, requests: requests).bytes
    }
}
