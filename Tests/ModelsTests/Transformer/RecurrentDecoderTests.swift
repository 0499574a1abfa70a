import Basics
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text

/// Transformers whose decoder has recurrent units in place of self-attention.
struct RecurrentDecoderTests {
    private let context = Context(precision: .float32)
    private static let configuration = TransformerConfiguration.small { $0.decoder = .ssru }

    @Test func theUnitsStandInThePlaceOfSelfAttention() {
        func names(_ configuration: TransformerConfiguration) -> Set<String> {
            Set(Transformer(configuration).parameters.entries.map(\.name))
        }
        let (attending, recurrent) = (names(.small()), names(Self.configuration))
        let gone = attending.filter { $0.contains("decoder") && $0.contains("self_attn") }
        let new = (0..<2).flatMap { layer in
            [
                "ssru.input.weight", "ssru.forget.weight", "ssru.forget.bias",
                "ssru_layer_norm.weight", "ssru_layer_norm.bias",
            ].map { "model.decoder.layers.\(layer).\($0)" }
        }
        #expect(recurrent == attending.subtracting(gone).union(new))
    }

    // MARK: Training

    @Test(arguments: Set([Precision.float32, .fastest]))
    func trainingLowersTheLoss(precision: Precision) throws {
        let model = Transformer.random(Self.configuration)
        model.parameters.updateComputeCopy(precision)
        let batch = Batch(sentences([4, 9, 6]), sentences([7, 5, 8], seed: 2), model)
        let pool = WorkerPool(count: 1, precision: precision)
        let optimizer = Adam(model.parameters, AdamOptions())
        let gradients = ParameterVector(for: model.parameters)
        var losses: [Double] = []
        for _ in 0..<20 {
            gradients.reset()
            let sums = Context(precision: precision)
                .gradients(of: model, batch, into: gradients)
            losses.append(sums.meanLoss)
            _ = try optimizer.step(
                GradientSum(of: [gradients], for: model.parameters, on: pool),
                scale: 1 / Double(sums.tokens), learningRate: 3e-3, on: pool)
        }
        #expect(losses[19] < 0.8 * losses[0], "\(losses)")
    }

    // MARK: What is written down

    @Test func noSelfAttentionOfTheDecoderIsRecorded() {
        let model = Transformer.random(Self.configuration)
        let batch = Batch(sentences([4, 9]), sentences([5, 3], seed: 2), model)
        let record = AttentionRecord([.attention, .sublayers])
        _ = model.logits(of: batch, record: record, context)
        #expect(record.layers(at: .encoder).count == 2)
        #expect(record.layers(at: .decoder).isEmpty)
        #expect(record.layers(at: .encoderDecoder).count == 2)
        let decoder: [AttentionRecord.Sublayer.Kind] = [
            .recurrentUnit, .attention(.encoderDecoder), .feedForward(.decoder),
        ]
        #expect(record.sublayers.suffix(6).map(\.kind) == decoder + decoder)
        let step = AttentionRecord(.sublayers)
        var state = model.encode(batch.source, context)
        _ = model.step([19, 19], &state, record: step, context)
        #expect(step.sublayers.map(\.kind) == decoder + decoder)
        // What a unit adds cannot be negative.
        for sublayer in record.sublayers where sublayer.kind == .recurrentUnit {
            #expect(sublayer.added.allSatisfy { $0 >= 0 })
        }
    }

    // MARK: Files

    @Test func itIsNoModelOfMarian() {
        let object = Self.configuration.jsonObject
        #expect(object["model_type"] as? String == "calque_transformer")
        #expect(object["decoder_type"] as? String == "ssru")
        #expect(TransformerConfiguration.small().jsonObject["decoder_type"] == nil)
        var studied = Self.configuration
        studied.study.without = [.scaling]
        #expect(studied.jsonObject["model_type"] as? String == "calque_transformer_study")
        #expect(studied.jsonObject["decoder_type"] as? String == "ssru")
        #expect(Self.configuration.properties.contains { $0.value.contains("SSRU") })
    }

    @Test func whatADecoderCannotBeIsSaid() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(Self.configuration), tokenizer: nil)
        try directory.changeConfiguration { $0["decoder_type"] = "sru" }
        let message = try message { _ = try directory.loadModel(precision: .float32) }
        #expect(
            message.contains("\"decoder_type\" is sru; allowed is one of self-attention, ssru"),
            "\(message)")
    }

    @Test func aMaskThatIsNotThereIsNotTakenOut() throws {
        var configuration = Self.configuration
        configuration.study.without = [.mask]
        let message = try message { try configuration.validate() }
        #expect(
            message.contains("The decoder is ssru") && message.contains("takes the mask out"),
            "\(message)")
        configuration.study.without = [.scaling, .projections, .positions, .residual]
        try configuration.validate()
    }

    // MARK: Sizes

    @Test(arguments: [
        (ModelSize.studentTiny, width: 256, innerWidth: 1536, decoderLayers: 2),
        (.studentBaseMemory, 384, 1536, 4), (.studentBase, 512, 2048, 2),
    ])
    func studentsAreShallowAndRecurrent(
        size: ModelSize, width: Int, innerWidth: Int, decoderLayers: Int
    ) {
        var configuration = TransformerConfiguration.small()
        configuration.apply(size)
        #expect(configuration.width == width && configuration.decoder == .ssru)
        #expect(configuration.positions == .marian)
        #expect(configuration.encoderInnerWidth == innerWidth)
        #expect(configuration.decoderInnerWidth == innerWidth)
        #expect(configuration.encoderLayers == 6 && configuration.decoderLayers == decoderLayers)
        #expect(configuration.encoderHeads == 8 && configuration.decoderHeads == 8)
        configuration.apply(.base)
        #expect(configuration.decoder == .selfAttention && configuration.decoderLayers == 6)
        #expect(configuration.positions == .sinusoidal)
    }

    @Test func theSmallestStudentHasSeventeenMillionParameters() {
        var configuration = TransformerConfiguration(
            vocabularySize: 32_000, specialTokens: SpecialTokens(padding: 1))
        configuration.apply(.studentTiny)
        #expect(Transformer(configuration).parameters.trainableCount == 16_875_008)
    }

    /// Of 3 target tokens and width 2: W and W_f instead of W^Q, W^K, W^V and Wᴼ, and no pairs.
    @Test func aUnitTakesTwoProducts() {
        func operations(_ decoder: DecoderKind) -> Double {
            let configuration = TransformerConfiguration.small {
                $0.width = 2
                $0.decoderLayers = 1
                $0.decoder = decoder
            }
            return configuration.productOperations(
                of: Batch(sentences([4]), sentences([3], seed: 2), configuration.makeModel()))
        }
        let (products, pairs) = (3 * 2 * 4, 6 * 2 * 2)
        #expect(operations(.selfAttention) - operations(.ssru) == Double(2 * (products + pairs)))
    }
}
