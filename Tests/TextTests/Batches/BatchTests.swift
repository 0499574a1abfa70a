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

struct BatchTests {
    @Test func targetsAreShiftedRightAndLabelsAreNot() {
        var corpus = EncodedCorpus()
        corpus.append(source: [11, 0], target: [21, 22, 0])
        corpus.append(source: [12, 13, 0], target: [0])
        corpus.append(source: [14, 0], target: [23, 0])
        let batch = Batch(
            [2, 0, 1], of: corpus, SpecialTokens(start: 8, end: 0, padding: 7), rowMultiple: 8)
        #expect(batch.pairs == [2, 0, 1])
        #expect(batch.source.ids == [14, 0, 11, 0, 12, 13, 0, 7])
        #expect(batch.source.offsets == [0, 2, 4, 7])
        #expect(batch.target.ids == [8, 23, 8, 21, 22, 8, 7, 7])
        #expect(batch.labels == [23, 0, 21, 22, 0, 0, -1, -1])
        #expect(batch.target.offsets == [0, 2, 5, 6])
        #expect(batch.labelCount == 6)
    }

    @Test func anEmptyShareIsAnEmptyBatch() {
        let batch = Batch(
            [], of: EncodedCorpus(), SpecialTokens(start: 0, end: 0, padding: 0))
        #expect(batch.source.rows == 0)
        #expect(batch.labels.isEmpty)
    }
}
