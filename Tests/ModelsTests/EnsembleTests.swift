import Basics
import Foundation
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

struct EnsembleTests {
    private let context = Context(precision: .float32)
    private let first = Transformer.random(seed: 1)
    /// Of another shape, and with more heads.
    private let second = Transformer.random(
        .small {
            $0.decoderLayers = 1
            $0.decoderHeads = 4
        }, seed: 2)

    private func batch() -> Batch {
        Batch(sentences([4, 9, 1]), sentences([6, 6, 6], seed: 2), first)
    }

    private func probabilities(_ model: some TranslationModel, _ batch: Batch) -> [Float] {
        let logits = model.logits(of: batch, record: nil, context)
        let sums = context.logSumExp(logits)
        return logits.array().enumerated().map { exp($1 - sums[$0 / logits.columns]) }
    }

    @Test func probabilitiesAreTheMeanOfTheModels() throws {
        let batch = batch()
        let rows = batch.target.tokenCount * first.targetVocabularySize
        let ensemble = try Ensemble([first, second])
        let expected = zip(probabilities(first, batch), probabilities(second, batch)).map {
            ($0 + $1) / 2
        }
        expect(
            Array(probabilities(ensemble, batch).prefix(rows)), Array(expected.prefix(rows)),
            relative: 1e-5, absolute: 1e-6, "probabilities")
        let tokens = zip(
            first.logProbabilities(of: batch, context), second.logProbabilities(of: batch, context)
        ).map { log((exp($0) + exp($1)) / 2) }
        expect(
            ensemble.logProbabilities(of: batch, context), tokens, relative: 1e-5, absolute: 1e-6,
            "log p of tokens"
        )
    }

    @Test func oneModelTwiceIsThatModel() throws {
        let batch = batch()
        expect(
            try Ensemble([first, first]).logProbabilities(of: batch, context),
            first.logProbabilities(of: batch, context), relative: 1e-6, absolute: 1e-6, "log p")
    }

    @Test func decodingStepByStepEqualsTheFullPass() throws {
        let ensemble = try Ensemble([first, second])
        let batch = batch()
        let record = AttentionRecord()
        let full = ensemble.logits(of: batch, record: record, context).array()
        let classes = ensemble.targetVocabularySize
        var state = ensemble.encode(batch.source, context)
        // Sentences in another order from the third step on.
        var order = [0, 1, 2]
        for position in 0..<6 {
            if position == 3 {
                state.select(rows: [2, 0, 1])
                order = [2, 0, 1]
            }
            #expect(state.hypotheses == 3)
            let inputs = order.map { batch.target[$0][batch.target.offsets[$0] + position] }
            let stepRecord = AttentionRecord()
            let stepped = ensemble.step(inputs, &state, record: stepRecord, context).array()
            let layer = try #require(stepRecord.layers.first)
            for (row, sentence) in order.enumerated() {
                let target = batch.target.offsets[sentence] + position
                expect(
                    Array(stepped[row * classes..<(row + 1) * classes]),
                    Array(full[target * classes..<(target + 1) * classes]), relative: 1e-5,
                    absolute: 1e-6,
                    "log p of sentence \(sentence) at position \(position)")
                let keys = batch.source.range(of: sentence).count
                let weights = record.layers[0].meanOverHeads(of: sentence)
                expect(
                    layer.meanOverHeads(of: row),
                    Array(weights[position * keys..<(position + 1) * keys]), relative: 1e-5,
                    absolute: 1e-6,
                    "attention of sentence \(sentence) at position \(position)")
            }
        }
    }

    @Test func theRecordHasTheHeadsOfEveryModelsLastLayer() throws {
        let records = (0..<3).map { _ in AttentionRecord() }
        let batch = batch()
        _ = first.logits(of: batch, record: records[0], context)
        _ = second.logits(of: batch, record: records[1], context)
        _ = try Ensemble([first, second]).logits(of: batch, record: records[2], context)
        #expect(records[2].layers.count == 1 && records[2].layers[0].heads == 6)
        for sentence in 0..<3 {
            let means = records.map { $0.layers[$0.layers.count - 1].meanOverHeads(of: sentence) }
            // Of two heads and of four.
            let expected = zip(means[0], means[1]).map { (2 * $0 + 4 * $1) / 6 }
            expect(
                means[2], expected, relative: 1e-5, absolute: 1e-6,
                "attention of sentence \(sentence)")
        }
        let alone = AttentionRecord()
        try Ensemble([first, second]).recordAttention(of: batch, in: alone, context)
        #expect(alone.layers.map(\.weights) == records[2].layers.map(\.weights))
    }

    @Test func preparesEveryModel() throws {
        try Ensemble([first, second]).prepare(for: .bfloat16)
        // Without bfloat16 weights this would stop the program.
        let context = Context(precision: .bfloat16)
        _ = try Ensemble([first, second]).logProbabilities(of: batch(), context)
    }

    @Test func whatTheModelsDifferInIsTheLeastOrAll() throws {
        var third = Transformer.random(.small { $0.maximumLength = 32 })
        third.generation.suppressedTokens = [3, 19]
        third.generation.alignmentHead = AlignmentHead(layer: 1, head: 0)
        let ensemble = try Ensemble([first, third])
        #expect(ensemble.maximumLength == 32 && ensemble.suppressedTokens == [3, 19])
        #expect(ensemble.specialTokens == first.specialTokens && ensemble.hasAttention)
        #expect(third.alignmentHead == AlignmentHead(layer: 1, head: 0))
        #expect(try Ensemble([third, third]).alignmentHead == nil)
    }

    @Test(arguments: [
        TransformerConfiguration.small {
            $0.embeddings.targetVocabularySize = 21
            $0.embeddings.isShared = false
        },
        .small { $0.embeddings.specialTokens.end = 1 },
    ])
    func modelsOfOtherVocabulariesAreRefused(configuration: TransformerConfiguration) {
        let error = #expect(throws: CalqueError.self) {
            _ = try Ensemble([first, Transformer(configuration)])
        }
        #expect(error?.message.contains("Model 2 of the ensemble") == true)
        #expect(throws: CalqueError.self) { _ = try Ensemble([]) }
    }
}
