import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Translation
import Text

struct ScorerTests {
    private let model = ToyModel.random(vocabulary: 9, seed: 11)
    private let pool = WorkerPool(count: 2, precision: .float32)
    private let sources: [[Int32]] = [[1, 0], [2, 5, 3, 4, 1, 0], [0], [3, 2, 0]]

    @Test(arguments: [1, 2, 64])
    func agreesWithTheProbabilitiesOfTheSearch(sentences: Int) throws {
        let limits = BatchLimits(sentences: sentences)
        let options = SearchOptions.with { $0.nBest = 3 }
        let found = try TokenTranslator(model, on: pool).translate(sources, options)
        let pairs = zip(sources, found).flatMap { source, results in
            results.map { EncodedPair(source: source, target: $0.tokens + [0]) }
        }
        let scores = try Scorer(model, on: pool, limits: limits).score(pairs)
        for (score, result) in zip(scores, found.joined()) {
            #expect(score.tokenCount == result.tokens.count + 1)
            #expect(abs(score.logProbability - result.logProbability) < 1e-4)
            let perplexity = exp(-score.logProbability / Double(score.tokenCount))
            #expect(abs(score.perplexity - perplexity) < 1e-9)
            for (one, other) in zip(score.tokenLogProbabilities, result.tokenLogProbabilities) {
                #expect(abs(one - other) < 1e-5)
            }
        }
        #expect(scores.count == 12)
    }

    private func transformer() -> Transformer {
        Transformer(TransformerConfiguration.tiny(vocabularySize: 40), seed: 2)
    }

    @Test func stepByStepAndAllAtOnceGiveOneProbabilityInATransformer() throws {
        let model = transformer()
        let options = SearchOptions.with {
            $0.nBest = 4
            $0.minimumLength = 3
            $0.maximumLengthOffset = 12
        }
        let found = try TokenTranslator(model, on: pool).translate(sources, options)
        let pairs = zip(sources, found).flatMap { source, results in
            results.map { EncodedPair(source: source, target: $0.tokens + [0]) }
        }
        let scores = try Scorer(model, on: pool).score(pairs)
        for (score, result) in zip(scores, found.joined()) {
            #expect(abs(score.logProbability - result.logProbability) < 1e-3)
        }
    }

    @Test func aPairThatIsEmptyOrTooLongIsNamed() throws {
        var short = model
        short.maximumLength = 3
        let scorer = Scorer(short, on: pool)
        let good = EncodedPair(source: [1, 0], target: [1, 0])
        let empty = #expect(throws: CalqueError.self) {
            try scorer.score([good, EncodedPair(source: [1, 0], target: [])])
        }
        #expect(empty?.message.contains("target sentence at index 1 has no tokens") == true)
        let long = #expect(throws: CalqueError.self) {
            try scorer.score([good, good, EncodedPair(source: [1, 1, 1, 0], target: [0])])
        }
        #expect(long?.message.contains("source sentence at index 2 has 4 tokens") == true)
    }

    @Test(arguments: [-1, 9, 1_000_000] as [Int32])
    func aTokenThatDoesNotExistIsNamed(token: Int32) {
        let scorer = Scorer(model, on: pool)
        let good = EncodedPair(source: [1, 0], target: [1, 0])
        for (side, pair) in [
            ("source", EncodedPair(source: [token, 0], target: [0])),
            ("target", EncodedPair(source: [0], target: [3, token, 0])),
        ] {
            let error = #expect(throws: CalqueError.self) { try scorer.score([good, good, pair]) }
            #expect(
                error?.message.contains("\(side) sentence at index 2 has the token \(token)")
                    == true)
        }
    }

    @Test func logitsAreWrittenPairByPair() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("ScorerTests-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let pairs = [
            EncodedPair(source: [1, 0], target: [2, 3, 0]), EncodedPair(source: [], target: []),
            EncodedPair(source: [0], target: [0]),
        ]
        let scorer = Scorer(transformer(), on: pool)
        try scorer.writeLogits(of: pairs, to: file)
        let tensors = try SafetensorsCollection(file: file)
        func numbers<Number>(_ name: String) throws -> [Number] {
            try withExtendedLifetime(tensors) {
                try Data(tensors.bytes(of: name)).withUnsafeBytes {
                    Array($0.bindMemory(to: Number.self))
                }
            }
        }
        #expect(try numbers("offsets") == [0, 3, 3, 4] as [Int64])
        let logits: [Float] = try numbers("logits")
        try #require(logits.count == 4 * 40)
        // A token's probability is its share in the softmax of the row.
        let score = try scorer.score([pairs[0]])[0].tokenLogProbabilities[0]
        let sum = logits.prefix(40).reduce(0) { $0 + exp($1) }
        #expect(abs(logits[2] - log(sum) - score) < 1e-3)
    }

    @Test func aPairThatWasNotReadKeepsItsPlaceInJSON() throws {
        let tokenizer = try characterTokenizer().target
        let ids = tokenizer.encode("ab")
        let value = try Scorer(model, on: pool).score([EncodedPair(source: [0], target: [1, 0])])[0]
        let pair = EncodedPair(source: [0], target: ids)
        let scored = ScoredPair(.success((pair, value)), tokenizer)
        #expect(scored.score == value.logProbability && scored.error == nil)
        #expect(scored.tokens == tokenizer.pieces(ofIDs: ids))
        let unread = ScoredPair(.failure(CalqueError("It is too long.", kind: .input)), tokenizer)
        let line = try JSONText.line(unread)
        #expect(line == #"{"error":"It is too long.","score":null,"tokens":[]}"# + "\n")
        #expect(try JSONDecoder().decode(ScoredPair.self, from: Data(line.utf8)) == unread)
        #expect(try !JSONText.line(scored).contains("error"))
    }
}
