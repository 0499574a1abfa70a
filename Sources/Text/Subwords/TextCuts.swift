import Foundation

/// Where a long text can be cut into parts that SentencePiece takes one by one, for the same pieces
/// as those of the whole.
///
/// The library takes time that grows with the square of a run of characters without a piece, and two
/// hundred bytes of memory for each byte of a text. Parts of a few thousand bytes bound both. A cut
/// changes nothing
///
/// - where normalising begins anew: no key of the table reaches over it;
/// - between two characters that stand side by side in no piece: nothing is merged over it;
/// - where the space that the library puts before the part can be taken away again, because no piece
///   has it before the first character; or before a space, which that one then stands for.
///
/// A model of words is cut before spaces alone. Where nothing of the sort comes for long, in a word
/// of many thousand characters, the text is cut as if there were a space. (In a unigram model, sums of
/// scores are rounded otherwise in a part than in the whole, which matters only where two
/// segmentations are equally good within that.)
struct TextCuts: Sendable {
    /// A part of a text.
    struct Part: Equatable {
        /// Its bytes in the text.
        var bytes: Range<Int>
        /// Whether the first piece, of the space before it, belongs to no text.
        var hasForeignSpace: Bool
    }

    /// The bytes from which on a part ends where it can, and at which it ends in any case.
    static let partBytes = 8 << 10...32 << 10

    private static let space: UInt32 = 0x20
    private static let spaceMark = SentencePieceModel.spaceScalar.value

    /// Whether the model takes spaces in the way that cuts rely on.
    private let isPossible: Bool
    private let normalizer: SentencePieceFile.Normalizer
    private let symbols: [[UInt8]]
    /// Whether words can be cut, and not the spaces between them alone.
    private let cutsWords: Bool
    /// Whether there is a piece for a space alone, to be taken away.
    private let hasSpacePiece: Bool
    /// Pairs of characters that stand side by side in a piece.
    private let neighbours: Set<UInt64>

    /// - Parameter pieces: The text of all pieces that text is cut into.
    init(_ file: SentencePieceFile, pieces: some Sequence<String>) {
        isPossible = file.normalizer.escapesSpaces && !file.spacesFollowWords
        normalizer = file.normalizer
        symbols = file.userDefinedSymbols
        cutsWords = file.kind != .word
        var neighbours: Set<UInt64> = []
        var hasSpacePiece = false
        for piece in pieces {
            let scalars = piece.unicodeScalars
            if piece == SentencePieceModel.space { hasSpacePiece = true }
            for (left, right) in zip(scalars, scalars.dropFirst()) {
                neighbours.insert(Self.pair(left.value, right.value))
            }
        }
        self.neighbours = neighbours
        self.hasSpacePiece = hasSpacePiece
    }

    private static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) << 32 | UInt64(right)
    }

    /// The parts of a text, of this many bytes.
    func parts(of text: UnsafeRawBufferPointer, _ partBytes: ClosedRange<Int>) -> [Part] {
        var parts: [Part] = []
        var part = Part(bytes: 0..<text.count, hasForeignSpace: false)
        guard isPossible, text.count > partBytes.lowerBound else { return [part] }
        var walk = Walk()
        while walk.position < text.count {
            let (count, characters) = step(text[walk.position...])
            let length = walk.position - part.bytes.lowerBound
            if length >= partBytes.lowerBound, let first = characters.first {
                let isSafe = isSafe(walk, before: first)
                if isSafe || length >= partBytes.upperBound {
                    part.bytes = part.bytes.lowerBound..<walk.position
                    parts.append(part)
                    part = Part(
                        bytes: walk.position..<walk.position,
                        hasForeignSpace: isSafe && first != Self.space
                            && normalizer.addsSpaceBefore)
                }
            }
            walk.advance(count, characters)
        }
        part.bytes = part.bytes.lowerBound..<text.count
        return parts + [part]
    }

    /// Whether a cut at the walk's position, before a character of the normalised text, changes nothing.
    private func isSafe(_ walk: Walk, before next: UInt32) -> Bool {
        guard let last = walk.lastCharacter, last != Self.spaceMark, next != Self.spaceMark else {
            return false
        }
        func isPiecePart(_ left: UInt32, _ right: UInt32) -> Bool {
            neighbours.contains(Self.pair(left, right))
        }
        if next == Self.space {
            return normalizer.addsSpaceBefore && normalizer.removesExtraSpaces
                && !isPiecePart(last, Self.spaceMark)
        }
        guard cutsWords, !walk.followsSpace, !isPiecePart(last, next) else { return false }
        return !normalizer.addsSpaceBefore
            || (hasSpacePiece && !isPiecePart(Self.spaceMark, next))
    }

    /// The bytes that are normalised together at the beginning of a text, and what they become.
    private func step(_ rest: Slice<UnsafeRawBufferPointer>) -> (count: Int, characters: [UInt32]) {
        let symbol = symbols.lazy.filter { rest.starts(with: $0) }.map(\.count).max()
        if symbol == nil, let (count, replacement) = normalizer.table.match(rest) {
            return (count, String(decoding: replacement, as: UTF8.self).unicodeScalars.map(\.value))
        }
        let count = symbol ?? 1 + rest.dropFirst().prefix(while: UTF8.isContinuation).count
        let own = String(decoding: rest.prefix(count), as: UTF8.self)
        return (count, own.unicodeScalars.map(\.value))
    }
}

extension TextCuts {
    /// A place in a text, and what comes right before it once it is normalised.
    private struct Walk {
        var position = 0
        /// The last character that is no space.
        var lastCharacter: UInt32?
        /// Whether a space comes after that character.
        var followsSpace = false

        mutating func advance(_ count: Int, _ characters: [UInt32]) {
            position += count
            for character in characters {
                followsSpace = character == TextCuts.space
                if !followsSpace { lastCharacter = character }
            }
        }
    }
}

/// The cuts of a model, which take a while to find out and are not wanted before a text is long.
final class LazyCuts: @unchecked Sendable {  // `found` is used under the lock alone
    private let file: SentencePieceFile
    private let lock = NSLock()
    private var found: TextCuts?

    init(_ file: SentencePieceFile) {
        self.file = file
    }

    func cuts(of model: SentencePieceModel) -> TextCuts {
        lock.withLock {
            let cuts = found ?? TextCuts(file, pieces: model.textPieces)
            found = cuts
            return cuts
        }
    }
}
