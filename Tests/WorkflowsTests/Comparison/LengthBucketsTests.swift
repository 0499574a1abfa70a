import Testing
import Workflows

struct LengthBucketsTests {
    @Test func everySentenceIsInOneBucketOfItsLength() {
        let lengths = (0..<500).map { ($0 * $0 * 7) % 41 }
        let buckets = LengthBuckets(lengths: lengths).buckets
        #expect(buckets.flatMap(\.sentences).sorted() == Array(lengths.indices))
        for bucket in buckets {
            #expect(bucket.sentences.allSatisfy { bucket.lengths.contains(lengths[$0]) })
        }
        for (shorter, longer) in zip(buckets, buckets.dropFirst()) {
            #expect(shorter.lengths.upperBound < longer.lengths.lowerBound)
        }
    }

    @Test func bucketsHaveEnoughSentencesAndNoMoreLengthsThanThatTakes() {
        let lengths = Array(repeating: 3, count: 50) + Array(1...30)
        let buckets = LengthBuckets(lengths: lengths, minimumCount: 10, bucketCount: 100).buckets
        #expect(buckets.map(\.lengths) == [1...10, 11...20, 21...30])
        #expect(buckets.map(\.sentences.count) == [60, 10, 10])
    }

    @Test func theRestJoinsTheShortest() {
        let buckets = LengthBuckets(lengths: Array(1...25), minimumCount: 10, bucketCount: 100)
            .buckets
        #expect(buckets.map(\.lengths) == [1...15, 16...25])
    }

    @Test func fewSentencesAreOneBucket() {
        #expect(
            LengthBuckets(lengths: [5, 2]).buckets == [.init(lengths: 2...5, sentences: [0, 1])])
        #expect(LengthBuckets(lengths: []).buckets.isEmpty)
    }
}
