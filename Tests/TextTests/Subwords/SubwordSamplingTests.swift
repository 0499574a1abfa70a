import Basics
import TestSupport
import Testing
import Text

struct SubwordSamplingTests {
    private let tokenizer: TranslationTokenizer
    private let corpus: EncodedCorpus

    init() throws {
        tokenizer = try TestText.jointTokenizer()
        var corpus = EncodedCorpus(keepsText: true)
        for (source, target) in zip(TestText.english, TestText.german) {
            corpus.append(
                source: tokenizer.encodeSource(source), target: tokenizer.encodeTarget(target),
                text: (source, target))
        }
        self.corpus = corpus
    }

    private func resampled(
        epoch: Int, seed: UInt64 = 1, source: Float? = 0.3, target: Float? = 0.3, maximum: Int = 500
    ) -> EncodedCorpus {
        EpochChanges(
            sampling: SubwordSampling(sourceAlpha: source, targetAlpha: target, seed: seed)
        ).corpus(corpus, epoch: epoch, tokenizer: tokenizer, maximumTokens: maximum)
    }

    @Test func cutsFollowFromSeedAndEpoch() {
        let first = resampled(epoch: 0)
        #expect(first == resampled(epoch: 0))
        #expect(first != resampled(epoch: 1))
        #expect(first != resampled(epoch: 0, seed: 2))
        #expect(first.source != corpus.source)
    }

    @Test func textStaysTheSame() {
        let other = resampled(epoch: 3)
        for pair in 0..<corpus.count {
            #expect(tokenizer.decodeTarget(other.target[pair]) == TestText.german[pair])
            #expect(other.target[pair].last == tokenizer.target.vocabulary.endID)
        }
    }

    @Test func aSideWithoutAlphaKeepsItsCut() {
        let other = resampled(epoch: 0, source: nil)
        #expect(other.source == corpus.source)
        #expect(other.target != corpus.target)
    }

    @Test func pairsThatGetTooLongKeepTheirCut() {
        let maximum = 20
        let other = resampled(epoch: 0, source: 1, target: 1, maximum: maximum)
        #expect(other.source == corpus.source)
        #expect(other.target == corpus.target)
    }

    @Test func wrongOptionsAreExplained() throws {
        let characters = try TranslationTokenizer(sharing: TestText.jointModel(.char))
        let sampling = SubwordSampling(sourceAlpha: nil, targetAlpha: 0.1, seed: 0)
        #expect(throws: CalqueError.self) { try sampling.validate(for: characters) }
        try sampling.validate(for: tokenizer)
        #expect(throws: CalqueError.self) {
            try SubwordSampling(sourceAlpha: 2, targetAlpha: nil, seed: 0).validate(for: tokenizer)
        }
    }
}
