import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// What holds of every model, whatever its weights.
struct ModelPropertyTests {
    private let context = Context(precision: .float32)

    private func logits(
        _ model: some SequenceToSequenceModel, _ sources: [[Int32]], _ targets: [[Int32]]
    ) -> [[Float]] {
        let batch = Batch(sources, targets, model)
        let values = model.logits(of: batch, record: nil, context).array()
        let classes = model.targetVocabularySize
        return (0..<batch.target.count).map {
            let rows = batch.target.range(of: $0)
            return Array(values[rows.lowerBound * classes..<rows.upperBound * classes])
        }
    }

    @Test(arguments: ModelVariant.all, 1..<7)
    func aLaterTargetTokenNeverChangesEarlierLogits(
        variant: ModelVariant, changed: Int
    ) {
        let model = variant.makeModel()
        let sources = sentences([4, 6, 3])
        var targets = sentences([5, 8, 2], seed: 2)
        let before = logits(model, sources, targets)
        targets[1][changed - 1] = targets[1][changed - 1] == 5 ? 6 : 5
        let after = logits(model, sources, targets)
        // Label i is the decoder's input i + 1.
        let unchanged = changed * model.targetVocabularySize
        #expect(before[1].prefix(unchanged) == after[1].prefix(unchanged))
        #expect(before[1].dropFirst(unchanged) != after[1].dropFirst(unchanged))
        #expect(before[0] == after[0])
        #expect(before[2] == after[2])
    }

    @Test(arguments: ModelVariant.all)
    func everySourceTokenCountsForEveryLogit(variant: ModelVariant) {
        let model = variant.makeModel()
        var sources = sentences([6])
        let targets = sentences([4], seed: 2)
        let before = logits(model, sources, targets)[0]
        sources[0][4] = sources[0][4] == 5 ? 6 : 5
        let after = logits(model, sources, targets)[0]
        #expect(zip(before, after).allSatisfy { $0 != $1 })
    }

    @Test(arguments: ModelVariant.all, Set([Precision.float32, .fastest]))
    func decodingStepByStepEqualsTheFullPass(
        variant: ModelVariant, precision: Precision
    ) {
        expectStepsOfTheFullPass(
            variant.makeModel(), Context(precision: precision),
            relative: precision == .float32 ? 1e-5 : 0.03)
    }

    /// All but those without a mask, whose full pass sees what a step cannot see.
    @Test(arguments: ModelVariant.studied.filter { !$0.lacks(.mask) })
    func decodingStepByStepEqualsTheFullPassOfWhatIsStudied(variant: ModelVariant) {
        expectStepsOfTheFullPass(variant.makeModel(), context, relative: 1e-4)
    }

    private func expectStepsOfTheFullPass(
        _ model: some SequenceToSequenceModel, _ context: Context, relative: Double
    ) {
        model.parameters.updateComputeCopy(context.precision)
        // Longer than the source, and of different lengths.
        let sources = sentences([4, 9, 1])
        let targets = sentences([20, 20, 20], seed: 2)
        let batch = Batch(sources, targets, model)
        let classes = model.targetVocabularySize
        let full = model.logits(of: batch, record: nil, context).array()
        var state = model.encode(batch.source, context)
        for position in 0..<20 {
            let inputs = (0..<3).map { batch.target[$0][batch.target.offsets[$0] + position] }
            let stepped = model.step(inputs, &state, context).array()
            for sentence in 0..<3 {
                let row = batch.target.offsets[sentence] + position
                expect(
                    Array(stepped[sentence * classes..<(sentence + 1) * classes]),
                    Array(full[row * classes..<(row + 1) * classes]),
                    relative: relative, absolute: 1e-6,
                    "logits of sentence \(sentence) at position \(position)")
            }
        }
    }

    @Test(arguments: ModelVariant.all)
    func selectedHypothesesGoOnAsIfTheyHadBeenAlone(variant: ModelVariant) {
        expectSelectedHypothesesToGoOn(variant.makeModel())
    }

    private func expectSelectedHypothesesToGoOn(_ model: some SequenceToSequenceModel) {
        let source = PackedSentences(sentences([4, 7, 2]), fillerID: 19)
        var state = model.encode(source, context)
        _ = model.step([19, 19, 19], &state, context)
        _ = model.step([3, 4, 5], &state, context)
        state.select(rows: [2, 0, 2, 2])
        #expect(state.hypotheses == 4)
        let selected = model.step([6, 7, 8, 6], &state, context).array()
        for (row, (sentence, inputs)) in [
            (2, [19, 5, 6]), (0, [19, 3, 7]), (2, [19, 5, 8]), (2, [19, 5, 6]),
        ].enumerated() {
            var alone = model.encode(
                PackedSentences([source[sentence]], fillerID: 19), context)
            var expected: [Float] = []
            for token in inputs { expected = model.step([Int32(token)], &alone, context).array() }
            expect(
                Array(selected[row * 20..<(row + 1) * 20]), Array(expected.prefix(20)),
                relative: 1e-5, absolute: 1e-6, "logits of hypothesis \(row)")
        }
    }

    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func aSentenceDoesNotDependOnTheOthersOfItsBatch(variant: ModelVariant) {
        let model = variant.makeModel()
        let sources = sentences([4, 30, 1, 9])
        let targets = sentences([5, 25, 2, 1], seed: 2)
        let together = logits(model, sources, targets)
        for sentence in sources.indices {
            let alone = logits(model, [sources[sentence]], [targets[sentence]])[0]
            expect(
                together[sentence], alone, relative: 1e-5, absolute: 1e-6,
                "logits of sentence \(sentence)")
        }
    }

    @Test(arguments: ModelVariant.all)
    func logProbabilitiesAreThoseOfTheLogits(variant: ModelVariant) {
        let model = variant.makeModel()
        let batch = Batch(sentences([4, 9]), sentences([5, 3], seed: 2), model)
        let top = context.logSoftmaxTopK(model.logits(of: batch, record: nil, context), k: 20)
        let expected = (0..<batch.target.tokenCount).map { row in
            let place = (row * 20..<(row + 1) * 20).first { top.indices[$0] == batch.labels[row] }
            return place.map { top.logProbabilities[$0] } ?? .nan
        }
        expect(
            model.logProbabilities(of: batch, context), expected, relative: 1e-4, absolute: 1e-6,
            "log p")
        let sums = model.loss(of: batch, smoothing: 0, context)
        #expect(sums.tokens == 8)
        expect([Float(-sums.loss)], [expected.reduce(0, +)], relative: 1e-5, absolute: 1e-6, "loss")
    }

    @Test(arguments: ModelVariant.recordingStepByStep)
    func attentionIsRecordedAsTheStepsHaveIt(variant: ModelVariant) {
        let isMachine = variant.configuration is NeuralTuringTranslationConfiguration
        expectRecordedSteps(variant.makeModel(), heads: isMachine ? 2 : 1)
    }

    private func expectRecordedSteps(_ model: some SequenceToSequenceModel, heads: Int) {
        let batch = Batch(sentences([4, 9]), sentences([3, 5], seed: 2), model)
        let record = AttentionRecord()
        _ = model.logits(of: batch, record: record, context)
        #expect(record.layers.count == 1)
        let layer = record.layers[0]
        #expect(layer.heads == heads && layer.pairOffsets == [0, 12, 57])
        var state = model.encode(batch.source, context)
        for position in 0..<3 {
            let stepped = AttentionRecord()
            let inputs = (0..<2).map { batch.target[$0][batch.target.offsets[$0] + position] }
            _ = model.step(inputs, &state, record: stepped, context)
            #expect(stepped.layers[0].heads == layer.heads)
            for (sentence, keys) in [4, 9].enumerated() {
                for head in 0..<layer.heads {
                    let full = layer.weights(ofHead: head, in: sentence)
                    expect(
                        stepped.layers[0].weights(ofHead: head, in: sentence),
                        Array(full[position * keys..<(position + 1) * keys]), relative: 1e-4,
                        absolute: 1e-6, "weights")
                }
            }
        }
    }

    /// Both machines' heads at every token, and nothing where nobody asks.
    @Test func weightingsAreRecordedOnRequest() {
        let model = ModelVariant.memory.makeModel(seed: 1)
        let batch = Batch(sentences([4, 9]), sentences([3, 5], seed: 2), model)
        let record = AttentionRecord([.weightings])
        model.recordAttention(of: batch, in: record, context)
        #expect(record.layers.isEmpty && record.weightings.map(\.stack) == [.encoder, .decoder])
        for (weightings, side) in zip(record.weightings, [batch.source, batch.target]) {
            for sentence in 0..<side.count {
                let heads = weightings.heads(in: side.range(of: sentence))
                #expect(heads.map(\.kind) == [.write, .read, .read])
                #expect(heads.map(\.head) == [0, 0, 1])
                let weights = heads.flatMap(\.weights)
                #expect(weights.count == 3 * side.range(of: sentence).count)
                #expect(weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 && $0.count == 7 })
            }
        }
        let others = AttentionRecord(.attention)
        model.recordAttention(of: batch, in: others, context)
        #expect(others.weightings.isEmpty && others.layers.count == 1)
    }

    /// What a sentence's heads do does not depend on the sentences beside it.
    @Test func weightingsAreThoseOfTheSentenceAlone() {
        let model = ModelVariant.memory.makeModel(seed: 1)
        let (sources, targets) = (sentences([4, 9]), sentences([3, 5], seed: 2))
        func heads(_ batch: Batch, sentence: Int) -> [[[Float]]] {
            let record = AttentionRecord([.weightings])
            model.recordAttention(of: batch, in: record, context)
            return zip(record.weightings, [batch.source, batch.target]).flatMap {
                $0.heads(in: $1.range(of: sentence)).map(\.weights)
            }
        }
        let together = Batch(sources, targets, model)
        for sentence in 0..<2 {
            let alone = Batch([sources[sentence]], [targets[sentence]], model)
            let pairs = zip(heads(together, sentence: sentence), heads(alone, sentence: 0))
            for (own, other) in pairs {
                expect(
                    own.flatMap { $0 }, other.flatMap { $0 }, absolute: 1e-4,
                    "weights of sentence \(sentence)")
            }
        }
    }

    @Test func modelsWithoutAttentionSaySo() {
        #expect(!RecurrentEncoderDecoder(.small(.gru)).hasAttention)
        #expect(Transformer(.small()).hasAttention)
        let studied = TransformerConfiguration.small {
            $0.study.without = [.encoderDecoderAttention]
        }
        #expect(!Transformer(studied).hasAttention)
    }

    @Test func ofAMemoryWithOneSlotEverythingWrittenIsRead() {
        var configuration = ModelVariant.memory
        configuration.slots = 1
        configuration.shiftRange = 0
        configuration.writeHeads = 2
        let model = NeuralTuringEncoderDecoder(configuration)
        model.parameters.initialize(seed: 3)
        let record = AttentionRecord()
        _ = model.logits(
            of: Batch(sentences([4, 9]), sentences([3, 5], seed: 2), model), record: record, context
        )
        #expect(record.layers[0].heads == 2)
        expect(
            record.layers[0].weights, [Float](repeating: 1, count: 2 * (3 * 4 + 5 * 9)),
            relative: 1e-4, absolute: 1e-6, "weights")
    }

    @Test func attentionWeightsOfEveryDecoderLayerAreRecorded() {
        let model = Transformer.random()
        let batch = Batch(sentences([4, 9]), sentences([5, 3], seed: 2), model)
        let record = AttentionRecord()
        _ = model.logits(of: batch, record: record, context)
        #expect(record.layers.count == 2)
        for layer in record.layers {
            #expect(layer.heads == 2)
            #expect(layer.weights.count == 2 * (5 * 4 + 3 * 9))
            expect(
                [layer.weights.reduce(0, +)], [2.0 * (5 + 3)], relative: 1e-5, absolute: 1e-6,
                "sum of weights")
        }
        let alone = AttentionRecord()
        model.recordAttention(of: batch, in: alone, context)
        #expect(alone.layers.map(\.weights) == record.layers.map(\.weights))
    }

    @Test(arguments: ModelVariant.all, Set([Precision.float32, .fastest]))
    func trainingStepsTakeNoNewMemoryOnceAFewHaveRun(variant: ModelVariant, precision: Precision) {
        let context = Context(precision: precision)
        let model = variant.makeModel()
        model.parameters.updateComputeCopy(precision)
        let gradients = ParameterVector(for: model.parameters)
        let batch = Batch(sentences([30, 9, 25]), sentences([5, 40, 12], seed: 2), model)
        func step() -> Int {
            _ = context.gradients(of: model, batch, smoothing: 0.1, into: gradients)
            return context.allocator.reservedBytes
        }
        // Blocks find their places within a few steps, for a free one serves for what is smaller.
        let settled = (0..<6).reduce(0) { _, _ in step() }
        #expect((0..<6).allSatisfy { _ in step() == settled })
    }
}
