import Basics

/// The pieces of a tokenizer that spell text, to be found by the text.
///
/// They are put in order when somebody asks for the first time, which takes a while and is not wanted
/// before a translation has to begin with something.
package struct TextPieces: Sendable {
    /// A piece that spells text.
    package struct Piece: Sendable {
        /// The vocabulary's id of it.
        package let token: Int32
        /// The text.
        package let bytes: [UInt8]
        /// Its id in the model.
        fileprivate let id: Int
    }

    /// By their texts.
    private let sorted: Lazy<[Piece]>

    /// - Parameter tokens: The vocabulary's id of each piece of the model; nil for pieces that it lacks.
    init(_ model: SentencePieceModel, tokens: [Int32?]) {
        sorted = Lazy {
            tokens.enumerated().compactMap { id, token in
                guard let token, model.kind(id) == .normal else { return nil }
                let bytes = Array(model.piece(id).utf8)
                return bytes.isEmpty ? nil : Piece(token: token, bytes: bytes, id: id)
            }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        }
    }

    /// The pieces that a text begins with, and those that begin with the whole text, by their ids in the
    /// model.
    package func pieces(alongside text: ArraySlice<UInt8>) -> [Piece] {
        let all = sorted.value
        var found: [Piece] = []
        // The pieces that begin as the text does, of which the shortest comes first.
        var range = all.indices
        for (count, byte) in text.enumerated() {
            while let first = range.first, all[first].bytes.count == count {
                found.append(all[first])
                range = range.dropFirst()
            }
            range = all.part(of: range, having: byte, at: count)
        }
        return (found + all[range]).sorted { $0.id < $1.id }
    }
}

extension [TextPieces.Piece] {
    /// The pieces of a range of sorted ones, all longer than `place`, that have a byte there.
    fileprivate func part(of range: Range<Int>, having byte: UInt8, at place: Int) -> Range<Int> {
        let start = self[range].partitioningIndex { $0.bytes[place] >= byte }
        let end = self[start..<range.upperBound].partitioningIndex { $0.bytes[place] > byte }
        return start..<end
    }
}
