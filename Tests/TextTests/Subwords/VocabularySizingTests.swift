import TestSupport
import Testing
import Text

struct VocabularySizingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func options(_ lines: [String]) throws -> SentencePieceTrainerOptions {
        let table = try folder.write(lines: lines.map { "\($0)\t\($0)" }, to: "text.tsv")
        return try .suiting(ParallelCorpus(table: table))
    }

    @Test(arguments: [(pairs: 1, size: 1000), (7999, 1000), (8000, 4000), (25_000, 8000)])
    func aLargerTextGetsALargerVocabulary(pairs: Int, size: Int) throws {
        #expect(try options((0..<pairs).map { "a dog \($0)" }).vocabularySize == size)
    }

    @Test func charactersTakeNoMoreThanHalfOfThePieces() throws {
        let lines = (0..<1500).compactMap { Unicode.Scalar(0x4E00 + $0).map { "的\($0)" } }
        #expect(try options(lines).vocabularySize == 4000)
    }

    @Test func everyLetterOfAnAlphabetHasAPiece() throws {
        let lines = Array(repeating: "a dog", count: 5000) + ["sœurs"]
        let options = try options(lines)
        #expect(options.characterCoverage == 1)
        let model = try SentencePieceModel.train(options, on: lines)
        #expect(model.pieces(of: "œ").contains { $0.contains("œ") })
        let signs = (0..<1500).compactMap { Unicode.Scalar(0x4E00 + $0).map { "的\($0)" } }
        #expect(try self.options(signs).characterCoverage == 0.9995)
    }
}
