import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// Holds models to what PyTorch and `transformers` compute.
struct GoldenTests {
    private static let smoothing: Float = 0.1

    @Test(arguments: GoldenFixture.transformers)
    func encoderOutputIsThatOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name)
        let model = try #require(golden.model as? Transformer)
        let output = model.encoderOutput(of: golden.batch.source, Context(precision: .float32))
        expect(
            output.array(), try golden.floats("encoder_output"), relative: 1e-4, absolute: 1e-6,
            "encoder output")
    }

    @Test(arguments: GoldenFixture.recurrentWithAttention)
    func attentionIsThatOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name)
        let record = AttentionRecord()
        golden.model.recordAttention(
            of: golden.batch, in: record, Context(precision: .float32))
        #expect(record.layers.map(\.heads) == [1])
        expect(
            record.layers[0].weights, try golden.floats("attention"), relative: 1e-4,
            absolute: 1e-6, "attention")
    }

    @Test(arguments: GoldenFixture.names)
    func logitsAreThoseOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name)
        let logits = golden.model.logits(
            of: golden.batch, record: nil, Context(precision: .float32))
        expect(
            logits.array(), try golden.floats("logits"), relative: 1e-4, absolute: 1e-6, "logits")
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: GoldenFixture.names)
    func bfloat16LogitsAreCloseToThoseOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name, precision: .bfloat16)
        let logits = golden.model.logits(
            of: golden.batch, record: nil, Context(precision: .bfloat16))
        expect(
            logits.array(), try golden.floats("logits"), relative: 0.06, absolute: 1e-6, "logits")
    }

    @Test(arguments: GoldenFixture.names)
    func lossAndEveryGradientAreThoseOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name)
        let gradients = ParameterVector(for: golden.model.parameters)
        let sums = Self.loss(of: golden, into: gradients, Context(precision: .float32))
        expect(
            [Float(sums.meanLoss)], try golden.floats("loss"), relative: 1e-5, absolute: 1e-6,
            "loss")

        let trainable = golden.model.parameters.entries.filter(\.isTrainable)
        #expect(golden.gradientNames.sorted() == trainable.map(\.name).sorted())
        for entry in trainable {
            let scale = 1 / Float(sums.tokens)
            var actual = gradients.array(entry.parameter).map { scale * $0 }
            var expected = try golden.floats("gradient.\(entry.name)")
            if GoldenFixture.isEmbedding(entry.name) {
                let row = golden.paddingRow(of: entry.parameter)
                actual.removeSubrange(row)
                expected.removeSubrange(row)
            }
            expect(actual, expected, relative: 1e-4, absolute: 1e-6, "gradient of \(entry.name)")
        }
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: GoldenFixture.names)
    func bfloat16GradientsPointWhereThoseOfFloat32Do(name: String) throws {
        let gradients = try Precision.trainable.map { precision in
            let golden = try GoldenFixture(name, precision: precision)
            let gradients = ParameterVector(for: golden.model.parameters)
            _ = Self.loss(of: golden, into: gradients, Context(precision: precision))
            return golden.model.parameters.entries.flatMap { gradients.array($0.parameter) }
        }
        func product(_ one: [Float], _ other: [Float]) -> Float {
            zip(one, other).map(*).reduce(0, +)
        }
        let lengths = gradients.map { product($0, $0).squareRoot() }
        #expect(product(gradients[0], gradients[1]) > 0.99 * lengths[0] * lengths[1])
        #expect(abs(lengths[0] - lengths[1]) < 0.05 * lengths[0])
    }

    /// Filler rows look up the padding token; a source has it nowhere else.
    @Test func fillerLeavesNoGradient() throws {
        let golden = try GoldenFixture("golden-separate")
        let filled = golden.batch(rowMultiple: 32)
        #expect(filled.source.rows > filled.source.tokenCount)
        let gradients = ParameterVector(for: golden.model.parameters)
        _ = Context(precision: .float32).gradients(of: golden.model, filled, into: gradients)
        let table = try #require(golden.model.parameters["model.encoder.embed_tokens.weight"])
        let padding = golden.paddingRow(of: table)
        #expect(gradients.array(table)[padding].allSatisfy { $0 == 0 })
    }

    @Test(arguments: GoldenFixture.names)
    func tenLossesOfTrainingAreThoseOfPyTorch(name: String) throws {
        let golden = try GoldenFixture(name)
        let store = golden.model.parameters
        let pool = WorkerPool(count: 1, precision: .float32)
        let optimizer = Adam(store, AdamOptions(beta1: 0.9, beta2: 0.98, epsilon: 1e-9))
        let gradients = ParameterVector(for: store)
        var losses: [Float] = []
        for _ in 0..<10 {
            gradients.reset()
            let sums = Self.loss(of: golden, into: gradients, Context(precision: .float32))
            losses.append(Float(sums.meanLoss))
            _ = try optimizer.step(
                GradientSum(of: [gradients], for: store, on: pool),
                scale: 1 / Double(sums.tokens), learningRate: 1e-3, on: pool)
        }
        expect(
            losses, try golden.floats("losses_frozen_padding"), relative: 2e-5, absolute: 1e-6,
            "losses")
    }

    @Test(arguments: GoldenFixture.names)
    func greedyTranslationsAreThoseOfTransformers(name: String) throws {
        let golden = try GoldenFixture(name)
        #expect(golden.model.suppressedTokens == [golden.model.specialTokens.padding])
        let translations = golden.model.greedyTranslations(
            of: golden.batch.source, Context(precision: .float32))
        #expect(translations == (try golden.sentences("greedy")))
    }

    private static func loss(
        of golden: GoldenFixture, into gradients: ParameterVector, _ context: Context
    ) -> LossSums {
        context.gradients(
            of: golden.model, golden.batch, smoothing: smoothing, into: gradients)
    }
}
