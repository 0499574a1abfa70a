import Models
import Text

/// How the pieces of a model are numbered where Marian's family is to read it: `</s>` is 0, `<unk>` is 1,
/// and the others follow in their order, without padding.
struct MarianNumbering: Equatable {
    /// What every piece was; nil for pieces that are no text's and only fill up.
    let tokens: [Int32?]
    /// The pieces.
    let pieces: [String]

    /// Products in eight bits have a multiple of so many outputs there.
    private static let multiple = 8

    init(_ vocabulary: Vocabulary) {
        let others = (0..<Int32(vocabulary.count)).filter {
            vocabulary.piece(of: $0) != nil && !vocabulary.isSpecial($0)
        }
        let own = [vocabulary.endID, vocabulary.unknownID] + others
        let fillers = -own.count & (Self.multiple - 1)
        tokens = own + [Int32?](repeating: nil, count: fillers)
        pieces =
            own.map { vocabulary.piece(of: $0) ?? Vocabulary.unknownPiece }
            + (0..<fillers).map { "<filler-\($0)>" }
    }

    /// The number of pieces.
    var count: Int { tokens.count }

    /// Rows of a matrix in the order of the pieces, with a row of `filler` for what fills up.
    func rows<Number>(_ matrix: [Number], width: Int, filler: Number) -> [Number] {
        tokens.flatMap { token -> [Number] in
            guard let token else { return Array(repeating: filler, count: width) }
            return Array(matrix[Int(token) * width..<(Int(token) + 1) * width])
        }
    }
}
