import Testing
import Translation

struct BatchLimitsTests {
    private let lengths = [3, 9, 1, 4, 4, 12, 2, 7, 5, 30]

    @Test func everySentenceIsInOneBatch() {
        let batches = BatchLimits(tokens: 12, sentences: 3).batches(of: lengths, workers: 2)
        #expect(batches.joined().sorted() == Array(lengths.indices))
    }

    @Test func theLongestComeFirstAndEqualOnesInOrder() {
        let batches = BatchLimits().batches(of: lengths, workers: 1)
        #expect(batches == [[9, 5, 1, 7, 8, 3, 4, 0, 6, 2]])
    }

    @Test func limitsHoldExceptForASingleSentence() {
        let batches = BatchLimits(tokens: 12, sentences: 3).batches(of: lengths, workers: 1)
        for batch in batches where batch.count > 1 {
            #expect(batch.count <= 3 && batch.reduce(0) { $0 + lengths[$1] } <= 12)
        }
        #expect(batches[0] == [9])
    }

    @Test func fewSentencesAreSharedByAllWorkers() {
        let batches = BatchLimits().batches(of: lengths, workers: 4)
        #expect(batches.map(\.count) == [3, 3, 3, 1])
    }

    @Test func noSentencesMakeNoBatches() {
        #expect(BatchLimits().batches(of: [], workers: 2).isEmpty)
    }
}
