import Foundation
import Testing
import Text

struct VocabularySizingTests {
    private func size(_ lines: [String]) throws -> Int {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("VocabularySizingTests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(lines.map { "\($0)\t\($0)\n" }.joined().utf8).write(to: url)
        return try SentencePieceTrainerOptions.vocabularySize(
            suiting: ParallelCorpus(table: url))
    }

    @Test(arguments: [(pairs: 1, size: 1000), (7999, 1000), (8000, 4000), (25_000, 8000)])
    func aLargerTextGetsALargerVocabulary(pairs: Int, size: Int) throws {
        #expect(try self.size((0..<pairs).map { "a dog \($0)" }) == size)
    }

    @Test func charactersTakeNoMoreThanHalfOfThePieces() throws {
        let lines = (0..<1500).compactMap { Unicode.Scalar(0x4E00 + $0).map { "的\($0)" } }
        #expect(try size(lines) == 4000)
    }
}
