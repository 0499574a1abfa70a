import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct LengthPenaltyTests {
    @Test func googleNMTDividesByEquation14() {
        let penalty = LengthPenalty.googleNMT(exponent: 0.6)
        #expect(penalty.score(logProbability: -3, length: 1) == -3)
        #expect(penalty.score(logProbability: -3, length: 7) == -3 / pow(2, 0.6))
    }

    @Test func averageDividesByThePowerOfTheLength() {
        #expect(
            LengthPenalty.average(exponent: 1).score(logProbability: -3, length: 6) == -0.5)
        #expect(LengthPenalty.average(exponent: 2).score(logProbability: -3, length: 2) == -0.75)
    }

    @Test(arguments: [LengthPenalty.googleNMT(exponent: 0), .average(exponent: 0)])
    func anExponentOfZeroLeavesTheLogProbability(penalty: LengthPenalty) {
        #expect(penalty.score(logProbability: -3, length: 17) == -3)
    }

    @Test(arguments: [-1.5, -0.3, 0, 0.6, 1, 2])
    func noLengthInReachScoresAboveTheBound(exponent: Double) {
        for penalty in [LengthPenalty.googleNMT(exponent: exponent), .average(exponent: exponent)] {
            let bound = penalty.bound(logProbability: -2.5, lengths: 3...40)
            for length in 3...40 {
                #expect(penalty.score(logProbability: -2.5, length: length) <= bound)
            }
        }
    }
}

struct CoveragePenaltyTests {
    private let pool = WorkerPool(count: 2, precision: .float32)
    private let sources: [[Int32]] = [[1, 2, 0], [3, 0], [2, 2, 1, 0]]

    /// A model that attends in some way that depends on everything.
    private func attentive(seed: UInt64) -> ToyModel {
        let attention = ToyModel.random(vocabulary: 8, seed: seed &+ 100)
        var model = ToyModel.random(vocabulary: 4, seed: seed)
        model.attention = { source, prefix in
            let logits = attention.logits(source, prefix).prefix(source.count)
            return logSoftmax(Array(logits)).map { Float(exp($0)) }
        }
        return model
    }

    /// β · Σ_i log(min(Σ_j p_ij, 1)) of attention rows j.
    private func penalty(_ beta: Double, _ rows: [[Float]]) -> Double {
        let sums = rows[0].indices.map { source in
            rows.reduce(0) { $0 + Double($1[source]) }
        }
        return beta * sums.reduce(0) { $0 + log(min($1, 1)) }
    }

    @Test(arguments: [0.2, 1, 5], [1, 2, 3] as [UInt64])
    func aBeamWithRoomForEverythingFindsTheBestUnderEquation14(beta: Double, seed: UInt64) {
        let model = attentive(seed: seed)
        let options = SearchOptions.exhaustive { $0.coveragePenalty = beta }
        for (source, found) in zip(sources, options.search(sources, model)) {
            let best = model.best { tokens in
                let sum = model.tokenLogProbabilities(of: tokens, source: source).reduce(0, +)
                let rows = (0...tokens.count).map {
                    model.attention!(source, Array(tokens.prefix($0)))
                }
                let score = options.lengthPenalty.score(
                    logProbability: sum, length: tokens.count + 1)
                return score + penalty(beta, rows)
            }
            #expect(found.map(\.tokens) == best.map(\.tokens))
            for (found, best) in zip(found, best) { #expect(abs(found.score - best.score) < 1e-4) }
        }
    }

    @Test func itPrefersTheTranslationThatLooksAtEverything() {
        // "1" and "2" are equally probable; after "2" the model looks at the other source token.
        var model = ToyModel(vocabulary: 4) { _, prefix in
            prefix.isEmpty ? [-9, 0.1, 0, -9] : [0, -9, -9, -9]
        }
        model.attention = { _, prefix in prefix == [2] ? [0.1, 0.9] : [0.9, 0.1] }
        var options = SearchOptions()
        #expect(options.search([[3, 0]], model)[0][0].tokens == [1])
        options.coveragePenalty = 0.2
        let result = options.search([[3, 0]], model)[0][0]
        #expect(result.tokens == [2])
        // Both sums are 1.
        #expect(abs(result.coveragePenalty) < 1e-7)
    }

    @Test func attentionThatIsZeroLeavesTheScoreFinite() {
        var model = ToyModel.constant([0, 0, -9])
        model.attention = { source, _ in [1] + source.dropFirst().map { _ in 0 } }
        let options = SearchOptions.with { $0.coveragePenalty = 1 }
        let result = options.search([[1, 0]], model)[0][0]
        #expect(abs(result.coveragePenalty - log(1e-6)) < 1e-4)
    }

    @Test func inATransformerItIsMadeOfTheLastLayersAttention() throws {
        let model = TransformerConfiguration.tiny(vocabularySize: 40).makeModel(seed: 2)
        let options = SearchOptions.with {
            $0.nBest = 3
            $0.coveragePenalty = 0.4
            $0.maximumLengthRatio = 0
            $0.maximumLengthOffset = 2
        }
        let sources: [[Int32]] = [[1, 2, 3, 4, 5, 6, 0], [9, 3, 30, 7, 0], [2, 0]]
        let found = try TokenTranslator(model, on: pool).translate(sources, options)
        let context = Context(precision: .float32)
        for (source, results) in zip(sources, found) {
            for result in results {
                let target = result.tokens + [0]
                let batch = Batch([source], [target], model)
                let record = AttentionRecord()
                _ = model.logits(of: batch, record: record, context)
                let last = try #require(record.layers.last)
                let weights = last.meanOverHeads(of: 0)
                let rows = target.indices.map {
                    Array(weights[$0 * source.count..<($0 + 1) * source.count])
                }
                #expect(abs(result.coveragePenalty - penalty(0.4, rows)) < 1e-4)
                #expect(source.count < 5 || result.coveragePenalty < -0.1)
            }
        }
    }

    @Test func aModelWithoutAttentionIsAnError() throws {
        let model = ToyModel.random(vocabulary: 9, seed: 1)
        let error = #expect(throws: CalqueError.self) {
            try TokenTranslator(model, on: pool).translate(
                sources, .with { $0.coveragePenalty = 0.2 })
        }
        #expect(error?.message.contains("which this model does not have") == true)
    }
}
