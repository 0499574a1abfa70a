import Foundation
import Tensors
import TestSupport
import Testing
import Translation

struct SamplingSearchTests {
    private let pool = WorkerPool(count: 2, precision: .float32)
    private let sources: [[Int32]] = [[1, 0], [2, 1, 0], [0], [3, 2, 1, 0], [1, 1, 0], [1, 0]]

    /// How often each token is drawn first, of 20,000 sentences; the end token's share is 0's.
    private func shares(_ logits: [Float], _ options: SearchOptions) -> [Double] {
        var options = options
        options.maximumLengthRatio = 0
        options.maximumLengthOffset = 1
        let count = 20_000
        let sources = [[Int32]](repeating: [1, 0], count: count)
        let drawn = options.search(sources, .constant(logits)).map { $0[0].tokens.first ?? 0 }
        return logits.indices.map { token in
            Double(drawn.count { $0 == Int32(token) }) / Double(count)
        }
    }

    private func softmax(_ logits: [Float]) -> [Double] { logSoftmax(logits).map { exp($0) } }

    /// Four deviations of a share that is 0.5.
    private let tolerance = 4 * 0.5 / sqrt(20_000)

    @Test(arguments: [0.5, 1, 2])
    func tokensAreDrawnAsOftenAsTheyAreProbable(temperature: Double) {
        let logits: [Float] = [0, 1, -1, 0.5, 2, -.infinity]
        let shares = shares(logits, .sampling(.with { $0.temperature = temperature }))
        let expected = softmax(logits.map { $0 / Float(temperature) })
        #expect(shares[5] == 0)
        for (share, expected) in zip(shares, expected) {
            #expect(abs(share - expected) < tolerance)
        }
    }

    @Test(arguments: [(1, [4]), (3, [1, 3, 4]), (1 << 30, [0, 1, 2, 3, 4])])
    func onlyTheMostProbableAreDrawn(k: Int, drawn: [Int]) {
        let logits: [Float] = [0, 1, -1, 0.5, 2]
        let shares = shares(logits, .sampling(.with { $0.topK = k }))
        let expected = softmax(logits.enumerated().map { drawn.contains($0) ? $1 : -.infinity })
        for (share, expected) in zip(shares, expected) {
            #expect(abs(share - expected) < tolerance)
        }
        #expect(shares.indices.filter { shares[$0] > 0 } == drawn)
    }

    /// Probabilities 0.06, 0.4, 0.04, 0.3, 0.2.
    private static let logits = [0.06, 0.4, 0.04, 0.3, 0.2].map { Float(log($0)) }

    @Test(arguments: [
        (0.39, nil, [1]), (0.41, nil, [1, 3]), (0.69, nil, [1, 3]), (0.71, nil, [1, 3, 4]),
        (0.99, nil, [0, 1, 2, 3, 4]),
        // Of the three most probable, scaled up to 0.44, 0.33 and 0.22.
        (0.43, 3, [1]), (0.45, 3, [1, 3]), (0.79, 3, [1, 3, 4]),
    ])
    func onlyTheNucleusIsDrawn(p: Double, k: Int?, drawn: [Int]) {
        let options = SearchOptions.sampling(
            .with {
                $0.topP = p
                $0.topK = k
            })
        let shares = shares(Self.logits, options)
        let expected = softmax(
            Self.logits.enumerated().map { drawn.contains($0) ? $1 : -.infinity })
        for (share, expected) in zip(shares, expected) {
            #expect(abs(share - expected) < tolerance)
        }
        #expect(shares.indices.filter { shares[$0] > 0 } == drawn)
    }

    @Test func whatIsSuppressedIsNeverDrawnHoweverProbable() {
        let logits: [Float] = [0, 60, 1, 0]
        var options = SearchOptions.sampling(.with { $0.temperature = 0.1 })
        options.suppressedTokens = [1]
        options.minimumLength = 1
        let shares = shares(logits, options)
        #expect(shares[0] == 0 && shares[1] == 0)
        #expect(abs(shares[2] - 1 / (1 + exp(-10))) < tolerance)
    }

    @Test func theRepetitionPenaltyChangesWhatIsDrawn() {
        var options = SearchOptions.sampling(.with())
        options.noRepeatNGramSize = 1
        options.minimumLength = 3
        let results = options.search(
            [[Int32]](repeating: [1, 0], count: 200), .constant([0, 1, 2, 3]))
        #expect(results.allSatisfy { $0[0].tokens.sorted() == [1, 2, 3] })
        #expect(Set(results.map { $0[0].tokens }).count == 6)
    }

    @Test(arguments: [nil, 1], [1, 1e-9])
    func drawingFromTheBestTokenAloneIsGreedySearch(k: Int?, p: Double) {
        guard k != nil || p < 1 else { return }
        let model = ToyModel.random(vocabulary: 12, seed: 3)
        let sampling = SearchOptions.sampling(
            .with {
                $0.topK = k
                $0.topP = p
            })
        let (drawn, best) = (
            sampling.search(sources, model).map { $0[0] },
            SearchOptions.greedy.search(sources, model).map { $0[0] }
        )
        #expect(drawn.map(\.tokens) == best.map(\.tokens))
        for (drawn, best) in zip(drawn, best) { #expect(abs(drawn.score - best.score) < 1e-5) }
    }

    @Test func theSeedAndThePlaceDecide() {
        let model = ToyModel.random(vocabulary: 30, seed: 3)
        func draw(_ seed: UInt64) -> [[SearchResult]] {
            SearchOptions.sampling(.with(seed: seed)).search(sources, model)
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
        // Two lines that are equal are not drawn alike.
        #expect(draw(1)[0] != draw(1)[5])
    }

    @Test(arguments: [1, 3], [1, 2, 64])
    func theBatchesDoNotMatter(workers: Int, sentences: Int) throws {
        let model = ToyModel.random(vocabulary: 30, seed: 3)
        let translator = TokenTranslator(
            model, on: WorkerPool(count: workers, precision: .float32),
            limits: BatchLimits(sentences: sentences))
        for sampling: SearchOptions.Sampling in [
            .with(), .with { $0.topK = 5 }, .with { $0.topP = 0.8 },
        ] {
            let options = SearchOptions.sampling(sampling)
            #expect(
                try translator.translate(sources, options) == options.search(sources, model))
        }
    }

    @Test func theOrderInABatchDoesNotMatter() {
        let model = ToyModel.random(vocabulary: 30, seed: 3)
        let sentences = sources.enumerated().map {
            SearchSentence(source: $1, place: .init(line: $0))
        }
        let search = SearchOptions.sampling(.with()).search
        func translations(_ sentences: [SearchSentence]) -> [[SearchResult]] {
            search.translations(
                of: SearchBatch(sentences, padding: 29, for: .float32), with: model,
                Context(precision: .float32))
        }
        #expect(translations(sentences.reversed()) == translations(sentences).reversed())
    }

    @Test(arguments: [1, 3, 100])
    func theChunksOfAStreamDoNotMatter(lines: Int) throws {
        let tokenizer = try characterTokenizer()
        let vocabulary = tokenizer.target.vocabulary
        var model = ToyModel.random(vocabulary: vocabulary.count, seed: 3)
        model.maximumLength = 12
        model.specialTokens.end = vocabulary.endID
        let translator = Translator(model, tokenizer, workers: 2, precision: .float32)
        // Empty, equal, and too long for the model.
        let text = ["ab", "", "ab", "abc def ghi jkl mno", "c", "", "ab"]
        let options = SearchOptions.sampling(.with())
        let whole = try translator.translate(text, options)
        #expect(whole[0] != whole[2] && whole[2] != whole[6])
        var rest = text[...]
        var results: [TranslationResult] = []
        try translator.translate(
            options, chunks: .init(lines: lines), from: { rest.popFirst() },
            to: { results.append($0) })
        #expect(results == whole)
        // A line keeps what is drawn for it when others change.
        let others = try translator.translate(["x", "y", "ab", "z", "c", "", "ab"], options)
        #expect([2, 4, 6].allSatisfy { others[$0] == whole[$0] })
    }

    @Test func theLogProbabilitiesAreTheModels() throws {
        let model = ToyModel.random(vocabulary: 9, seed: 5)
        var options = SearchOptions.sampling(.with { $0.temperature = 2 })
        options.suppressedTokens = [4]
        let found = options.search(sources, model).map { $0[0] }
        let pairs = zip(sources, found).map { EncodedPair(source: $0, target: $1.tokens + [0]) }
        for (score, result) in zip(try Scorer(model, on: pool).score(pairs), found) {
            #expect(abs(score.logProbability - result.logProbability) < 1e-4)
            #expect(!result.tokens.contains(4))
        }
    }

    @Test func whereNothingIsPossibleTheTranslationIsCutOff() {
        var options = SearchOptions.sampling(.with())
        options.suppressedTokens = [1, 2]
        options.minimumLength = 2
        let result = options.search([[1, 0]], .constant([1, 0, 0]))[0][0]
        #expect(result.tokens == [] && result.isCutOff)
        #expect(abs(result.logProbability - logSoftmax([1, 0, 0])[0]) < 1e-5)
        #expect(result.penalizedLogProbability == result.logProbability)
    }

    @Test func logitsThatAreNoNumbersEndTheSearch() {
        let result = SearchOptions.sampling(.with()).search(
            [[1, 0]], .constant([.nan, .nan, .nan]))
        #expect(result[0][0].tokens == [] && result[0][0].logProbability.isNaN)
    }
}
