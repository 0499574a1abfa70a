import Basics
import Foundation
import TestSupport
import Testing
import Text

/// Model files whose pieces have other numbers.
struct SentencePieceNumberingTests {
    @Test(arguments: [SentencePieceTrainerOptions.ModelType.bpe, .unigram])
    func textIsCutAsBefore(type: SentencePieceTrainerOptions.ModelType) throws {
        let model = try TestText.jointModel(type)
        let own = (0..<model.pieceCount).filter { model.kind($0) == .normal }
            .map { model.piece($0) }
        let pieces = ["</s>", "<unk>"] + own.reversed() + ["<filler-0>", "▁zzz"]
        let other = try SentencePieceModel(serialized: model.serialized(numbering: pieces))
        #expect((0..<other.pieceCount).map { other.piece($0) } == pieces)
        #expect(other.kind(0) == .control && other.kind(1) == .unknown)
        #expect((2..<2 + own.count).allSatisfy { other.kind($0) == .normal })
        #expect(other.kind(pieces.count - 1) == .unused)
        for text in TestText.english + TestText.german + ["▁zzz <filler-0> 水車 zzz", ""] {
            #expect(other.pieces(of: text) == model.pieces(of: text), "\(text)")
        }
        // Once more changes nothing.
        #expect(
            try SentencePieceModel(serialized: other.serialized(numbering: pieces))
                .pieces(of: TestText.english[0]) == model.pieces(of: TestText.english[0]))
    }

    @Test func piecesThatAreNotNamedAreLeftOut() throws {
        let model = try TestText.jointModel(.unigram)
        let letters = (0..<model.pieceCount).filter { model.kind($0) == .normal }
            .map { model.piece($0) }.filter { $0.count == 1 }
        let other = try SentencePieceModel(
            serialized: model.serialized(numbering: ["</s>", "<unk>"] + letters))
        #expect(other.pieces(of: "mill").allSatisfy { $0.count == 1 })
    }
}
