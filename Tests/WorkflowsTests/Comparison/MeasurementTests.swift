import Basics
import Models
import TestSupport
import Testing
import Text
import Workflows

struct InfluenceTests {
    private static let embeddings = EmbeddingConfiguration(
        vocabularySize: 30, specialTokens: SpecialTokens(padding: 1))

    /// Pairs of a few random tokens.
    private static let corpus: EncodedCorpus = {
        var corpus = EncodedCorpus()
        var random = RandomSource(seed: 1)
        func sentence() -> [Int32] {
            (0..<2 + random.next(below: 5)).map { _ in Int32(2 + random.next(below: 28)) } + [0]
        }
        for _ in 0..<40 { corpus.append(source: sentence(), target: sentence()) }
        return corpus
    }()

    private func influence(
        _ architecture: Architecture, weightScale: Float = 1, length: Int = 33
    ) -> Influence {
        var configuration = architecture.configuration(.tiny, Self.embeddings)
            .scaled(toWidth: 32)
        configuration.maximumLength = 64
        let model = configuration.makeModel(seed: 1)
        for entry in model.parameters.entries where entry.name.contains("hidden.weight") {
            for place in entry.parameter.values.indices {
                entry.parameter.values[place] *= weightScale
            }
        }
        let sentences = JoinedSentences(Self.corpus, count: 6, length: length)
        return InfluenceProbe(model, sentences).measure()
    }

    private func norm(_ points: [Influence.Point], at distance: Int) throws -> Double {
        try #require(points.first { $0.distance == distance }).relativeNorm
    }

    @Test func throughARecurrenceInfluenceFallsExponentially() throws {
        // Uniform weights in ±1/√d give W a norm below 1; a fifth of it, a fifth a step.
        let points = influence(.rnn, weightScale: 0.2).encoder
        #expect(try norm(points, at: 0) == 1)
        #expect(try norm(points, at: 8) < 1e-4)
        #expect(try norm(points, at: 16) < 1e-8)
        let steps = try (1...16).map { try norm(points, at: $0) / norm(points, at: $0 - 1) }
        #expect(steps.allSatisfy { $0 < 0.5 })
    }

    @Test func throughAttentionItDoesNot() throws {
        let points = influence(.transformer).encoder
        let far = try norm(points, at: 30)
        #expect(far > 1e-3)
        #expect(try (0.2..<5).contains(far / norm(points, at: 5)))
    }

    @Test func aFixedVectorFadesFromTheDecoderAndAttentionDoesNot() throws {
        let fixed = influence(.rnn, weightScale: 0.2).decoder
        let attending = influence(.additiveAttention, weightScale: 0.2).decoder
        #expect(fixed.map(\.distance) == attending.map(\.distance))
        #expect(fixed.map(\.distance).first == 0 && fixed.map(\.distance).last == 32)
        #expect(try norm(fixed, at: 32) < 1e-6)
        #expect(try norm(attending, at: 32) > 0.05)
    }

    @Test func aModelThatReadsOneWayIsMeasuredInThatDirection() throws {
        let open = influence(.gru).encoder
        #expect(open.map(\.distance) == Array(0..<33))
        #expect(open.allSatisfy { $0.relativeNorm > 0 })
    }

    @Test func theSameSeedMeasuresTheSame() {
        #expect(influence(.gru, length: 9) == influence(.gru, length: 9))
    }

    @Test func joinedSentencesHaveTheTokensOfTheTextInOrder() {
        let joined = JoinedSentences(Self.corpus, count: 50, length: 20)
        #expect(joined.sources.count == 50 && joined.targets.count == 50)
        for sentence in joined.sources + joined.targets {
            #expect(sentence.count == 20)
            #expect(sentence.firstIndex(of: 0) == 19)
        }
        let words = Self.corpus.source[3].dropLast() + Self.corpus.source[4].dropLast()
        #expect(joined.sources[3].prefix(words.count) == words)
    }
}

struct StepTimesTests {
    private static let configuration: any ModelConfiguration = {
        var configuration = Architecture.gru.configuration(
            .tiny,
            EmbeddingConfiguration(
                vocabularySize: 20, specialTokens: SpecialTokens(padding: 1))
        ).scaled(toWidth: 16)
        configuration.maximumLength = 16
        return configuration
    }()

    @Test func batchesHaveAsManyTokensAtEveryLength() {
        let points = StepTimes(lengths: [4, 8, 16], tokens: 64, precision: .float32)
            .measure(Self.configuration)
        #expect(points.map(\.length) == [4, 8, 16])
        #expect(points.map(\.tokens) == [64, 64, 64])
        #expect(points.allSatisfy { $0.seconds > 0 })
    }

    @Test func lengthsBeyondTheModelsAndTheBatchsAreMeasuredToo() {
        let points = StepTimes(lengths: [48, 96], tokens: 64, precision: .float32)
            .measure(Self.configuration)
        #expect(points.map(\.tokens) == [48, 96])
    }
}
