import Testing
import Text
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

struct TranslationQualityTests {
    /// Of sentences in two buckets at most.
    private func quality(
        _ translations: [String], _ references: [String], lengths: [Int]
    ) throws -> TranslationQuality {
        try TranslationQuality(
            translations: translations, references: references, lengths: lengths,
            buckets: LengthBuckets(lengths: lengths, minimumCount: 2, bucketCount: 4))
    }

    @Test func scoresAreThoseOfTheSentences() throws {
        let references = ["a b c d e", "f g h i j", "k l m n o p", "q r s t"]
        let translations = ["a b c d e", "f g x i j", "k l m n o p", "q r s t u"]
        let quality = try quality(translations, references, lengths: [5, 5, 6, 4])
        #expect(quality.overall.count == 4)
        #expect(quality.overall.exactMatch == 0.5)
        let bleu = try BLEU().corpusScore(hypotheses: translations, references: [references])
        #expect(quality.overall.bleu == bleu.score)
        #expect(quality.byLength.map(\.shortest) == [4])
        #expect(quality.byLength.map(\.longest) == [6])
        #expect(quality.byLength.map(\.meanLength) == [5])
    }

    @Test func bucketsAreScoredByThemselves() throws {
        let references = ["a b c d", "e f g h", "i j k l m", "n o p q r"]
        let translations = ["a b c d", "e f g h", "x", "n o p q r"]
        let quality = try quality(translations, references, lengths: [4, 4, 5, 5])
        #expect(quality.byLength.map(\.score.count) == [2, 2])
        #expect(quality.byLength.map(\.score.exactMatch) == [1, 0.5])
        #expect(abs(quality.byLength[0].score.bleu - 100) < 1e-9)
        #expect(quality.byLength[1].score.bleu < 90)
    }

    @Test func differentScalarsAreNoExactMatch() throws {
        // The same letter, composed and decomposed.
        let quality = try TranslationQuality(
            translations: ["caf\u{E9} a b c"], references: ["cafe\u{301} a b c"], lengths: [4],
            buckets: LengthBuckets(lengths: [4]))
        #expect(quality.overall.exactMatch == 0)
    }
}
