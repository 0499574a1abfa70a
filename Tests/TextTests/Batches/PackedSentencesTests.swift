import Testing
import Text

struct PackedSentencesTests {
    @Test func sentencesStandBackToBackWithFillerAfterThem() {
        let packed = PackedSentences([[4, 5, 0], [6, 0], []], fillerID: 9, rowMultiple: 4)
        #expect(packed.ids == [4, 5, 0, 6, 0, 9, 9, 9])
        #expect(packed.offsets == [0, 3, 5, 5])
        #expect(packed.count == 3)
        #expect(packed.tokenCount == 5)
        #expect(packed.rows == 8)
        #expect(packed.longestCount == 3)
        #expect(Array(packed[1]) == [6, 0])
        #expect(packed[2].isEmpty)
        #expect(packed.positions == [0, 1, 2, 0, 1, 0, 0, 0])
    }

    @Test(arguments: [(0, 0), (1, 32), (32, 32), (33, 64)])
    func rowsAreRoundedUp(_ tokens: Int, _ rows: Int) {
        let packed = PackedSentences([[Int32](repeating: 3, count: tokens)], fillerID: 0)
        #expect(packed.rows == rows)
        #expect(packed.tokenCount == tokens)
    }

    @Test func noSentencesAreNoRows() {
        #expect(PackedSentences().rows == 0)
        #expect(PackedSentences([[Int32]](), fillerID: 0) == PackedSentences())
        #expect(PackedSentences().longestCount == 0)
    }
}
