import Testing
import Text

struct BatchTests {
    @Test func targetsAreShiftedRightAndLabelsAreNot() {
        var corpus = EncodedCorpus()
        corpus.append(source: [11, 0], target: [21, 22, 0])
        corpus.append(source: [12, 13, 0], target: [0])
        corpus.append(source: [14, 0], target: [23, 0])
        let batch = Batch(
            pairs: [2, 0, 1], of: corpus, startID: 8, sourceFillerID: 7, targetFillerID: 6,
            rowMultiple: 8)
        #expect(batch.pairs == [2, 0, 1])
        #expect(batch.source.ids == [14, 0, 11, 0, 12, 13, 0, 7])
        #expect(batch.source.offsets == [0, 2, 4, 7])
        #expect(batch.target.ids == [8, 23, 8, 21, 22, 8, 6, 6])
        #expect(batch.labels == [23, 0, 21, 22, 0, 0, -1, -1])
        #expect(batch.target.offsets == [0, 2, 5, 6])
        #expect(batch.labelCount == 6)
    }

    @Test func anEmptyShareIsAnEmptyBatch() {
        let batch = Batch(
            pairs: [], of: EncodedCorpus(), startID: 0, sourceFillerID: 0, targetFillerID: 0)
        #expect(batch.source.rows == 0)
        #expect(batch.labels.isEmpty)
    }
}
