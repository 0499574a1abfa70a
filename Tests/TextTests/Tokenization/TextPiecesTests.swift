import Testing
import Text

struct TextPiecesTests {
    private let tokenizer: SubwordTokenizer

    init() throws {
        tokenizer = try TestText.jointTokenizer().source
    }

    /// One piece after the other.
    private func reference(_ text: [UInt8]) -> [(token: Int32, bytes: [UInt8])] {
        let (model, vocabulary) = (tokenizer.model, tokenizer.vocabulary)
        return (0..<model.pieceCount).compactMap { id in
            let piece = model.piece(id)
            guard model.kind(id) == .normal, let token = vocabulary.id(of: piece),
                zip(piece.utf8, text).allSatisfy({ $0 == $1 })
            else { return nil }
            return (token, Array(piece.utf8))
        }
    }

    @Test(
        arguments: TestText.english + TestText.german + [
            "", "▁", "\u{96}", "▁the", "▁th", "t", "水", "▁a▁river", "é",
        ])
    func theyAreThoseThatAgreeWithTheText(text: String) {
        let spaced = Array(text.replacing(" ", with: "▁").utf8)
        for start in 0...min(spaced.count, 8) {
            let found = tokenizer.textPieces.pieces(alongside: spaced[start...])
            let expected = reference(Array(spaced[start...]))
            #expect(found.map(\.token) == expected.map(\.token))
            #expect(found.map(\.bytes) == expected.map(\.bytes))
        }
    }
}
