import Foundation
import Models
import Tensors
import Testing
import Text

struct ModelDirectoryTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
    }

    private func logits(of model: any SequenceToSequenceModel, _ precision: Precision) -> [Float] {
        let batch = Batch(sentences([4, 9]), sentences([5, 3], seed: 2), model)
        return model.logits(of: batch, record: nil, Context(precision: precision)).array()
    }

    @Test(arguments: TransformerConfiguration.variants)
    func aSavedModelIsLoadedAsItWas(configuration: TransformerConfiguration) throws {
        let model = Transformer.random(configuration)
        try directory.save(model, tokenizer: nil)
        let loaded = try #require(
            try directory.loadModel(precision: .float32) as? Transformer)
        #expect(loaded.configuration == configuration)
        #expect(logits(of: loaded, .float32) == logits(of: model, .float32))
        #expect(loaded.suppressedTokens == [19])
    }

    @Test func everyKeyOfTheConfigurationGoesThereAndBack() throws {
        let configuration = TransformerConfiguration.small {
            $0.sourceVocabularySize = 21
            $0.targetVocabularySize = 22
            $0.width = 24
            $0.encoderLayers = 1
            $0.decoderLayers = 3
            $0.encoderHeads = 3
            $0.decoderHeads = 4
            $0.encoderInnerWidth = 5
            $0.decoderInnerWidth = 6
            $0.activation = .geluTanh
            $0.dropout = 0.3
            $0.attentionDropout = 0.2
            $0.activationDropout = 0.05
            $0.scalesEmbedding = false
            $0.sharesEmbeddings = false
            $0.tiesOutput = false
            $0.maximumLength = 17
            $0.normPlacement = .pre
            $0.positions = .learned
            $0.specialTokens = SpecialTokens(start: 7, end: 3, padding: 1)
        }
        try directory.save(Transformer.random(configuration), tokenizer: nil)
        let loaded = try directory.loadModel(precision: .float32) as? Transformer
        #expect(loaded?.configuration == configuration)
    }

    @Test func numbersInTheConfigurationAreAsTheyWereWritten() throws {
        try directory.save(
            Transformer.random(.small { $0.dropout = 0.3 }), tokenizer: nil)
        let text = try String(
            contentsOf: folder.url.appendingPathComponent("config.json"), encoding: .utf8)
        #expect(text.contains("\"dropout\" : 0.3,"), "\(text)")
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16))
    func aModelLoadedForBfloat16ComputesInIt() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let loaded = try directory.loadModel(precision: .bfloat16)
        model.parameters.updateComputeCopy(.bfloat16)
        #expect(logits(of: loaded, .bfloat16) == logits(of: model, .bfloat16))
    }

    @Test func aSharedTableMayGoByTheNameOfAnyOfItsUses() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let uses = [
            "lm_head.weight", "model.decoder.embed_tokens.weight",
            "model.encoder.embed_tokens.weight",
        ]
        for names in [["model.shared.weight"] + uses, uses, [uses[0]], [uses[1]], [uses[2]]] {
            try write(
                model.parameters.safetensors().flatMap { tensor in
                    tensor.name == "model.shared.weight"
                        ? names.map { tensor.named($0) } : [tensor]
                })
            let loaded = try directory.loadModel(precision: .float32)
            #expect(logits(of: loaded, .float32) == logits(of: model, .float32), "\(names)")
        }
    }

    @Test func theConstantBiasAndTheTableOfSinusoidsMayBeMissingOrThere() throws {
        let model = Transformer.random()
        try directory.save(model, tokenizer: nil)
        let positions = SafetensorsTensor(
            name: "model.encoder.embed_positions.weight", type: .float32, shape: [1, 1]
        ) { try $0.write(Data([0, 0, 0, 0])) }
        try write(
            model.parameters.safetensors().filter { $0.name != "final_logits_bias" } + [positions])
        let loaded = try directory.loadModel(precision: .float32)
        #expect(loaded.parameters["final_logits_bias"]?.values.allSatisfy { $0 == 0 } == true)
    }

    private func write(_ tensors: [SafetensorsTensor]) throws {
        try SafetensorsWriter.write(
            tensors, to: folder.url.appendingPathComponent("model.safetensors"))
    }
}

extension SafetensorsTensor {
    /// The same tensor under another name.
    func named(_ name: String) -> SafetensorsTensor {
        SafetensorsTensor(name: name, type: type, shape: shape, write: write)
    }
}
